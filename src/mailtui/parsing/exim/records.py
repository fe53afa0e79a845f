"""Physical lines -> records: a rejectlog record and a split syslog line are several lines each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, overload

from mailtui.model.enums import LogType
from mailtui.parsing.exim import escapes, prefix

_REGULAR = re.compile(rb"(?:[0-9]{4}-[0-9]{2}-[0-9]{2} [^\n]*+\n)++")
"""Whole lines that all begin with a stamp of Exim's."""
_MOST_LINES = 2000
_MOST_BYTES = 1 << 20
_BLANKS = b" \t"
_MOST_OPEN = 64
"""Processes whose split lines may be open at once; the oldest is given up as it is."""


class Record(NamedTuple):
    """The physical lines of one record, joined by newlines, without the last newline."""

    raw: bytes
    offset: int
    """Byte position of the first line, in the file if the assembler was told where it begins."""
    line: int
    """1-based number of the first line."""
    lines: int
    numbers: tuple[int, ...] = ()
    """The number of every line where other lines stand between (split syslog lines); else empty."""


_STAMP = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} ")
HEAD = 20
"""Bytes of a line that its stamp and the blank behind it take, when that has whole seconds only."""


class Lines(Sequence[Record]):
    """Whole lines that are a record each, and begin with a stamp of whole seconds. Made when asked for."""

    def __init__(self, data: bytes, raws: list[bytes], offset: int, line: int) -> None:
        """`data` is `raws` with a newline behind each; `offset` and `line` are where they begin."""
        self.data = data
        self.raws = raws
        self.offset = offset
        self.line = line

    @classmethod
    def of(cls, data: bytes, offset: int, line: int) -> Lines | None:
        """The lines of `data`, which ends with a newline; None unless all are of that kind."""
        raws = data.split(b"\n")
        raws.pop()
        if all(map(_STAMP.fullmatch, {raw[:HEAD] for raw in raws})):
            return cls(data, raws, offset, line)
        return None

    def __len__(self) -> int:
        return len(self.raws)

    def __iter__(self) -> Iterator[Record]:
        offset = self.offset
        for line, raw in enumerate(self.raws, start=self.line):
            yield Record(raw, offset, line, 1)
            offset += len(raw) + 1

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        return list(self)[place]


class _Open:
    """A record that may go on."""

    __slots__ = ("expected", "line", "numbers", "offset", "parts", "size")

    def __init__(self, first: Record, expected: int = 0) -> None:
        self.parts = [first.raw]
        self.offset = first.offset
        self.line = first.line
        self.numbers = [first.line]
        self.size = len(first.raw)
        self.expected = expected

    def add(self, raw: bytes, line: int) -> None:
        self.parts.append(raw)
        self.numbers.append(line)
        self.size += len(raw) + 1

    @property
    def full(self) -> bool:
        return len(self.parts) >= _MOST_LINES or self.size > _MOST_BYTES

    def record(self) -> Record:
        count = len(self.parts)
        together = self.numbers[-1] - self.line + 1 == count
        numbers = () if together else tuple(self.numbers)
        return Record(b"\n".join(self.parts), self.offset, self.line, count, numbers)


