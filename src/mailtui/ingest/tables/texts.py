"""Bytes of a file -> lines of text, by its own marks: UTF-8, UTF-16, or Windows-1252 where it is neither."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from mailtui.ingest.reading import LogStream

_READ = 256 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FALLBACK = "cp1252"


class TextLines:
    """The lines of a file, each with its end; made into text one by one, so one bad byte costs one line."""

    def __init__(self, stream: LogStream) -> None:
        self._stream = stream
        self.encoding = _encoding(stream.peek(4096))
        """`utf-8`, `utf-16-le` or `utf-16-be`."""
        self.guessed = 0
        """Lines that are not UTF-8, and were read as Windows-1252."""
        self._end = _line_end(stream.peek(_READ), self.encoding)

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self._raw()):
            text = self._text(line)
            yield text.removeprefix("\ufeff") if number == 0 else text

    def sample(self) -> str:
        """The beginning, without what a cut would spoil."""
        data = self._stream.peek(_READ)
        text = data.decode(self.encoding, "replace").removeprefix("\ufeff")
        return text if len(data) < _READ else text[: -len(text) // 8 or None]

    def _raw(self) -> Iterator[bytes]:
        rest = b""
        while data := self._stream.read(_READ):
            *lines, rest = self._split(rest + data)
            yield from lines
        if rest:
            yield rest

    def _split(self, data: bytes) -> list[bytes]:
        """Whole lines with their ends, and what is left."""
        end, width = self._end, len(self._end)
        if width == 1:
            parts = data.split(end)
            return [*(part + end for part in parts[:-1]), parts[-1]]
        lines, start, place = [], 0, data.find(end)
        while place >= 0:
            if place % width == 0:
                lines.append(data[start : place + width])
                start = place + width
                place = data.find(end, start)
            else:
                place = data.find(end, place + 1)
        return [*lines, data[start:]]

    def _text(self, line: bytes) -> str:
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError:
            if self.encoding != "utf-8":
                return line.decode(self.encoding, "replace")
            self.guessed += 1
            return line.decode(_FALLBACK, "replace")


def _encoding(sample: bytes) -> str:
    """By the byte order mark; without one by the zero bytes that ASCII has in UTF-16."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    even, odd = sample[0::2], sample[1::2]
    if odd and odd.count(0) > len(odd) // 2 and not even.count(0):
        return "utf-16-le"
    if even and even.count(0) > len(even) // 2 and not odd.count(0):
        return "utf-16-be"
    return "utf-8"


def _line_end(sample: bytes, encoding: str) -> bytes:
    """A newline, or the carriage return of old programs where there is no newline."""
    newline, carriage = "\n".encode(encoding), "\r".encode(encoding)
    return carriage if newline not in sample and carriage in sample else newline
