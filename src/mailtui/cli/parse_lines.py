"""A log file as understood lines, in their physical order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailtui.errors import UsageError
from mailtui.ingest.looking import first_stamp, sample_of
from mailtui.ingest.reading import LogStream, chunks, open_log
from mailtui.model.clock import Clock
from mailtui.model.enums import LogType
from mailtui.model.event import Event
from mailtui.parsing.detect import detect
from mailtui.parsing.exim.escapes import decode
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import Assembler, Record

CHUNK = 256 * 1024


class Line(NamedTuple):
    """One physical line: the event of the record it begins, or the number of the line it continues."""

    number: int
    event: Event | None
    first: int
    text: str


def each(path: str, log_name: str | None, zone_name: str | None) -> Iterator[Line]:
    """The lines of a log; InputError when it cannot be read (after what can be), UsageError for a zone."""
    zone = _zone(zone_name)
    with open_log(path) as stream:
        sample = sample_of(stream)
        if not sample and stream.failure is not None:
            raise stream.failure
        log_type = LogType(log_name) if log_name else _log_type(sample, path)
        parser = Parser(_clock(zone, sample, path), log_type)
        yield from _ordered(_records(stream, log_type), parser)


def _records(stream: LogStream, log_type: LogType) -> Iterator[Record]:
    assembler = Assembler(log_type)
    held: list[bytes] = []
    for chunk in chunks(stream, size=CHUNK):
        held.append(chunk.data)
        if not chunk.cut:
            yield from assembler.feed(b"".join(held))
            held.clear()
    yield from assembler.close()


def _ordered(records: Iterator[Record], parser: Parser) -> Iterator[Line]:
    """Lines by number: the pieces of split syslog lines lie between others."""
    ready: dict[int, Line] = {}
    following = 1
    for record in records:
        for line in _lines(record, parser.parse(record.raw)):
            ready[line.number] = line
        while following in ready:
            yield ready.pop(following)
            following += 1
    yield from (ready[number] for number in sorted(ready))


def _lines(record: Record, event: Event) -> Iterator[Line]:
    numbers = record.numbers or range(record.line, record.line + record.lines)
    for number, raw in zip(numbers, record.raw.split(b"\n"), strict=True):
        yield Line(number, event if number == record.line else None, record.line, decode(raw))


def _log_type(sample: bytes, path: str) -> LogType:
    found = detect(sample, os.path.basename(path))
    return found.log_type if found else LogType.MAIN


def _clock(zone: tzinfo, sample: bytes, path: str) -> Clock:
    """Syslog stamps have no year: they take it from the file's age."""
    modified = os.stat(path).st_mtime if path != "-" else datetime.now(UTC).timestamp()
    stamp = first_stamp(sample, modified)
    return Clock(zone, year=int(stamp[:4])) if stamp else Clock(zone)


def _zone(name: str | None) -> tzinfo:
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"{name} is no time zone", "name one as in Europe/Berlin or UTC (see /usr/share/zoneinfo)"
        ) from error
