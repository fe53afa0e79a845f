"""Courses brought up to the moment up to which attempts go, so that they need not be gone through again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mailtui.ingest.incidents.events import Event
from mailtui.ingest.incidents.keeping import sealed
from mailtui.store import courses
from mailtui.store.engine import Connection, Engine
from mailtui.store.rows import Row


def seals(engine: Engine, before: int) -> Iterator[Row]:
    """What `courses.seal` takes, of each destination that has been tried before a moment."""
    with engine.connect() as connection:
        destinations = courses.all_ids(connection)
    for destination in destinations:
        with engine.connect() as connection:
            row = _seal(connection, destination, before - 1)
        if row is not None:
            yield row


def _seal(connection: Connection, destination: int, through: int) -> Row | None:
    one = courses.known(connection, destination)
    held, any_event = sealed(connection, one), one.sealed_through > 0
    events = map(Event._make, courses.attempts(connection, one, one.sealed_through, through))
    for _time, moment in groupby(events, key=lambda event: event.time):
        together = list(moment)
        for event in together:
            held.hours.add(event)
        held.course.feed(together)
        any_event = True
    held.course.changed()
    return (held.course.dump(), through, destination) if any_event else None
