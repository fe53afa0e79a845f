"""Physical lines -> records: a rejectlog record and a split syslog line are several lines each."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.enums import LogType
from mailtui.parsing.exim import escapes, prefix

_MOST_LINES = 2000
_MOST_BYTES = 1 << 20
_MOST_OPEN = 64
"""Processes whose split lines may be open at once; the oldest is given up as it is."""


class Record(NamedTuple):
    """The physical lines of one record, joined by newlines, without the last newline."""

    raw: bytes
    offset: int
    """Byte position of the first line, counted from the first byte fed."""
    line: int
    """1-based number of the first line."""
    lines: int
    numbers: tuple[int, ...] = ()
    """The number of every line where other lines stand between (split syslog lines); else empty."""


class _Open:
    """A record that may go on."""

    __slots__ = ("expected", "line", "numbers", "offset", "parts", "size")

    def __init__(self, raw: bytes, offset: int, line: int, expected: int = 0) -> None:
        self.parts = [raw]
        self.offset = offset
        self.line = line
        self.numbers = [line]
        self.size = len(raw)
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
        return Record(
            b"\n".join(self.parts), self.offset, self.line, count, () if together else tuple(self.numbers)
        )


class Assembler:
    """Puts lines together to records; holds back the last record until the next line or `close`."""

    def __init__(self, log_type: LogType = LogType.MAIN) -> None:
        self.log_type = log_type
        self._offset = 0
        self._line = 0
        self._last: _Open | None = None
        self._split: dict[bytes, _Open] = {}

    @property
    def pending(self) -> int | None:
        """Offset of the first byte that is in no record yet; None when all are."""
        held = [part.offset for part in self._split.values()]
        if self._last is not None:
            held.append(self._last.offset)
        return min(held, default=None)

    def feed(self, lines: bytes) -> list[Record]:
        """Records that are complete after these whole lines (the last newline may be missing)."""
        if not lines:
            return []
        done: list[Record] = []
        parts = lines.split(b"\n")
        if parts[-1] == b"":
            parts.pop()
        for raw in parts:
            self._line += 1
            if raw[4:5] == b"-" and raw[10:11] == b" " and raw[0] not in b" \t":
                self._begin(raw, done)
            else:
                self._odd(raw, done)
            self._offset += len(raw) + 1
        return done

    def close(self) -> list[Record]:
        """What is still held back, in the order of its first lines."""
        done = [part.record() for part in self._split.values()]
        if self._last is not None:
            done.append(self._last.record())
        self._split.clear()
        self._last = None
        return sorted(done, key=lambda record: record.line)

    def _begin(self, raw: bytes, done: list[Record]) -> None:
        if self._last is not None:
            done.append(self._last.record())
        self._last = _Open(raw, self._offset, self._line)

    def _odd(self, raw: bytes, done: list[Record]) -> None:
        """A line without Exim's stamp at its beginning: syslog, or it goes on the record before."""
        text = escapes.decode(raw[:1000])
        outer = prefix.syslog(text)
        if outer is not None:
            mark = prefix.piece(text, outer.end)
            if mark is None or not self._piece(raw, outer, mark, done):
                self._begin(raw, done)
        elif self._last is not None and not self._last.full and self._goes_on(raw):
            self._last.add(raw, self._line)
        else:
            self._begin(raw, done)

    def _goes_on(self, raw: bytes) -> bool:
        """In a rejectlog every unstamped line belongs to its record, elsewhere only an indented one."""
        return self.log_type is LogType.REJECT or (raw[:1] in (b" ", b"\t") and not raw.isspace())

    def _piece(self, raw: bytes, outer: prefix.Syslog, mark: prefix.Piece, done: list[Record]) -> bool:
        """Take one piece of a split line; False when it continues nothing and begins nothing."""
        key = f"{outer.server} {outer.tag} {outer.pid}".encode("utf-8", "surrogateescape")
        known = self._split.get(key)
        if mark.number == 1 and mark.total > 1:
            if known is not None:
                done.append(self._split.pop(key).record())
            elif len(self._split) >= _MOST_OPEN:
                done.append(self._split.pop(next(iter(self._split))).record())
            self._flush_last(done)
            self._split[key] = _Open(raw, self._offset, self._line, mark.total)
            return True
        if known is None or mark.total != known.expected or mark.number != len(known.parts) + 1:
            return False
        known.add(raw, self._line)
        if mark.number == mark.total or known.full:
            done.append(self._split.pop(key).record())
        return True

    def _flush_last(self, done: list[Record]) -> None:
        if self._last is not None:
            done.append(self._last.record())
            self._last = None
