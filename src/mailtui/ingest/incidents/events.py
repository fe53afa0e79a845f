"""What goes into the course of incidents and what comes out of it."""

from __future__ import annotations

from typing import NamedTuple

SUCCESS = 0
"""The `signature` of an event that is no failure."""
Key = int | str
"""What stands for a message or an address; within one course always of the same type."""


class Event(NamedTuple):
    """One attempt to hand one recipient to a destination.

    The order of the tuple is the order in which events are fed: by time, then successes before failures,
    then by content. Of what a log stamps with the same second, a success is thus taken to be older.
    """

    time: int
    """UTC microseconds."""
    signature: int
    """Which kind of failure (from 1 up); SUCCESS when there was none."""
    message: Key
    address: Key


class Spell(NamedTuple):
    """One incident of a signature: all its failures from `onset` to `last_seen`. Times: UTC microseconds.

    Only those of `recipient`, if there is one.
    """

    signature: int
    onset: int
    """The first failure. With the signature it is the identity of the incident and never changes."""
    opened: int
    """The failure that made it an incident."""
    recovered: int | None
    """The first success after it; None while it lasts."""
    reopened: int | None
    """The failure that made it an incident again after a recovery, the last time that this happened."""
    last_seen: int
    failures: int
    """Of recipients, retries included."""
    previous: int | None
    """Onset of the incident of this signature before."""
    recipient: Key | None = None
    """The address that has been failing for a day, of an incident that is not of many."""

    @property
    def first_seen(self) -> int:
        """The first failure, which is the onset."""
        return self.onset
