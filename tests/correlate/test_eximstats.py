"""Totals against those of Exim's own eximstats; where they differ, the difference is named and counted.

eximstats counts lines, by position and by words (its source, `generate_parser`). It is wrong where
- a message accepted with a fake rejection (`(=`) is left out of "Received";
- a cutthrough delivery (`>>`) is no delivery, but mail thrown away (`=> :blackhole:`) is one;
- any other line with the word rejected, refused or dropped is a "Reject": a remote host that refused a
  connection, a remote 5xx, `cancelled by system filter: refused ...`, a command line or a queue run that
  names the domain refused.example; and so is every `=>` without a transport;
- an authenticator failure (535) is none, because its line has none of those words;
- `temporarily rejected after DATA` is a permanent reject, because its pattern wants capital letters there,
  and so is a connection refused because of too many others.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.correlate.logs import messages_of, told_of

from mailtui.ingest.correlate import rejection
from mailtui.model.enums import AttemptOutcome, EventKind, Outcome, Phase, Role
from mailtui.model.event import Event
from mailtui.model.facts import MessageFacts

LAB = ("lab/exim-default", "lab/exim-v498all")
GENERATED = ("exim-generated/v496-admin", "exim-generated/v499-admin", "exim-generated/v496-syslog")
FAILED = (Outcome.BOUNCED, Outcome.BLOCKED, Outcome.EXPIRED)
WORDS = re.compile("rejected|refused|dropped")
MARKED = (
    EventKind.ARRIVAL,
    EventKind.DELIVERY,
    EventKind.ADDITIONAL_DELIVERY,
    EventKind.DEFERRAL,
    EventKind.FAILURE,
    EventKind.COMPLETED,
)


class Totals(NamedTuple):
    """The summary at the head of eximstats' output."""

    received: int
    delayed: int
    failed: int
    delivered: int
    addresses: int
    rejects: int
    temporary: int


class Log:
    """One log, folded, with the totals of eximstats."""

    def __init__(self, folder: Path) -> None:
        inner = folder / "log"
        logs = inner if inner.is_dir() else folder
        log = logs / "mainlog" if (logs / "mainlog").is_file() else logs / "maillog-iso"
        self.told = told_of(log)
        self.events = [event for _, event in self.told]
        self.messages = messages_of(self.events)
        self.totals = totals((folder / "eximstats.txt").read_text(errors="replace"))


def totals(printed: str) -> Totals:
    def numbers(name: str) -> list[str]:
        line = re.search(rf"^  {name} .*$", printed, re.MULTILINE)
        assert line
        return re.findall(r"(?<![\w.])\d+(?![\w.%])", line[0])

    messages, _, delayed, failed = numbers("Received")
    delivered, addresses, *_ = numbers("Delivered")
    return Totals(
        *map(int, (messages, delayed, failed, delivered, addresses)),
        int(numbers("Rejects")[0]),
        int(numbers("Temp Rejects")[0]),
    )


@pytest.fixture(scope="module", params=LAB + GENERATED)
def log(request: pytest.FixtureRequest, corpora: Path) -> Log:
    return Log(corpora / request.param)


@pytest.fixture(scope="module", params=LAB)
def lab(request: pytest.FixtureRequest, corpora: Path) -> Log:
    return Log(corpora / request.param)


def had(facts: MessageFacts, outcomes: tuple[Outcome, ...]) -> bool:
    return any(fact.outcome in outcomes for fact in facts.recipients)


def test_received(log: Log):
    fakes = sum(" (= " in line[:140] for line, _ in log.told)
    assert sum(facts.received is not None for facts in log.messages.values()) - fakes == log.totals.received


def test_delivered_addresses(log: Log):
    tries = [attempt for facts in log.messages.values() for attempt in facts.attempts]
    delivered = sum(attempt.outcome is AttemptOutcome.SUCCESS for attempt in tries)
    cutthrough = sum(event.kind is EventKind.CUTTHROUGH for event in log.events)
    discarded = sum(
        fact.outcome is Outcome.DISCARDED and fact.role is not Role.CHILD
        for facts in log.messages.values()
        for fact in facts.recipients
    )
    assert delivered - cutthrough + discarded == log.totals.addresses


def test_messages_with_a_delay(log: Log):
    def was_deferred(queue_id: str, facts: MessageFacts) -> bool:
        tried = any(one.errno is not None for one in facts.attempts)
        return tried or queue_id in put_off

    put_off = {event.queue_id for event in log.events if not event.attempted}
    assert sum(was_deferred(*one) for one in log.messages.items()) == log.totals.delayed


def test_messages_with_a_failure(log: Log):
    assert sum(had(facts, FAILED) for facts in log.messages.values()) == log.totals.failed


def is_reject_to_eximstats(line: str, event: Event) -> bool:
    marked = event.kind in MARKED and " (= " not in line[:140]
    thrown_away = event.kind is EventKind.DELIVERY and event.transport is None
    return thrown_away or (not marked and WORDS.search(line) is not None)


def test_rejects(lab: Log):
    refusals = [found for event in lab.events if (found := rejection(event)) is not None]
    permanent = Counter(found.stage for found in refusals if found.permanent)
    temporary = Counter(found.stage for found in refusals if not found.permanent)
    no_refusal = Counter(
        event.kind
        for line, event in lab.told
        if is_reject_to_eximstats(line, event) and rejection(event) is None
    )
    ours = permanent.total() - permanent[Phase.AUTH] + temporary.total() - temporary[Phase.RCPT]
    assert ours + no_refusal.total() == lab.totals.rejects
    assert temporary[Phase.RCPT] == lab.totals.temporary
    command_lines = no_refusal.pop(EventKind.OTHER, 0)
    assert command_lines <= 1
    assert no_refusal == {
        EventKind.HOST_ERROR: 25,
        EventKind.DELIVERY: 6,
        EventKind.CANCELLED: 2,
        EventKind.WARNING: 1,
        EventKind.CONNECTION: 2,
        EventKind.QUEUE_RUN: 2,
    }
