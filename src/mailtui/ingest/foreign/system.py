"""A system whose database is read: how it is known, and who writes what of each of its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, timedelta, tzinfo
from typing import NamedTuple, TypeAlias

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.events.importing import EventWriting
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import Part, Record
from mailtui.model.moment import from_datetime, to_datetime
from mailtui.store.engine import Connection
from mailtui.store.services import Account


class Wrote(NamedTuple):
    """What became of rows."""

    new: int = 0
    """New, or changed."""
    wrong: int = 0
    """Not understood in full."""
    problems: tuple[str, ...] = ()
    """Why some could not be written, each a sentence."""


Write: TypeAlias = "Callable[[Connection, Place, Part, Sequence[Record]], Wrote]"


class Place:
    """Where rows come from and go to, for the time of one import."""

    def __init__(
        self,
        account: Account,
        origin: str,
        source: int,
        diagnoser: Diagnoser,
        now: Callable[[], int],
        domains: Write,
        zone: tzinfo = UTC,
    ) -> None:
        """`domains`: who writes domains, which what checks them does; `zone`: of moments without one."""
        self.account = account
        self.origin = origin
        """The name of the server row that stands for the database."""
        self.source = source
        self.now = now
        self.domains = domains
        self.zone = zone
        self._diagnoser = diagnoser
        self._writing: EventWriting | None = None

    def writing(self, connection: Connection) -> EventWriting:
        """Who writes what rows tell of mails."""
        if self._writing is None:
            self._writing = EventWriting(connection, self._diagnoser, self.now)
        return self._writing

    def days(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Begin and end of today and of this month, in the zone of moments without one."""
        day = to_datetime(self.now(), self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        month = day.replace(day=1)
        then = (month + timedelta(days=32)).replace(day=1)
        ends = (day, day + timedelta(days=1), month, then)
        one, two, three, four = (from_datetime(when) for when in ends)
        return (one, two), (three, four)

    def forget(self) -> None:
        """Somebody else wrote facts: nothing remembered of our database is sure."""
        self._writing = None


def write_domains(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Domains that mail is sent from, and what is said of them."""
    return place.domains(connection, place, part, records)


class Reader(NamedTuple):
    """A table, and what its rows become."""

    part: Part
    write: Write


class System(NamedTuple):
    """A kind of database."""

    provider: EventProvider
    marks: frozenset[str]
    """Tables that no other has together."""
    readers: tuple[Reader, ...]
