"""`retry time not reached` in logs of a real Exim: each line takes the cause that the lines before it name.

The truth is read from the text alone: the newest earlier `==` line with a concrete reason for the same
address (where Exim says that the address waits), else for the same domain. What counts is the reason: of
several lines with one reason the card takes the message's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType, Status
from mailtui.model.retry import RetrySettings
from mailtui.parsing.exim.parser import Parser
from mailtui.services.backing import Backing
from mailtui.services.diagnosing import open_diagnoser
from mailtui.services.explaining import explained
from mailtui.services.imports import import_logs
from mailtui.services.retrying import Retrying
from mailtui.services.tracing import Tracing
from mailtui.store.engine import Engine, reader
from mailtui.store.messages import of_id

LOGS = ("exim-default", "exim-v498all")
NO_CAUSE = re.compile(rb"(?i)retry time not|retry timeout exceeded|have been failing for")
ORIGINAL = re.compile(rb" == .* <([^<> ]+@[^<> ]+)> [RT]=")


class Line(NamedTuple):
    """A `==` line of the log."""

    address: str
    text: bytes

    @property
    def of_hosts(self) -> bool:
        return b"for any host" in self.text

    @property
    def concrete(self) -> bool:
        return NO_CAUSE.search(self.text) is None

    def is_about(self, address: str) -> bool:
        """Whether the line is about an address, or about what an alias made of it."""
        original = ORIGINAL.search(self.text)
        return address == self.address or address.encode() == (original and original[1])


def deferrals(log: Path) -> dict[int, Line]:
    """The `==` lines by their number."""
    parser = Parser(Clock(), LogType.MAIN)
    lines = enumerate(log.read_bytes().split(b"\n"), 1)
    return {
        number: Line(parser.parse(text).address or "", text) for number, text in lines if b" == " in text[:90]
    }


def truth(before: list[Line], waits: Line) -> Line | None:
    """The newest line before that says why."""
    concrete = [line for line in reversed(before) if line.concrete]
    same = [line for line in concrete if line.is_about(waits.address) and not waits.of_hosts]
    domain = waits.address.rpartition("@")[2]
    return next(iter(same or [line for line in concrete if line.address.endswith(f"@{domain}")]), None)


def reason(text: bytes) -> bytes:
    """Why, without which message it was and how long it took: equal ones are one cause."""
    return re.sub(rb" (?:I=|DT=)\S+|SIZE=\d+", b"", text.partition(b" defer ")[2])


@pytest.mark.parametrize("name", LOGS)
def test_every_line_that_names_no_cause_inherits_the_right_one(
    corpora: Path, tmp_path: Path, name: str
) -> None:
    log = corpora / "lab" / name / "mainlog"
    database = tmp_path / "mailtui.db"
    assert not import_logs(database, [str(log)], server="mx1", zone="UTC").problems
    known = deferrals(log)
    told = dict(inherited(reader(database)))
    assert told.keys() == {number for number, line in known.items() if not line.concrete}
    assert len(told) > 150
    wrong = []
    for number, found in told.items():
        wanted = truth([line for other, line in known.items() if other < number], known[number])
        if (found and reason(found)) != (wanted and reason(wanted.text)):
            wrong.append((known[number].text, wanted and wanted.text, found))
    assert wrong == []


def inherited(engine: Engine) -> Iterator[tuple[int, bytes | None]]:
    """Each line that says only `retry time not reached` by number, and the line that is its proof."""
    diagnose, tracing = open_diagnoser(None).diagnose, Tracing(engine)
    with engine.connect() as connection:
        for (message,) in connection.exec_driver_sql("SELECT id FROM message").all():
            head = of_id(connection, message)
            assert head is not None
            backing = Backing(connection, head, head.last_seen, Retrying(RetrySettings(ask=False)))
            trace = tracing.trace(message)
            for row, thread in zip(trace.recipients, trace.threads, strict=False):
                waits = replace(row, status=Status.DEFERRED)
                for count, event in enumerate(thread.events, 1):
                    if event.kind is EventKind.DEFERRAL and NO_CAUSE.search(
                        event.raw.data if event.raw else b""
                    ):
                        until = replace(thread, events=thread.events[:count])
                        (found,) = explained([waits], [until], diagnose, backing.elsewhere)
                        assert event.raw is not None
                        proof = found.proof.raw if found is not None and found.inherited else None
                        yield event.raw.line_number, proof and proof.data
