"""Whole logs, read with the real parser and folded message by message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from mailtui.ingest.correlate import Folding
from mailtui.model.clock import Clock
from mailtui.model.enums import LogType
from mailtui.model.event import Event
from mailtui.model.facts import MessageFacts
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import Assembler

YEAR = 2026


def told_of(path: Path, log_type: LogType = LogType.MAIN) -> list[tuple[str, Event]]:
    """Every record of a log file with its event, in order."""
    assembler = Assembler(log_type)
    parser = Parser(Clock(year=YEAR), log_type)
    records = [*assembler.feed(path.read_bytes()), *assembler.close()]
    return [(record.raw.decode("utf-8", "surrogateescape"), parser.parse(record.raw)) for record in records]


def events_of(path: Path, log_type: LogType = LogType.MAIN) -> list[Event]:
    """Every event of a log file, in its order."""
    return [event for _, event in told_of(path, log_type)]


def messages_of(events: Iterable[Event]) -> dict[str, MessageFacts]:
    """The facts of every queue id, folded in the order of time."""
    by_id: dict[str, list[tuple[int, Event]]] = defaultdict(list)
    for entry, event in enumerate(events):
        if event.queue_id is not None:
            by_id[event.queue_id].append((entry, event))
    return {queue_id: _fold(queue_id, told) for queue_id, told in by_id.items()}


def _fold(queue_id: str, told: list[tuple[int, Event]]) -> MessageFacts:
    folding = Folding(queue_id)
    for entry, event in sorted(told, key=lambda one: one[1].time or 0):
        folding.apply(event, entry)
    return folding.facts()
