"""What came before a failure: successes at the same place, earlier tries, and whether it is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Success(NamedTuple):
    """The last delivery before things went wrong."""

    time: int
    """UTC microseconds."""
    to: str
    """The provider, the organisation or the address it went to."""
    good: int
    """Of the tries in the hour up to it, how many succeeded ..."""
    tried: int
    """... and how many there were; 0 when they were not counted."""


class Novelty(NamedTuple):
    """How new a failure is. Times are UTC microseconds."""

    first_seen: int | None
    """The first failure of this kind (destination, class, template, phase)."""
    recent: int
    """Failures of this kind in the 7 days up to this one."""
    first_contact: int | None
    """The first try at this host; None when no host is named."""
    log_begins: int
    """From when on the server that it failed at is known."""


class Volume(NamedTuple):
    """Tries at a destination in one hour, and what is usual there."""

    to: str
    hour: int
    tries: int
    usual: float
    """Mean of the hours with mail in the 7 days before."""


class Tries(NamedTuple):
    """Failed tries at one host since it last worked, oldest first, UTC microseconds."""

    times: tuple[int, ...]
    complete: bool
    """Whether the first of them is known to be the first failure."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """All of it; what is None or empty is not known."""

    success: Success | None = None
    novelty: Novelty | None = None
    volume: Volume | None = None
