"""The list of who is not to be mailed: read, and proposed for by what failed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import Outcome, SubjectKind, Suppress, SuppressionReason, SuppressionState
from mailtui.model.erased import DOMAIN as ERASED
from mailtui.model.suppression import Failing, SuppressionView
from mailtui.model.work import NUMBER_BITS, Subject
from mailtui.store import schema
from mailtui.store.persons.hashed import target as erased_target
from mailtui.store.rows import columns, insert_missing, next_id

_OF_CAUSE = (
    f"suppression.cause_kind = {SubjectKind.RECIPIENT.code} "
    f"AND message_id = suppression.cause_ref >> {NUMBER_BITS} "
    f"AND number = suppression.cause_ref & {(1 << NUMBER_BITS) - 1}"
)
_FAILED = (
    f"CASE reason WHEN {SuppressionReason.COMPLAINT.code} "
    f"THEN (SELECT complained FROM engagement WHERE {_OF_CAUSE}) "
    f"ELSE (SELECT coalesce(finished, last_attempt, time) FROM recipient WHERE {_OF_CAUSE}) END"
)
_COLUMNS = f"{', '.join(columns(schema.SUPPRESSION))}, {_FAILED} AS failed"
_GOOD = (Outcome.ACCEPTED.code, Outcome.DELIVERED.code)
_CAUSE_LENGTH = 500


def listed(
    connection: Connection, states: Sequence[SuppressionState], text: str, limit: int, skip: int = 0
) -> list[SuppressionView]:
    """Those in some states whose target or cause has a text in it: proposals first, then the newest."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM suppression WHERE {_WHERE} "
        "ORDER BY state, coalesce(lifted, decided, failed, proposed) DESC, id DESC LIMIT ? OFFSET ?",
        (*_asked(states, text), limit, skip),
    )
    return [_view(row) for row in rows]


def count(connection: Connection, states: Sequence[SuppressionState], text: str = "") -> int:
    """How many there are."""
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM suppression WHERE {_WHERE}", _asked(states, text)
    ).scalar_one()
    return int(found)


def of_target(connection: Connection, address: str) -> list[SuppressionView]:
    """Every suppression of an address or of its domain, those that are open first; of who was erased too."""
    lower = address.lower()
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM suppression WHERE target IN (?, ?, ?) ORDER BY state, id DESC",
        (lower, lower.rpartition("@")[2], erased_target(connection, lower) or lower),
    )
    return [_view(row) for row in rows]


_WHERE = (
    "state IN (SELECT value FROM json_each(?)) "
    "AND (instr(lower(target), ?) > 0 OR instr(lower(cause), ?) > 0)"
)


def _asked(states: Sequence[SuppressionState], text: str) -> tuple[str, str, str]:
    lower = text.strip().lower()
    return json.dumps([state.code for state in states]), lower, lower


def _view(row: Sequence[Any]) -> SuppressionView:
    id_, target, reason, state, kind, ref, *rest = row
    subject = None if kind is None else Subject(SubjectKind.of_code(kind), ref)
    return SuppressionView(
        id_, target, SuppressionReason.of_code(reason), SuppressionState.of_code(state), subject, *rest
    )


# -- what is failing -----------------------------------------------------------------------------


def failing(connection: Connection, recipients: Sequence[tuple[int, int]]) -> list[Failing]:
    """The addresses of recipients (message, number), each once, with its newest failure."""
    pairs = json.dumps([list(pair) for pair in recipients])
    rows = connection.exec_driver_sql(
        "SELECT lower(a.text), r.message_id, r.number, coalesce(p.text, ''), c.suppress FROM json_each(?) j "
        "CROSS JOIN recipient r ON r.message_id = j.value ->> 0 AND r.number = j.value ->> 1 "
        "JOIN address a ON a.id = r.address_id LEFT JOIN reply p ON p.id = r.reply_id "
        "LEFT JOIN cause c ON c.id = r.cause_id WHERE instr(a.text, '@') > 0 ORDER BY r.time",
        (pairs,),
    )
    found = {
        target: Failing(
            target,
            _recipient(message, number),
            reply[:_CAUSE_LENGTH],
            None if suppress is None else Suppress.of_code(suppress),
        )
        for target, message, number, reply, suppress in rows
    }
    return list(found.values())