class Assembler:
    """Puts lines together to records; holds back the last record until the next line or `close`."""

    def __init__(self, log_type: LogType = LogType.MAIN, offset: int = 0, line: int = 0) -> None:
        """`offset` and `line` say how many bytes and lines are before the first one fed."""
        self.log_type = log_type
        self._offset = offset
        self._line = line
        self._last: Record | None = None
        """The last line, while it is a record of one line."""
        self._open: _Open | None = None
        """Instead of `_last`: the last record, of several lines."""
        self._split: dict[tuple[str, str, int | None], _Open] = {}

    @property
    def pending(self) -> int | None:
        """Offset of the first byte that is in no record yet; None when all are."""
        held = [part.offset for part in self._split.values()]
        held += [part.offset for part in (self._last, self._open) if part is not None]
        return min(held, default=None)

    def feed(self, lines: bytes) -> list[Record]:
        """Records that are complete after these whole lines (the last newline may be missing)."""
        if not lines:
            return []
        done: list[Record] = []
        if _REGULAR.fullmatch(lines):
            self._feed_regular(lines, done)
            return done
        parts = lines.split(b"\n")
        ended = parts[-1] == b""
        if ended:
            parts.pop()
        for raw in parts:
            self._line += 1
            if raw[4:5] == b"-" and raw[10:11] == b" " and raw[0] not in _BLANKS:
                if self._last is not None:
                    done.append(self._last)
                elif self._open is not None:
                    self._flush(done)
                self._last = Record(raw, self._offset, self._line, 1)
            else:
                self._odd(raw, done)
            self._offset += len(raw) + 1
        if not ended:
            self._offset -= 1
        return done

    def _feed_regular(self, lines: bytes, done: list[Record]) -> None:
        """Take lines that are a record each, at once."""
        self._flush(done)
        parts = lines.split(b"\n")
        parts.pop()
        offsets = list(accumulate((len(raw) + 1 for raw in parts), initial=self._offset))
        numbers = range(self._line + 1, self._line + 1 + len(parts))
        new = tuple.__new__  # makes a named tuple in half the time
        places = zip(parts, offsets, numbers, strict=False)
        done.extend(new(Record, (raw, offset, line, 1, ())) for raw, offset, line in places)
        self._last = done.pop()
        self._offset = offsets[-1]
        self._line += len(parts)

    def close(self) -> list[Record]:
        """What is still held back, in the order of its first lines."""
        done = [part.record() for part in self._split.values()]
        self._split.clear()
        self._flush(done)
        return sorted(done, key=lambda record: record.line)

    def _flush(self, done: list[Record]) -> None:
        if self._open is not None:
            done.append(self._open.record())
        elif self._last is not None:
            done.append(self._last)
        self._open = self._last = None

    def _begin(self, raw: bytes, done: list[Record]) -> None:
        self._flush(done)
        self._last = Record(raw, self._offset, self._line, 1)

    def _odd(self, raw: bytes, done: list[Record]) -> None:
        """A line without Exim's stamp at its beginning: syslog, or it goes on the record before."""
        text = escapes.decode(raw[:1000])
        outer = prefix.syslog(text)
        if outer is not None:
            mark = prefix.piece(text, outer.end)
            if mark is None or not self._piece(raw, outer, mark, done):
                self._begin(raw, done)
        elif self._goes_on(raw):
            self._continue(raw)
        else:
            self._begin(raw, done)

    def _goes_on(self, raw: bytes) -> bool:
        """In a rejectlog every unstamped line belongs to its record, elsewhere only an indented one."""
        if (self._last is None and self._open is None) or (self._open is not None and self._open.full):
            return False
        return self.log_type is LogType.REJECT or (raw[:1] in (b" ", b"\t") and not raw.isspace())

    def _continue(self, raw: bytes) -> None:
        if self._last is not None:
            self._open = _Open(self._last)
            self._last = None
        if self._open is not None:
            self._open.add(raw, self._line)

    def _piece(self, raw: bytes, outer: prefix.Syslog, mark: prefix.Piece, done: list[Record]) -> bool:
        """Take one piece of a split line; False when it continues nothing and begins nothing."""
        key = (outer.server, outer.tag, outer.pid)
        known = self._split.get(key)
        if mark.number == 1 and mark.total > 1:
            if known is not None:
                done.append(self._split.pop(key).record())
            elif len(self._split) >= _MOST_OPEN:
                done.append(self._split.pop(next(iter(self._split))).record())
            self._flush(done)
            self._split[key] = _Open(Record(raw, self._offset, self._line, 1), mark.total)
            return True
        if known is None or mark.total != known.expected or mark.number != len(known.parts) + 1:
            return False
        known.add(raw, self._line)
        if mark.number == mark.total or known.full:
            done.append(self._split.pop(key).record())
        return True
