"""Attempts counted by hour, for the tables that baselines and sparklines are read from."""

from __future__ import annotations

from mailtui.ingest.incidents.baseline import hour_of
from mailtui.ingest.incidents.events import SUCCESS, Event
from mailtui.store import courses
from mailtui.store.engine import Connection


class Tally:
    """New attempts at some destinations."""

    def __init__(self) -> None:
        self._tried: dict[tuple[int, int], list[int]] = {}
        self._failed: dict[tuple[int, int], int] = {}
        self._first: dict[int, int] = {}

    def add(self, destination: int, event: Event) -> None:
        """Count one."""
        hour = hour_of(event.time)
        failed = event.signature != SUCCESS
        counts = self._tried.get((destination, hour))
        if counts is None:
            counts = self._tried[destination, hour] = [0, 0]
        counts[failed] += 1
        if failed:
            key = event.signature, hour
            self._failed[key] = self._failed.get(key, 0) + 1
            self._first[event.signature] = min(self._first.get(event.signature, event.time), event.time)

    def add_delivered(self, destination: int, hour: int, number: int) -> None:
        """Count some successes of an hour."""
        self._tried.setdefault((destination, hour), [0, 0])[0] += number

    def write(self, connection: Connection) -> None:
        """Date the signatures by their first failure, and add to what is counted already."""
        courses.date(connection, [(time, signature, time) for signature, time in self._first.items()])
        courses.count(
            connection,
            [(*key, *numbers) for key, numbers in self._tried.items()],
            [(*key, number) for key, number in self._failed.items()],
        )
