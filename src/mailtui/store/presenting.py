"""From keys to the rows that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select

from mailtui.model.enums import (
    EventKind,
    FailureClass,
    IncidentState,
    Outcome,
    QueueState,
    Role,
    Side,
    Status,
)
from mailtui.model.view import Quiet, RawLine, RowKey, SearchRow
from mailtui.store import schema
from mailtui.store.entries import of_messages
from mailtui.store.lines import raw_lines
from mailtui.store.selecting.context import E, J, M, R
from mailtui.store.selecting.owners import NUMBER_BITS, NUMBER_MASK

AT_ONCE = 300


def search_rows(connection: Connection, keys: Sequence[RowKey]) -> list[SearchRow]:
    """The rows of some keys, in their order; a key whose row is gone is left out."""
    found: dict[RowKey, SearchRow] = {}
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        delivered = [key.owner << NUMBER_BITS | key.number for key in part if not key.is_rejection]
        refused = [key.number for key in part if key.is_rejection]
        if delivered:
            for row in connection.execute(_BY_KEY, {"keys": str(delivered)}):
                made = _delivery(row)
                found[made.key] = made
        if refused:
            for row in connection.execute(_REFUSED, {"keys": str(refused)}):
                made = _rejection(row)
                found[made.key] = made
    return [found[key] for key in keys if key in found]


def recipients_of(connection: Connection, message_id: int) -> list[SearchRow]:
    """The rows of one message, in the order of its recipients."""
    rows = connection.execute(_DELIVERIES.where(R.c.message_id == message_id).order_by(R.c.number))
    return [_delivery(row) for row in rows]


def evidence(connection: Connection, keys: Sequence[RowKey]) -> dict[RowKey, list[RawLine]]:
    """For each row the lines that hold what no column does: its arrival and its last attempt."""
    entries: dict[RowKey, list[int]] = {key: [] for key in keys}
    owners = sorted({key.owner for key in keys if not key.is_rejection})
    arrivals = {
        message: entry.id
        for message, lines in of_messages(connection, owners).items()
        for entry in lines
        if entry.event == _ARRIVED
    }
    attempts = {
        (message, recipient): entry
        for message, recipient, entry in connection.execute(
            _ATTEMPTS.where(E.c.message_id.in_(owners)).order_by(E.c.message_id, E.c.number)
        )
    }
    refused = [key.number for key in keys if key.is_rejection]
    rejections = _pairs(connection, _REFUSALS.where(J.c.id.in_(refused)))
    for key, found in entries.items():
        if key.is_rejection:
            places = [rejections.get(key.number)]
        else:
            places = [arrivals.get(key.owner), attempts.get((key.owner, key.number))]
        found.extend(place for place in places if place is not None)
    raw = raw_lines(connection, [entry for found in entries.values() for entry in found])
    return {key: [raw[entry] for entry in found if entry in raw] for key, found in entries.items()}


def _pairs(connection: Connection, query: Select[Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in connection.execute(query)}


_ARRIVED = EventKind.ARRIVAL.code
_ATTEMPTS = select(E.c.message_id, E.c.recipient, E.c.entry_id)
_REFUSALS = select(J.c.id, J.c.entry_id)
_TO, _ORIGINAL, _FROM = (schema.ADDRESS.alias(name) for name in ("t", "o", "f"))
_HOST, _REPLY, _SERVER = schema.HOST.alias("h"), schema.REPLY.alias("p"), schema.SERVER.alias("s")
_CAUSE, _SIGNATURE = schema.CAUSE.alias("u"), schema.SIGNATURE.alias("g")
_QUIET, _WORK = schema.QUIET_RECIPIENT.alias("q"), schema.WORK.alias("w")

_DELIVERIES = (
    select(
        R.c.time,
        R.c.message_id,
        R.c.number,
        _SERVER.c.name,
        M.c.queue_id,
        M.c.received,
        _FROM.c.text,
        M.c.subject,
        M.c.size,
        _TO.c.text,
        _ORIGINAL.c.text,
        R.c.role,
        R.c.status,
        R.c.outcome,
        R.c.queue_state,
        R.c.attempts,
        R.c.last_attempt,
        _HOST.c.name,
        _HOST.c.ip,
        R.c.smtp_code,
        R.c.enhanced_code,
        _REPLY.c.text,
        _SIGNATURE.c.failure_class,
        _CAUSE.c.side,
        _QUIET.c.last_seen,
        _QUIET.c.gone,
        _WORK.c.state,
        _WORK.c.assignee,
    )
    .select_from(R)
    .join(M, M.c.id == R.c.message_id)
    .join(_SERVER, _SERVER.c.id == M.c.server_id)
    .join(_TO, _TO.c.id == R.c.address_id)
    .outerjoin(_FROM, _FROM.c.id == M.c.sender_id)
    .outerjoin(_ORIGINAL, _ORIGINAL.c.id == R.c.original_id)
    .outerjoin(_HOST, _HOST.c.id == R.c.host_id)
    .outerjoin(_REPLY, _REPLY.c.id == R.c.reply_id)
    .outerjoin(_CAUSE, _CAUSE.c.id == R.c.cause_id)
    .outerjoin(_SIGNATURE, _SIGNATURE.c.id == _CAUSE.c.signature_id)
    .outerjoin(
        _QUIET,
        and_(
            R.c.queue_state == QueueState.NONE.code,
            _QUIET.c.message_id == R.c.message_id,
            _QUIET.c.number == R.c.number,
            _QUIET.c.last_seen == M.c.last_seen,
        ),
    )
    .outerjoin(_WORK, and_(_WORK.c.message_id == R.c.message_id, _WORK.c.number == R.c.number))
)

_KEY = func.json_each(bindparam("keys")).table_valued("value").c.value
"""Packed keys, or ids, as one JSON list: a statement that is always the same is made only once."""
_KEYS = select(_KEY).subquery()
_BY_KEY = _DELIVERIES.where(
    R.c.message_id == _KEYS.c.value.op(">>")(NUMBER_BITS),
    R.c.number == _KEYS.c.value.op("&")(NUMBER_MASK),
)

_REJECTIONS = (
    select(
        J.c.time,
        J.c.id,
        _SERVER.c.name,
        J.c.queue_id,
        _FROM.c.text,
        J.c.subject,
        _TO.c.text,
        _HOST.c.name,
        _HOST.c.ip,
        J.c.smtp_code,
        J.c.enhanced_code,
        _REPLY.c.text,
    )
    .select_from(J)
    .join(_SERVER, _SERVER.c.id == J.c.server_id)
    .outerjoin(_TO, _TO.c.id == J.c.address_id)
    .outerjoin(_FROM, _FROM.c.id == J.c.sender_id)
    .outerjoin(_HOST, _HOST.c.id == J.c.host_id)
    .outerjoin(_REPLY, _REPLY.c.id == J.c.reply_id)
)

_REFUSED = _REJECTIONS.where(J.c.id.in_(select(_KEY)))


def _delivery(row: Any) -> SearchRow:
    time, message_id, number, server, queue_id, received, sender, subject, size, *rest = row
    to, original, role, status, outcome, queue_state, attempts, last, host, ip, code, esc, reply, *why = rest
    failure_class, side, last_line, gone, state, assignee = why
    return SearchRow(
        key=RowKey(time, message_id, number),
        server=server,
        queue_id=queue_id,
        message_id=None,
        received=received,
        sender=sender,
        subject=subject,
        size=size,
        recipient=to or None,
        original=original,
        role=Role.of_code(role),
        status=Status.of_code(status),
        outcome=Outcome.of_code(outcome),
        queue_state=QueueState.of_code(queue_state),
        attempts=attempts,
        last_attempt=last,
        host=host or None,
        ip=ip or None,
        smtp_code=code,
        enhanced_code=esc,
        reply=reply,
        failure_class=None if failure_class is None else FailureClass.of_code(failure_class),
        side=None if side is None else Side.of_code(side),
        quiet=None if last_line is None else Quiet(last_line, gone),
        state=None if state is None else IncidentState.of_code(state),
        assignee=assignee,
    )


def _rejection(row: Any) -> SearchRow:
    time, number, server, queue_id, sender, subject, to, host, ip, code, esc, reply = row
    return SearchRow(
        key=RowKey(time, 0, number),
        server=server,
        queue_id=queue_id,
        message_id=None,
        received=time,
        sender=sender,
        subject=subject,
        size=None,
        recipient=to,
        original=None,
        role=Role.ENVELOPE,
        status=Status.REJECTED,
        outcome=Outcome.REJECTED,
        queue_state=QueueState.NONE,
        attempts=0,
        last_attempt=None,
        host=host or None,
        ip=ip or None,
        smtp_code=code,
        enhanced_code=esc,
        reply=reply,
    )
