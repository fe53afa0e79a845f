"""The courses of all destinations during an import, and their incidents as rows.

Of each destination the attempts before its newest moment are in its course, for good; those of that moment
may still be joined by others and are gone through on a copy. An attempt that is older than the course is
gone through with all others of its destination. So the incidents follow from the attempts in the database,
however they came in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mailtui.ingest.incidents.baseline import Hours
from mailtui.ingest.incidents.course import Course
from mailtui.ingest.incidents.events import SUCCESS, Event, Key, Spell
from mailtui.ingest.incidents.tally import Tally
from mailtui.ingest.places import domain_of
from mailtui.model.enums import DestinationKind
from mailtui.model.moment import HOUR
from mailtui.store import courses, spells
from mailtui.store.engine import Connection
from mailtui.store.spells import Span

MOST = 2_000
"""Destinations held in memory; others are loaded again."""


@dataclass(slots=True)
class Held:
    """A destination in memory."""

    course: Course
    hours: Hours
    greylisted: set[int]
    through: int
    tail: list[Event] = field(default_factory=list)
    """The events of the newest moment."""
    guessed: set[tuple[int, int]] = field(default_factory=set)
    """Incidents told of the newest moment: signature and onset."""
    of_domain: bool = False
    """It stands for a domain, whose successes count from its first failure on."""

    @property
    def is_new(self) -> bool:
        """Nothing was told of it yet."""
        return not self.through and self.hours.empty

    @property
    def has_begun(self) -> bool:
        """No older event changes what counts of the others: that of a domain is after its first failure."""
        return self.through > 0 or not self.of_domain


class Keeper:
    """Keeps incidents up to date while attempts come in."""

    def __init__(self, connection: Connection) -> None:
        self._domains = courses.domains(connection)
        self._complete = courses.complete(connection)
        self._held: dict[int, Held] = {}
        self._news: dict[int, list[Event]] = {}
        self._usual: set[int] = set()
        self._disturbed: set[int] = set()

    def born(self, destination: int) -> None:
        """A provider that no attempt in the database went to."""
        if self._complete:
            self._held[destination] = _new(set())

    def follow(self, server: int, domain: str, destination: int) -> None:
        """From now on successes at this domain count for the destination that stands for it."""
        self._domains.setdefault((server, domain), destination)

    def followed(self, server: int, address: str) -> int | None:
        """The destination that stands for the domain of an address, if any."""
        return self._domains.get((server, domain_of(address))) if self._domains else None

    def note(self, destination: int, event: Event, *, usual: bool = False) -> None:
        """An attempt that is new; `usual`: its signature is greylisting."""
        noted = self._news.get(destination)
        if noted is None:
            noted = self._news[destination] = []
        noted.append(event)
        if usual:
            self._usual.add(event.signature)

    def disturb(self, destination: int) -> None:
        """What was told of a destination no longer holds."""
        self._disturbed.add(destination)

    def settle(self, connection: Connection) -> None:
        """Bring courses and incidents up to date; the rows of all attempts noted are written."""
        spans: list[Span] = []
        saved: list[tuple[bytes, int, int]] = []
        tally = Tally()
        for destination, events in self._news.items():
            if destination in self._disturbed:
                continue
            held, fresh, new = self._held.get(destination), events, False
            if held is None:
                held = self._load(connection, destination)
                if destination in self._disturbed:
                    continue
                new = held.is_new
                fresh = list(_events(connection, destination, held.through))
                events = _to_count(held, events, fresh)
            if not events:
                continue
            if min(events).time <= held.through or not (new or held.has_begun):
                self._disturbed.add(destination)
                continue
            self._count(tally, destination, held, events)
            told = _go_on(held, fresh)
            if told is None:
                self._disturbed.add(destination)
                continue
            spans.extend(told.values())
            if not held.course.idle:
                saved.append((held.course.dump(), held.through, destination))
        tally.write(connection)
        courses.save(connection, saved)
        spells.keep(connection, spans)
        for destination in self._disturbed:
            self.rebuild(connection, destination)
        self._news, self._disturbed, self._usual = {}, set(), set()
        self._prune()

    def rebuild(self, connection: Connection, destination: int) -> None:
        """Go through all attempts at a destination afresh."""
        one = courses.known(connection, destination)
        courses.forget(connection, destination, one.sealed_through)
        held = self._held[destination] = sealed(connection, one)
        spans = _keyed(held.course.incidents())
        tally = Tally()
        for event in _events(connection, destination, held.through):
            held.hours.add(event)
            tally.add(destination, event)
            if held.tail and event.time > held.tail[0].time:
                held.course.feed(held.tail)
                held.through, held.tail = held.tail[0].time, []
                spans.update(_keyed(held.course.changed()))
            held.tail.append(event)
        unsure = _keyed(_try(held))
        spans.update(unsure)
        held.guessed = set(unsure)
        tally.write(connection)
        courses.save(connection, [(held.course.dump(), held.through, destination)])
        spells.replace(connection, destination, list(spans.values()), one.sealed_through)

    def _load(self, connection: Connection, destination: int) -> Held:
        one = courses.known(connection, destination)
        hours = Hours()
        for hour, signature, count in courses.hours(connection, destination):
            hours.add_hour(hour, signature, count)
        greylisted = courses.greylisted(connection, destination)
        try:
            course = Course.load(one.course, hours, greylisted.__contains__)
        except ValueError:  # of another version of the rules
            self._disturbed.add(destination)
            return _new(greylisted)
        held = Held(course, hours, greylisted, one.through, of_domain=_is_domain(one))
        held.guessed = spells.told_after(connection, destination, one.through)
        self._held[destination] = held
        return held

    def _count(self, tally: Tally, destination: int, held: Held, events: Iterable[Event]) -> None:
        delivered: Counter[int] = Counter()
        for event in events:
            if event.signature == SUCCESS:
                delivered[event.time // HOUR] += 1
                continue
            held.hours.add(event)
            tally.add(destination, event)
            if event.signature in self._usual:
                held.greylisted.add(event.signature)
        for hour, number in delivered.items():
            held.hours.add_hour(hour * HOUR, SUCCESS, number)
            tally.add_delivered(destination, hour * HOUR, number)

    def _prune(self) -> None:
        for destination in list(self._held)[: max(0, len(self._held) - MOST)]:
            del self._held[destination]


def sealed(connection: Connection, one: courses.Known) -> Held:
    """A destination as it is where its attempts end that may be gone; a new one where none are."""
    greylisted = courses.greylisted(connection, one.id)
    if not one.sealed_through:
        return _new(greylisted, of_domain=_is_domain(one))
    hours = Hours()
    for hour, signature, count in courses.hours(connection, one.id, one.sealed_through):
        hours.add_hour(hour, signature, count)
    try:
        course = Course.load(one.sealed, hours, greylisted.__contains__)
    except ValueError:  # of another version of the rules
        course = Course(hours, greylisted.__contains__)
    return Held(course, hours, greylisted, one.sealed_through, of_domain=_is_domain(one))


def _new(greylisted: set[int], *, of_domain: bool = False) -> Held:
    hours = Hours()
    return Held(Course(hours, greylisted.__contains__), hours, greylisted, 0, of_domain=of_domain)


def _is_domain(one: courses.Known) -> bool:
    return one.kind is DestinationKind.DOMAIN


def _events(connection: Connection, destination: int, after: int) -> Iterator[Event]:
    return map(Event._make, courses.attempts(connection, courses.known(connection, destination), after))


def _to_count(held: Held, noted: list[Event], stored: list[Event]) -> list[Event]:
    """What is not in the counts by hour yet, of a destination that was not in memory.

    Of a new one all that is stored: a domain is followed from its first failure on, which may have been
    judged after a later success. Of others what is noted, without a domain's successes before its first
    failure.
    """
    if held.is_new:
        return stored
    known = set(stored)
    return [event for event in noted if event in known or event.time <= held.through]


def _go_on(held: Held, fresh: Iterable[Event]) -> dict[tuple[int, int], Span] | None:
    """Feed what is sure, and tell the incidents there are with what is not.

    None when what was told of an incident by what was not sure has turned out to be wrong. Where nothing
    has failed, successes need not be remembered: they only count as of the hour.
    """
    events = sorted([*held.tail, *fresh])
    newest = events[-1].time
    if held.course.idle and not held.guessed and not any(event.signature for event in events):
        held.tail, held.through = [], newest - 1
        return {}
    sure = [event for event in events if event.time < newest]
    held.tail = events[len(sure) :]
    if sure:
        held.course.feed(sure)
        held.through = sure[-1].time
    told, unsure = _keyed(held.course.changed()), _keyed(_try(held))
    told.update(unsure)
    if not held.guessed <= told.keys():
        return None
    held.guessed = set(unsure)
    return told


def _try(held: Held) -> list[Spell]:
    """What changes with the events of the newest moment, on a copy of the course."""
    if held.course.calm and all(event.signature == SUCCESS for event in held.tail):
        return []
    trial = Course.load(held.course.dump(), held.hours, held.greylisted.__contains__)
    trial.feed(held.tail)
    return trial.changed()


def _address(recipient: Key | None) -> int | None:
    return None if recipient is None else int(recipient)


def _keyed(found: Iterable[Spell]) -> dict[tuple[int, int], Span]:
    return {
        (one.signature, one.onset): Span(
            one.signature,
            one.onset,
            one.opened,
            one.recovered,
            one.reopened,
            one.last_seen,
            one.failures,
            one.previous,
            _address(one.recipient),
        )
        for one in found
    }
