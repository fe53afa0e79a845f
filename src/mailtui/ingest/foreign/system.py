"""A system whose database is read: how it is known, and who writes what of each of its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.events.importing import EventWriting
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import Part, Record
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
    ) -> None:
        """`domains`: who writes domains, which is done by what checks them."""
        self.account = account
        self.origin = origin
        """The name of the server row that stands for the database."""
        self.source = source
        self.now = now
        self.domains = domains
        self._diagnoser = diagnoser
        self._writing: EventWriting | None = None

    def writing(self, connection: Connection) -> EventWriting:
        """Who writes what rows tell of mails."""
        if self._writing is None:
            self._writing = EventWriting(connection, self._diagnoser, self.now)
        return self._writing

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
