"""Attempts counted by hour, for the tables that baselines and sparklines are read from."""

from __future__ import annotations

from mailtui.ingest.incidents.baseline import hour_of
from mailtui.ingest.incidents.events import SUCCESS, Event
from mailtui.store import courses
from mailtui.store.engine import Connection


class Tally:
    """New attempts at one destination."""

    def __init__(self) -> None:
        self._tried: dict[int, list[int]] = {}
        self._failed: dict[tuple[int, int], int] = {}
        self._first: dict[int, int] = {}

    def add(self, event: Event) -> None:
        """Count one."""
        hour = hour_of(event.time)
        failed = event.signature != SUCCESS
        self._tried.setdefault(hour, [0, 0])[failed] += 1
        if failed:
            key = event.signature, hour
            self._failed[key] = self._failed.get(key, 0) + 1
            self._first[event.signature] = min(self._first.get(event.signature, event.time), event.time)

    def write(self, connection: Connection, destination: int) -> None:
        """Add to what is counted already, and date the signatures by their first failure."""
        courses.count(
            connection,
            [(destination, hour, *numbers) for hour, numbers in self._tried.items()],
            [(signature, hour, number) for (signature, hour), number in self._failed.items()],
        )
        courses.date(connection, [(time, signature, time) for signature, time in self._first.items()])
