"""Stories of deliveries to one destination, told in minutes."""

from __future__ import annotations

from collections.abc import Iterable

from mailtui.ingest.incidents import SUCCESS, Course, Event, Hours, Spell
from mailtui.model.moment import DAY, MINUTE

START = 1_790_000_000_000_000 // DAY * DAY
REFUSED, UNKNOWN, GREYLISTED = 1, 2, 3


def at(minute: float) -> int:
    """The moment so many minutes after the start of the story."""
    return START + int(minute * MINUTE)


def minutes(moment: int | None) -> float | None:
    """The other way round."""
    return None if moment is None else (moment - START) / MINUTE


def ok(*when: float) -> list[Event]:
    """Messages that get through, each to a recipient of its own."""
    return [Event(at(minute), SUCCESS, f"ok{minute}", f"r{minute}") for minute in when]


def fails(*when: float, signature: int = REFUSED) -> list[Event]:
    """Messages that fail, each to a recipient of its own."""
    return [Event(at(minute), signature, f"no{minute}", f"r{minute}") for minute in when]


def every(first: float, last: float, step: float) -> list[float]:
    """Minutes from `first` to before `last`."""
    return [first + number * step for number in range(int((last - first) / step))]


def course_of(events: Iterable[Event]) -> Course:
    """A course that knows the baseline of these events."""
    hours = Hours()
    for event in events:
        hours.add(event)
    return Course(hours, lambda signature: signature == GREYLISTED)


def told(*parts: list[Event]) -> list[Spell]:
    """All incidents of a story, as last told, in the order of their onset."""
    events = sorted(event for part in parts for event in part)
    course = course_of(events)
    course.feed(events)
    return sorted(course.changed(), key=lambda spell: spell.onset)
