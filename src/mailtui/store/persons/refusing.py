"""Whether somebody said no, or a mailbox did: by the contact, by what they did with a mail, by a suppression.

Whoever is erased must not be mailed again because of it, so it is kept, by a hash: `hashed`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection

from mailtui.model.enums import ContactStatus, SuppressionReason, SuppressionState
from mailtui.model.erased import Swap
from mailtui.store.persons.hashed import hashed, salt, target
from mailtui.store.rows import insert, next_id

_AMONG = "IN (SELECT value FROM json_each(?1))"
_REASONS = {
    ContactStatus.COMPLAINED.code: SuppressionReason.COMPLAINT,
    ContactStatus.UNSUBSCRIBED.code: SuppressionReason.UNSUBSCRIBE,
    ContactStatus.BOUNCED.code: SuppressionReason.BOUNCE,
}
_FIRST = (SuppressionReason.COMPLAINT, SuppressionReason.UNSUBSCRIBE, SuppressionReason.BOUNCE)
_CAUSES = {
    SuppressionReason.COMPLAINT: "had called it spam, and was erased",
    SuppressionReason.UNSUBSCRIBE: "had unsubscribed, and was erased",
    SuppressionReason.BOUNCE: "had bounced, and was erased",
}
_SAID = f"""
    SELECT max(g.complained), max(g.unsubscribed) FROM recipient r
    CROSS JOIN engagement g ON g.message_id = r.message_id AND g.number = r.number
    WHERE r.address_id {_AMONG}
"""
_DECIDED = "SELECT max(coalesce(lifted, decided)) FROM suppression WHERE target IN (?, ?) AND state >= 2"
_HOLDS = f"state = {SuppressionState.ACTIVE.code} AND (until IS NULL OR until > ?)"


def refusal(connection: Connection, swap: Swap, ids: Iterable[int]) -> SuppressionReason | None:
    """Why the rows of an address are not to be mailed, whatever the suppressions say; None: nothing is said.

    What was done with a mail does not count where somebody lifted or declined a suppression since.
    """
    among = (json.dumps(list(ids)),)
    rows = connection.exec_driver_sql(f"SELECT status FROM contact WHERE address_id {_AMONG}", among)
    found = {_REASONS.get(row[0]) for row in rows}
    complained, unsubscribed = connection.exec_driver_sql(_SAID, among).one()
    places = (swap.address, target(connection, swap.address) or swap.address)
    decided = connection.exec_driver_sql(_DECIDED, places).scalar() or 0
    if (complained or 0) > decided:
        found.add(SuppressionReason.COMPLAINT)
    if (unsubscribed or 0) > decided:
        found.add(SuppressionReason.UNSUBSCRIBE)
    return next((one for one in _FIRST if one in found), None)


def kept(connection: Connection, swap: Swap, ids: Iterable[int], now: int) -> SuppressionReason | None:
    """Why the person stays not to be mailed, before the erasure and in the middle of it."""
    places = (swap.address, target(connection, swap.address) or swap.address)
    held = connection.exec_driver_sql(
        f"SELECT reason FROM suppression WHERE target IN (?, ?) AND {_HOLDS}", (*places, now)
    ).scalar()
    return refusal(connection, swap, ids) if held is None else SuppressionReason.of_code(held)


def keep(connection: Connection, at: str, reason: SuppressionReason, by: str, now: int) -> None:
    """Put it on the list under the hash, for good; where that is there already, it does not end any more."""
    from mailtui.store import schema

    there = connection.exec_driver_sql(
        f"UPDATE suppression SET until = NULL WHERE target = ? AND state = {SuppressionState.ACTIVE.code}",
        (at,),
    )
    if there.rowcount:
        return
    held = (reason.code, SuppressionState.ACTIVE.code, None, None, _CAUSES[reason])
    made = next_id(connection, schema.SUPPRESSION)
    insert(connection, schema.SUPPRESSION, [(made, at, *held, now, by, now, by, None, None, None, "")])


def erased(connection: Connection, addresses: Iterable[str], now: int) -> dict[str, SuppressionReason]:
    """Those of some addresses who were erased and are not to be mailed since, by how they are written."""
    rows = connection.exec_driver_sql(
        f"SELECT target, reason FROM suppression WHERE target LIKE 'erased:%' AND {_HOLDS}", (now,)
    )
    known = {row[0]: SuppressionReason.of_code(row[1]) for row in rows}
    key = salt(connection) if known else None
    if key is None:
        return {}
    found = ((one, known.get(hashed(one, key))) for one in addresses)
    return {one: reason for one, reason in found if reason is not None}
