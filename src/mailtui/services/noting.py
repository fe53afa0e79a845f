"""Notes and tags, read. They are written by `mailtui.services.acting`."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, tzinfo

from mailtui.errors import NotFoundError
from mailtui.model.enums import SubjectKind
from mailtui.model.view import RowKey
from mailtui.model.work import Carried, NoteView, Place, Reader, Remarks, Subject, TagView
from mailtui.query import parse
from mailtui.query.tree import And, Query
from mailtui.store import matching
from mailtui.store.asking import asking
from mailtui.store.engine import Engine
from mailtui.store.searching import Found
from mailtui.store.work import naming, notes, remarks, tags

MOST = 5_000
"""Notes that are listed at most."""
ROWS = 20_000
"""Rows with a note that are looked at for a query, the newest."""


class Notes:
    """What people wrote and tagged, as one reader may see it. Every call may block; make it in a thread."""

    def __init__(
        self, engine: Engine, reader: Reader, now: Callable[[], int] | None = None, zone: tzinfo = UTC
    ) -> None:
        """`now`: UTC microseconds; `zone`: what dates in queries are meant in."""
        self._engine = engine
        self._reader = reader
        self._now = now or (lambda: time.time_ns() // 1000)
        self._zone = zone

    def notes_of(self, subjects: Collection[Subject]) -> list[NoteView]:
        """The notes on some subjects, oldest first; never a private one of somebody else."""
        with asking(self._engine) as connection:
            return notes.of_subjects(connection, subjects, self._reader)

    def of(self, subject: Subject) -> Remarks:
        """The tags and notes on one subject itself, the notes in full."""
        with asking(self._engine) as connection:
            return remarks.in_full_of(connection, subject, self._reader)

    def get(self, note: int) -> NoteView:
        """One note; NotFoundError when there is none of that id, or none for this reader."""
        with asking(self._engine) as connection:
            found = notes.of_id(connection, note, self._reader)
        if found is None:
            raise NotFoundError(f"there is no note {note}", "mailtui notes lists those there are")
        return found

    def latest(self, limit: int = MOST) -> list[NoteView]:
        """The notes written or edited last, newest first."""
        with asking(self._engine) as connection:
            return notes.latest(connection, self._reader, limit)

    def on_query(self, query: Query, limit: int = MOST) -> list[NoteView]:
        """The notes on rows that a query finds, and on their addresses and incidents; the newest first."""
        wanted = parse("note:any").where
        assert wanted is not None
        where = wanted if query.where is None else And((query.where, wanted))
        with asking(self._engine) as connection:
            found = Found(connection, Query(where), self._now(), self._zone, reader=self._reader)
            subjects = remarks.noted_subjects(connection, found.keys(None, ROWS))
            held = notes.subjects_of(connection, SubjectKind.INCIDENT, self._reader)
            hit = matching.incidents_of(connection, found.whole(), held) if held else ()
            subjects |= {Subject(SubjectKind.INCIDENT, one) for one in hit}
            return notes.of_subjects(connection, subjects, self._reader)[::-1][:limit]

    def tags(self) -> list[TagView]:
        """All tags by name, with how many subjects carry each."""
        with asking(self._engine) as connection:
            return tags.known(connection)

    def carried(self, subjects: Collection[Subject]) -> list[Carried]:
        """The tags on some subjects themselves, by name, each with how many of them carry it."""
        with asking(self._engine) as connection:
            return tags.carried(connection, subjects)

    def names(self, subjects: Collection[Subject]) -> dict[Subject, str]:
        """What people call each: `message 1tK...`, `address bob@example.org`; of what is gone, its id."""
        with asking(self._engine) as connection:
            found = naming.names(connection, subjects)
        return {one: f"{one.kind} {found.get(one, f'{one.id} (gone)')}" for one in subjects}

    def places(self, key: RowKey) -> Sequence[Place]:
        """What a note or tag of a search row can be put on: message, addresses, recipient, its incident."""
        with asking(self._engine) as connection:
            found = naming.places(connection, key)
            incidents = [
                Subject(SubjectKind.INCIDENT, one) for one in sorted(matching.incidents_with(connection, key))
            ]
            called = naming.names(connection, incidents)
        return [*found, *(Place(one, f"incident {called.get(one, one.id)}") for one in incidents)]

    def address(self, text: str) -> Subject | None:
        """The subject of an address; None when no log has named it."""
        with asking(self._engine) as connection:
            return naming.address(connection, text)

    def domain(self, name: str) -> Subject | None:
        """The subject of a domain; None when it is not on the list of domains."""
        with asking(self._engine) as connection:
            return naming.domain(connection, name)
