"""Logs and lines as events, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mailtui.model.clock import Clock
from mailtui.model.enums import LogType
from mailtui.model.event import Event
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import Assembler, Record

STAMP = "2026-11-20 23:28:50 "
ID = "1xUY2E-000000008IR-2k2P"


def event(text: str, log_type: LogType = LogType.MAIN) -> Event:
    """The event of one whole line."""
    return Parser(Clock(year=2026), log_type).parse(text.encode("utf-8", "surrogateescape"))


def said(text: str) -> dict[str, Any]:
    """What is understood of a text behind stamp and id, without them."""
    shown = event(f"{STAMP}{ID} {text}").as_json()
    assert shown.pop("time") == "2026-11-20T23:28:50+00:00"
    assert shown.pop("queue_id") == ID
    return shown


def without_id(text: str) -> dict[str, Any]:
    """What is understood of a text behind a stamp."""
    shown = event(STAMP + text).as_json()
    assert shown.pop("time") == "2026-11-20T23:28:50+00:00"
    return shown


def records(data: bytes, log_type: LogType = LogType.MAIN) -> list[Record]:
    """All records of a log."""
    assembler = Assembler(log_type)
    return assembler.feed(data) + assembler.close()


def type_of(path: Path) -> LogType:
    """The type of a log by the names in its path."""
    name = f"{path.parent.name}/{path.name}"
    return LogType.REJECT if "reject" in name else LogType.PANIC if "panic" in name else LogType.MAIN


def of_file(path: Path) -> list[tuple[Record, Event]]:
    """Every record of a log with its event."""
    log_type = type_of(path)
    parser = Parser(Clock(year=2026), log_type)
    return [(record, parser.parse(record.raw)) for record in records(path.read_bytes(), log_type)]
