"""Incidents as rows: what follows from the attempts is replaced, what people decided stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import IncidentState
from mailtui.store import schema
from mailtui.store.acting.succeeding import move, worked_on
from mailtui.store.rows import next_id

_END = 2**62


class Span(NamedTuple):
    """One incident as it follows from the attempts; see `ingest.incidents.Spell`."""

    signature: int
    onset: int
    opened: int
    recovered: int | None
    reopened: int | None
    last_seen: int
    failures: int
    previous: int | None
    """Onset of the one before."""
    recipient: int | None
    """Id of the one address that it is about; None for one of many."""


class _Old(NamedTuple):
    id: int
    signature: int
    onset: int
    recovered: int | None
    reopened: int | None
    last_seen: int
    state: int


def told_after(connection: Connection, destination: int, moment: int) -> set[tuple[int, int]]:
    """Incidents (signature and onset) of which the rows tell of attempts after a moment."""
    rows = connection.exec_driver_sql(
        "SELECT signature_id, onset FROM incident WHERE max(last_seen, coalesce(recovered, 0)) > ? "
        "AND signature_id IN (SELECT id FROM signature WHERE destination_id = ?)",
        (moment, destination),
    )
    return {(row[0], row[1]) for row in rows}


def keep(connection: Connection, spans: Sequence[Span]) -> None:
    """Write incidents that are new or have changed."""
    for span in spans:
        old = _exactly(connection, span)
        _write(connection, span, old)


def replace(connection: Connection, destination: int, spans: Sequence[Span], since: int = 0) -> None:
    """These are all incidents of a destination since a moment; old rows go on as the ones that overlap them.

    What was over before is history, of which the attempts may be gone: it stays.

    First those of the same signature, then those of the same reply in the same phase: a changed rule
    gives a failure another class, and the incident stays what it was.
    """
    left = {old.id: old for old in _of_destination(connection, destination)}
    pairs: list[tuple[Span, _Old | None]] = []
    kinds = _kinds(connection, destination)
    for span in sorted(spans):
        kind = kinds[span.signature]
        old = _best(span, [one for one in left.values() if one.signature == span.signature])
        old = old or _best(span, [one for one in left.values() if kinds[one.signature] == kind])
        pairs.append((span, left.pop(old.id) if old else None))
    gone = [old for old in left.values() if old.last_seen > since]
    worked = worked_on(connection, [old.id for old in gone])
    heirs = {old: _heir(old, pairs, kinds) for old in gone if old.id in worked}
    _drop(connection, [old for old in gone if heirs.get(old) is None], worked)
    for place, (span, old) in enumerate(pairs):
        id_ = _write(connection, span, old)
        for dead in [dead for dead, heir in heirs.items() if heir == place]:
            move(connection, dead.id, id_)
            _drop(connection, [dead], ())


def _heir(
    old: _Old, pairs: Sequence[tuple[Span, _Old | None]], kinds: Mapping[int, tuple[int, int]]
) -> int | None:
    """The place of the incident that takes over the time of one that is no more."""
    found = [
        (span.signature != old.signature, abs(span.onset - old.onset), place)
        for place, (span, _) in enumerate(pairs)
        if kinds[span.signature] == kinds[old.signature]
        and old.onset <= span.last_seen
        and old.last_seen >= span.onset
    ]
    return min(found)[-1] if found else None


def _best(span: Span, olds: Iterable[_Old]) -> _Old | None:
    """The one that overlaps in time and began nearest."""
    found = [old for old in olds if old.onset <= span.last_seen and old.last_seen >= span.onset]
    return min(found, key=lambda old: (abs(old.onset - span.onset), old.id), default=None)


def _exactly(connection: Connection, span: Span) -> _Old | None:
    row = connection.exec_driver_sql(
        f"{_SELECT} WHERE signature_id = ? AND onset = ?", (span.signature, span.onset)
    ).first()
    return None if row is None else _Old(*row)


_SELECT = "SELECT id, signature_id, onset, recovered, reopened, last_seen, state FROM incident"


def _of_destination(connection: Connection, destination: int) -> list[_Old]:
    rows = connection.exec_driver_sql(
        f"{_SELECT} WHERE signature_id IN (SELECT id FROM signature WHERE destination_id = ?)", (destination,)
    )
    return [_Old(*row) for row in rows]


def _kinds(connection: Connection, destination: int) -> dict[int, tuple[int, int]]:
    rows = connection.exec_driver_sql(
        "SELECT id, template_id, phase FROM signature WHERE destination_id = ?", (destination,)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _drop(connection: Connection, olds: Iterable[_Old], worked: Collection[int]) -> None:
    """What the attempts no longer show goes, unless somebody worked on it: that one is over."""
    for old in olds:
        if old.id not in worked:
            connection.exec_driver_sql(
                "UPDATE incident SET previous_id = NULL WHERE previous_id = ?", (old.id,)
            )
            connection.exec_driver_sql("DELETE FROM incident WHERE id = ?", (old.id,))
        elif old.recovered is None:
            connection.exec_driver_sql("UPDATE incident SET recovered = last_seen WHERE id = ?", (old.id,))


def _write(connection: Connection, span: Span, old: _Old | None) -> int:
    """Its id."""
    failures, messages, recipients = _hit(connection, span)
    times = (span.onset, span.opened, span.recovered, span.reopened, span.onset, span.last_seen)
    counts = (failures, messages, recipients, span.recipient)
    told = (span.signature, *times, *counts, _previous(connection, span))
    if old is None:
        made = next_id(connection, schema.INCIDENT)
        connection.exec_driver_sql(
            """
            INSERT INTO incident (signature_id, onset, opened, recovered, reopened, first_seen, last_seen,
                failures, messages, recipients, recipient_id, previous_id, id, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (*told, made, IncidentState.NEW.code),
        )
        return made
    connection.exec_driver_sql(
        """
        UPDATE incident SET signature_id = ?, onset = ?, opened = ?, recovered = ?, reopened = ?,
            first_seen = ?, last_seen = ?, failures = ?, messages = ?, recipients = ?, recipient_id = ?,
            previous_id = ?,
            state = ?
        WHERE id = ?
        """,
        (*told, _state(span, old), old.id),
    )
    return old.id


