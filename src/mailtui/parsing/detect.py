"""Is this the beginning of a mail log, and of which? Content decides, the name only helps."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType
from mailtui.parsing.exim import escapes, prefix
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import Assembler

_MOST = 200
"""Lines looked at."""
_ENVELOPE = (b"\nEnvelope-from: ", b"\nP Received: ")


class Format(NamedTuple):
    """What kind of log it is."""

    log_type: LogType
    syslog: bool
    """Whether the lines came through syslog (then main and reject lines are in one file)."""


def detect(sample: bytes, name: str = "") -> Format | None:
    """The format of a log that begins with `sample` (some KiB); None when it is no Exim log.

    `name` is the file's name: `rejectlog.1` and `exim_paniclog` look like main logs inside.
    """
    if b"\0" in sample[:4096] and not _begins_with_stamp(sample):
        return None
    lines = sample.split(b"\n")
    if len(lines) > 1 and not sample.endswith(b"\n"):
        lines.pop()
    head = b"\n".join(lines[:_MOST])
    log_type = _log_type(name, head)
    syslog = any(_is_syslog(line) for line in lines[:_MOST])
    return Format(log_type, syslog) if _recognised(head, log_type) else None


def _begins_with_stamp(sample: bytes) -> bool:
    return prefix.STAMPED.match(escapes.decode(sample[:60])) is not None


def _is_syslog(line: bytes) -> bool:
    outer = prefix.syslog(escapes.decode(line[:600]))
    return outer is not None and outer.is_exim


def _log_type(name: str, head: bytes) -> LogType:
    base = name.lower().replace("\\", "/").rpartition("/")[2]
    if "reject" in base:
        return LogType.REJECT
    if "panic" in base:
        return LogType.PANIC
    return LogType.REJECT if any(mark in head for mark in _ENVELOPE) else LogType.MAIN


def _recognised(head: bytes, log_type: LogType) -> bool:
    """Whether one stamped line at least says something that only Exim says."""
    assembler, parser = Assembler(log_type), Parser(Clock(), LogType.MAIN)
    for record in assembler.feed(head + b"\n") + assembler.close():
        event = parser.parse(record.raw)
        if event.time is not None and event.kind is not EventKind.UNRECOGNISED:
            return True
    return False
