"""FILE -> RAW MAIL: the mails of an mbox, or the one that a file is.

An mbox is split at a line that says `From`, who and when, after an empty line or at the beginning (RFC 4155).
"""

from __future__ import annotations

from collections.abc import Iterator

from mailtui.errors import InputError
from mailtui.ingest.letters.looking import FROM, MBOX, SAMPLE, is_mail
from mailtui.ingest.reading import LogStream

_PIECE = 1 << 20
LARGEST = 64 << 20
"""Bytes of one mail that are held; what is beyond is passed over."""


def mails(stream: LogStream) -> Iterator[bytes]:
    """The mails in a file, raw. InputError when it holds none, or cannot be read to its end."""
    sample = stream.peek(SAMPLE)
    if not is_mail(sample):
        raise InputError(f"{stream.path} holds no mail", "name an mbox, a maildir, or files of single mails")
    if sample.startswith(MBOX):
        yield from _of_mbox(stream)
        return
    yield stream.read(LARGEST)
    while stream.read(_PIECE):
        pass


def _of_mbox(stream: LogStream) -> Iterator[bytes]:
    lines: list[bytes] | None = None
    size, after_empty = 0, True
    for line in _lines(stream):
        if after_empty and FROM.match(line):
            if lines is not None:
                yield b"".join(lines)
            lines, size = [], 0
        elif lines is not None and size < LARGEST:
            lines.append(line)
            size += len(line)
        after_empty = line in (b"\n", b"\r\n")
    yield b"".join(lines or ())


def _lines(stream: LogStream) -> Iterator[bytes]:
    """Lines with their ends; one longer than a piece comes in several."""
    rest = b""
    while piece := stream.read(_PIECE):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line + b"\n"
        if len(rest) > _PIECE:
            yield rest
            rest = b""
    if rest:
        yield rest