def _state(span: Span, old: _Old) -> int:
    """An incident that comes back is new again, unless it is ignored on purpose."""
    back = span.reopened is not None and span.reopened != old.reopened
    if back and old.state != IncidentState.IGNORED.code:
        return IncidentState.NEW.code
    return old.state


def _previous(connection: Connection, span: Span) -> int | None:
    if span.previous is None:
        return None
    found = connection.exec_driver_sql(
        "SELECT id FROM incident WHERE signature_id = ? AND onset = ?", (span.signature, span.previous)
    ).scalar()
    return None if found is None else int(found)


def _hit(connection: Connection, span: Span) -> tuple[int, int, int]:
    """Failures, messages and people: those for whom it was tried, and those who only inherit the cause."""
    end = _END if span.recovered is None else max(span.recovered, span.last_seen)
    row = connection.exec_driver_sql(
        """
        SELECT sum(tried), count(DISTINCT message_id), count(DISTINCT address_id) FROM (
            SELECT 1 AS tried, tried.message_id, recipient.address_id FROM cause
            JOIN delivery_attempt tried ON tried.cause_id = cause.id AND tried.time BETWEEN ?1 AND ?2
            JOIN recipient ON recipient.message_id = tried.message_id AND recipient.number = tried.recipient
            WHERE cause.signature_id = ?3 AND NOT cause.inherited
            UNION ALL
            SELECT 0, recipient.message_id, recipient.address_id FROM cause
            JOIN recipient ON recipient.cause_id = cause.id AND recipient.time BETWEEN ?1 AND ?2
            WHERE cause.signature_id = ?3 AND cause.inherited
        ) WHERE ?4 IS NULL OR address_id = ?4
        """,
        (span.onset, end, span.signature, span.recipient),
    ).one()
    return (row[0] if span.recipient else span.failures) or 0, row[1], row[2]