class Candidate(NamedTuple):
    """An address that the diagnosis would suppress, with its newest failure."""

    target: str
    subject: Subject
    cause: str
    time: int
    reason: SuppressionReason


def candidates(connection: Connection) -> Iterator[Candidate]:
    """Addresses that failed so that one failure, or so many in so many days, is enough; complaints at once.

    Not those where something got through since, nor those about whom somebody decided since.
    """
    latest: dict[int, tuple[int, int, int, str]] = {}
    failed: dict[int, list[int]] = {}
    for address, time, message, number, reply, suppress, times, days in connection.exec_driver_sql(
        "SELECT r.address_id, coalesce(r.finished, r.last_attempt, r.time), r.message_id, r.number, "
        "coalesce(p.text, ''), c.suppress, c.after_times, c.after_days FROM cause c "
        "JOIN recipient r ON r.cause_id = c.id AND r.cause_id IS NOT NULL "
        "LEFT JOIN reply p ON p.id = r.reply_id "
        f"WHERE c.suppress <> {Suppress.NEVER.code} AND NOT c.inherited "
        "AND r.outcome NOT IN (0, 1, 2) ORDER BY 2"
    ):
        if suppress == Suppress.AFTER.code:
            seen = failed.setdefault(address, [])
            seen.append(time)
            since = time - (days or 1) * 86_400_000_000
            if sum(one >= since for one in seen) < (times or 1):
                continue
        latest[address] = (time, message, number, reply)
    yield from _undecided(connection, latest, SuppressionReason.BOUNCE)
    yield from _undecided(connection, _complaints(connection), SuppressionReason.COMPLAINT)


def _complaints(connection: Connection) -> dict[int, tuple[int, int, int, str]]:
    rows = connection.exec_driver_sql(
        "SELECT r.address_id, max(g.complained), g.message_id, g.number FROM engagement g "
        "JOIN recipient r ON r.message_id = g.message_id AND r.number = g.number "
        "WHERE g.complained IS NOT NULL GROUP BY r.address_id"
    )
    return {row[0]: (row[1], row[2], row[3], "called it spam") for row in rows}


def _undecided(
    connection: Connection, latest: dict[int, tuple[int, int, int, str]], reason: SuppressionReason
) -> Iterator[Candidate]:
    text = (
        f"SELECT a.text FROM address a WHERE a.id = ? AND a.text LIKE '%@%' AND a.text NOT LIKE '%@{ERASED}'"
    )
    later = f"SELECT 1 FROM recipient WHERE address_id = ? AND outcome IN {_GOOD} AND finished > ? LIMIT 1"
    decided = (
        "SELECT 1 FROM suppression WHERE target = ? AND (state < 2 OR coalesce(lifted, decided) >= ?) LIMIT 1"
    )
    for address, (time, message, number, reply) in latest.items():
        target = connection.exec_driver_sql(text, (address,)).scalar()
        if target is None or connection.exec_driver_sql(decided, (target.lower(), time)).first():
            continue
        if reason is SuppressionReason.BOUNCE and connection.exec_driver_sql(later, (address, time)).first():
            continue
        subject = _recipient(message, number)
        yield Candidate(target.lower(), subject, reply[:_CAUSE_LENGTH], time, reason)


def propose(connection: Connection, found: Sequence[Candidate], now: int, by: str) -> int:
    """Put candidates up for a decision; how many were not there yet."""
    before = count(connection, [SuppressionState.PROPOSED])
    first = next_id(connection, schema.SUPPRESSION)
    rows = [
        (
            first + place,
            one.target,
            one.reason.code,
            SuppressionState.PROPOSED.code,
            one.subject.kind.code,
            one.subject.id,
            one.cause,
            now,
            by,
            *(None,) * 5,
            "",
        )
        for place, one in enumerate(found)
    ]
    insert_missing(connection, schema.SUPPRESSION, rows)
    return count(connection, [SuppressionState.PROPOSED]) - before


def _recipient(message: int, number: int) -> Subject:
    return Subject(SubjectKind.RECIPIENT, message << NUMBER_BITS | number)
