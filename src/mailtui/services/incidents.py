"""Incidents: the verbs behind triage, `mailtui incidents` and `mailtui incident`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo

from mailtui.model.enums import SubjectKind
from mailtui.model.incident import Incident, Triage
from mailtui.model.moment import DAY, HOUR
from mailtui.model.view import RawLine, RowKey
from mailtui.model.work import NO_REMARKS, Reader, Subject
from mailtui.query import parse
from mailtui.services.grouping import grouped, is_over
from mailtui.services.retrying import Retrying
from mailtui.store import history, incidents, matching, symptoms
from mailtui.store.asking import asking
from mailtui.store.engine import Connection, Engine
from mailtui.store.incidents import Known
from mailtui.store.searching import Found
from mailtui.store.work.remarks import in_full_of, of_subjects

STALE = 2 * HOUR
"""A log that ended longer ago is not followed any more: what is new, what comes next is told from its end."""
_COUNTED = 10_000


class Incidents:
    """Failures of one cause, and what people decided. Every call may block; make it in a thread."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], int],
        zone: tzinfo,
        retrying: Retrying,
        reader: Reader | None = None,
    ) -> None:
        """`now`: UTC microseconds; `zone`: what dates in queries are meant in; `reader`: whose notes count.

        Without a reader nobody's private notes do.
        """
        self._reader = reader
        self._engine = engine
        self._now = now
        self._zone = zone
        self._retrying = retrying

    def triage(self) -> Triage:
        """What the home screen shows: open incidents by score, then those that ended in the last 24 hours."""
        with asking(self._engine) as connection:
            known = incidents.lasting(connection)
            known += incidents.ended(connection, self._clock(connection) - DAY, _COUNTED)
            return Triage(
                tuple(self._told(connection, known)),
                matching.unfiled(connection, _COUNTED),
                incidents.last_failure(connection),
                symptoms.undiagnosed(connection),
            )

    def list(self, query_text: str = "", limit: int = 5_000, *, ended: bool = True) -> Sequence[Incident]:
        """Incidents with a recipient that the query finds, in the order of triage; '' for all there are.

        Open ones by score, then (`ended`) those that recovered or that people resolved or ignore, the
        newest first. QueryError when the text is no query.
        """
        query = parse(query_text)
        with asking(self._engine) as connection:
            known = incidents.lasting(connection)
            if ended:
                known += incidents.ended(connection, 0, limit)
            if query.where is not None:
                found = Found(connection, query, self._now(), self._zone, reader=self._reader).whole()
                matched = matching.incidents_of(connection, found, [one.id for one in known])
                known = [one for one in known if one.id in matched]
            return self._told(connection, known)[:limit]

    def get(self, incident: int) -> Incident | None:
        """One incident, with its notes in full; None when there is none of that id (any more)."""
        with asking(self._engine) as connection:
            found = self._told(connection, incidents.of_ids(connection, [incident]))
            if not found:
                return None
            subject = Subject(SubjectKind.INCIDENT, incident)
            return replace(found[0], remarks=in_full_of(connection, subject, self._reader))

    def of_row(self, key: RowKey) -> int | None:
        """The id of the incident that a search row belongs to: an open one if there is, else the newest."""
        with asking(self._engine) as connection:
            known = incidents.of_ids(connection, matching.incidents_with(connection, key))
        best = max(known, key=lambda one: (not is_over(one), one.onset), default=None)
        return None if best is None else best.id

    def newest(self, incident: int) -> RowKey | None:
        """The search row of the newest failure of an incident, which stands for all of them."""
        with asking(self._engine) as connection:
            return symptoms.newest_row(connection, incident)

    def evidence(self, incident: int, limit: int = 100) -> Sequence[RawLine]:
        """The log lines of its failures, newest first."""
        with asking(self._engine) as connection:
            return symptoms.evidence(connection, incident, limit)

    def _told(self, connection: Connection, known: Sequence[Known]) -> Sequence[Incident]:
        found = grouped(connection, known, self._retrying, self._clock(connection))
        subjects = {one.id: Subject(SubjectKind.INCIDENT, one.id) for one in found}
        remarks = of_subjects(connection, subjects.values(), self._reader)
        return [replace(one, remarks=remarks.get(subjects[one.id], NO_REMARKS)) for one in found]

    def _clock(self, connection: Connection) -> int:
        """Now, or the end of the log when nobody follows it."""
        now, ends = self._now(), history.log_ends(connection)
        return now if ends is None or ends >= now - STALE else ends
