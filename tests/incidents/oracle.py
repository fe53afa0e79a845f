"""The incidents of a log, found without a database: what a database must say too.

Parses the whole log, folds it message by message, diagnoses each attempt and feeds one course per
destination with everything at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from mailtui.diagnosis import Context, Diagnoser, builtin_rules
from mailtui.ingest.correlate import Folding
from mailtui.ingest.incidents import SUCCESS, Course, Event, Hours, Spell
from mailtui.ingest.places import domain_of, place
from mailtui.model.clock import Clock
from mailtui.model.enums import AttemptOutcome, DestinationKind, FailureClass, LogType, Phase
from mailtui.model.facts import AttemptFacts, MessageFacts
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import Assembler
from mailtui.store.verdicts import Place


class Kind(NamedTuple):
    """A signature in words."""

    place: Place
    failure_class: FailureClass
    template: str
    phase: Phase


class Found(NamedTuple):
    """An incident in words."""

    kind: Kind
    spell: Spell
    failures: list[tuple[int, str]]
    """Time and recipient of each."""


def messages_of(log: Path, year: int = 2026) -> Iterator[MessageFacts]:
    """The facts of every message of a log that names times of its own."""
    assembler, parser = Assembler(LogType.MAIN), Parser(Clock(year=year), LogType.MAIN)
    told = defaultdict(list)
    for record in [*assembler.feed(log.read_bytes()), *assembler.close()]:
        event = parser.parse(record.raw)
        if event.queue_id is not None:
            told[event.queue_id].append(event)
    for queue_id, events in told.items():
        folding = Folding(queue_id)
        for entry, event in enumerate(sorted(events, key=lambda one: one.time or 0)):
            folding.apply(event, entry)
        yield folding.facts()


class Oracle:
    """Everything that is known of a log."""

    def __init__(self, messages: Iterable[MessageFacts]) -> None:
        self._diagnoser = Diagnoser(builtin_rules())
        self._numbers: dict[Kind, int] = {}
        self._events: dict[Place, list[Event]] = defaultdict(list)
        self._passed: dict[str, list[Event]] = defaultdict(list)
        for facts in messages:
            for attempt in facts.attempts:
                self._take(facts, attempt)

    def incidents(self) -> list[Found]:
        """All incidents, by onset."""
        kinds = {number: kind for kind, number in self._numbers.items()}
        found = [
            Found(kinds[spell.signature], spell, _failures(events, spell))
            for place, events in self.courses()
            for spell in _spells(events, kinds)
        ]
        return sorted(found, key=lambda one: (one.spell.onset, one.spell.signature))

    def courses(self) -> Iterator[tuple[Place, list[Event]]]:
        """The events of each destination that failed, in order; of a domain from its first failure on."""
        for where, events in self._events.items():
            failed = [event.time for event in events if event.signature != SUCCESS]
            if not failed:
                continue
            passed = self._passed[where.name] if where.kind is DestinationKind.DOMAIN else []
            yield where, sorted([*events, *(event for event in passed if event.time >= min(failed))])

    def _take(self, facts: MessageFacts, attempt: AttemptFacts) -> None:
        address = facts.recipients[attempt.recipient].address
        where = place(1, attempt.egress_ip, attempt.host, attempt.ip, address)
        if attempt.outcome is AttemptOutcome.SUCCESS:
            event = Event(attempt.time, SUCCESS, facts.queue_id, address)
            self._passed[domain_of(address)].append(event)
            if where.kind is DestinationKind.PROVIDER:
                self._events[where].append(event)
            return
        signature = self._signature(where, attempt)
        if signature is not None:
            self._events[where].append(Event(attempt.time, signature, facts.queue_id, address))

    def _signature(self, where: Place, attempt: AttemptFacts) -> int | None:
        context = Context(
            attempt.reply or "",
            host=attempt.host,
            ip=attempt.ip,
            phase=attempt.phase,
            errno=attempt.errno,
            smtp_code=attempt.smtp_code,
            enhanced_code=attempt.enhanced_code,
        )
        diagnosis = self._diagnoser.diagnose(context)
        if diagnosis.inherits:
            return None
        phase = attempt.phase or (Phase.ROUTING if attempt.transport is None else Phase.TRANSPORT)
        kind = Kind(where, diagnosis.failure_class, diagnosis.template, phase)
        return self._numbers.setdefault(kind, len(self._numbers) + 1)


def _spells(events: list[Event], kinds: dict[int, Kind]) -> list[Spell]:
    hours = Hours()
    for event in events:
        hours.add(event)
    course = Course(hours, lambda number: kinds[number].failure_class is FailureClass.GREYLISTED)
    course.feed(events)
    return course.changed()


def _failures(events: list[Event], spell: Spell) -> list[tuple[int, str]]:
    return [
        (event.time, str(event.address))
        for event in events
        if event.signature == spell.signature
        and spell.onset <= event.time <= spell.last_seen
        and spell.recipient in (None, event.address)
    ]
