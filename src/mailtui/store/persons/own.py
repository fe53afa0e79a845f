"""What is the person's own: the rows of the address, contact, notes and tags on it, suppressions, undo."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from mailtui.model.act import Change
from mailtui.model.enums import ContactStatus, SubjectKind, SuppressionState, UndoState
from mailtui.model.erased import DOMAIN, Swap
from mailtui.store.acting.packing import pack, unpack
from mailtui.store.persons import refusing
from mailtui.store.persons.hashed import hashed
from mailtui.store.persons.words import UNDO

_ADDRESS, _NOTE = SubjectKind.ADDRESS, SubjectKind.NOTE
_EMPTIED = (
    "UPDATE contact SET origin = '', external_id = '', first_name = '', last_name = '', status = ?, "
    "verified = NULL, consent = NULL, consent_at = NULL, confirmation_sent = NULL, confirmed = NULL, "
    "unsubscribe_reason = '', bounce_type = '', source = '', notes = '', tags = '[]', custom = '{}' "
    "WHERE address_id IN (SELECT value FROM json_each(?))"
)
_AMONG = "IN (SELECT value FROM json_each(?))"


def ids_of(connection: Connection, address: str) -> list[int]:
    """The rows of an address, in whatever upper and lower case, the first spelling first."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM address WHERE lower(text) = lower(?) ORDER BY id", (address,)
    )
    return [row[0] for row in rows]


def count(connection: Connection, swap: Swap) -> Counter[str]:
    """How many rows there are of each sort."""
    ids = json.dumps(ids_of(connection, swap.address))
    wanted = {
        "addresses": ("SELECT json_array_length(?)", ids),
        "notes about the address": (
            f"SELECT count(*) FROM note WHERE kind = {_ADDRESS.code} AND ref {_AMONG}",
            ids,
        ),
        "tags on the address": (
            f"SELECT count(*) FROM tagging WHERE kind = {_ADDRESS.code} AND ref {_AMONG}",
            ids,
        ),
        "contacts": (f"SELECT count(*) FROM contact WHERE address_id {_AMONG}", ids),
        "suppressions": ("SELECT count(*) FROM suppression WHERE target = ?", swap.address),
        "inboxes": ("SELECT count(*) FROM inbox WHERE lower(local_part || '@' || domain) = ?", swap.address),
    }
    found = {
        what: connection.exec_driver_sql(sql, (given,)).scalar_one() for what, (sql, given) in wanted.items()
    }
    return Counter({what: number for what, number in found.items() if number})


def count_undo(connection: Connection, swap: Swap) -> Counter[str]:
    """The acts that `undo` could take back and will not, or not with the address."""
    ids = ids_of(connection, swap.address)
    rows = connection.exec_driver_sql("SELECT id FROM suppression WHERE target = ?", (swap.address,))
    held = {row[0] for row in rows}
    return +Counter({UNDO: len(list(_acts(connection, swap, set(ids), _notes(connection, ids), held)))})


def is_own(table: str, row: Mapping[str, Any], ids: Collection[int]) -> bool:
    """Whether a row is counted here, and not among the texts that mention the person."""
    if table == "address":
        return row["id"] in ids
    if table == "contact":
        return row["address_id"] in ids
    return table == "note" and row["kind"] == _ADDRESS.code and row["ref"] in ids


def erase(connection: Connection, swap: Swap, key: bytes, by: str, now: int) -> Counter[str]:
    """Take it away or empty it, in one transaction; how many rows of each sort."""
    counted = count(connection, swap)
    ids = ids_of(connection, swap.address)
    refusal = refusing.refusal(connection, swap, ids)
    among = json.dumps(ids)
    notes = _notes(connection, ids)
    for table in ("note", "tagging"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE kind = {_ADDRESS.code} AND ref {_AMONG}", (among,)
        )
    connection.exec_driver_sql(_EMPTIED, (ContactStatus.UNSUBSCRIBED.code, among))
    connection.exec_driver_sql(
        "UPDATE letter SET from_name = '' WHERE from_name <> '' AND message_id IN "
        f"(SELECT id FROM message WHERE sender_id {_AMONG})",
        (among,),
    )
    connection.exec_driver_sql(
        "UPDATE campaign SET from_name = NULL WHERE instr(lower(sender), ?) > 0", (swap.address,)
    )
    local, _, domain = swap.stand_in.rpartition("@")
    connection.exec_driver_sql(
        "UPDATE inbox SET local_part = ?, domain = ?, name = '' WHERE lower(local_part || '@' || domain) = ?",
        (local, domain, swap.address),
    )
    kept = hashed(swap.address, key)
    held = _suppressions(connection, swap, kept, by, now)
    if refusal is not None:
        refusing.keep(connection, kept, refusal, by, now)
    counted[UNDO] += _undo(connection, swap, set(ids), notes, held)
    _addresses(connection, swap, ids)
    return +counted


def _notes(connection: Connection, ids: Collection[int]) -> set[int]:
    rows = connection.exec_driver_sql(
        f"SELECT id FROM note WHERE kind = {_ADDRESS.code} AND ref {_AMONG}", (json.dumps(list(ids)),)
    )
    return {row[0] for row in rows}


def _addresses(connection: Connection, swap: Swap, ids: list[int]) -> None:
    """The rows of the address keep their domain, by which is counted, unless it is nobody else's."""
    for id_ in ids:
        text, domain = connection.exec_driver_sql(
            "SELECT text, domain_id FROM address WHERE id = ?", (id_,)
        ).one()
        new = swap.text(text)
        if new == text:  # it is written in a way that no text is searched for
            new = f"{swap.stand_in.partition('@')[0]}.{id_}@{DOMAIN}"
        connection.exec_driver_sql("UPDATE address SET text = ? WHERE id = ?", (new, id_))
        others = connection.exec_driver_sql(
            f"SELECT 1 FROM address WHERE domain_id = ? AND id NOT {_AMONG} LIMIT 1",
            (domain, json.dumps(ids)),
        ).scalar()
        if not others:
            connection.exec_driver_sql(
                "UPDATE address SET domain_id = ? WHERE id = ?", (_nowhere(connection), id_)
            )
            connection.exec_driver_sql(
                "DELETE FROM address_domain WHERE id = ?1 "
                "AND NOT EXISTS (SELECT 1 FROM address WHERE domain_id = ?1)",
                (domain,),
            )


def _nowhere(connection: Connection) -> int:
    from mailtui.store import schema
    from mailtui.store.rows import insert, next_id

    found = connection.exec_driver_sql("SELECT id FROM address_domain WHERE name = ?", (DOMAIN,)).scalar()
    if found is None:
        found = next_id(connection, schema.ADDRESS_DOMAIN)
        insert(connection, schema.ADDRESS_DOMAIN, [(found, DOMAIN)])
    return int(found)


def _suppressions(connection: Connection, swap: Swap, kept: str, by: str, now: int) -> set[int]:
    """Who is not to be mailed stays so, by a hash; proposals are declined. Their ids."""
    rows = connection.exec_driver_sql(
        "SELECT id, state, cause FROM suppression WHERE target = ?", (swap.address,)
    ).all()
    there = connection.exec_driver_sql(
        "SELECT 1 FROM suppression WHERE target = ? AND state < 2", (kept,)
    ).scalar()
    for id_, state, cause in rows:
        holds = state == SuppressionState.ACTIVE.code
        ended = state == SuppressionState.PROPOSED.code or (holds and there)
        target = kept if holds and not there else swap.stand_in
        connection.exec_driver_sql("UPDATE suppression SET cause = ? WHERE id = ?", (swap.text(cause), id_))
        connection.exec_driver_sql(
            "UPDATE suppression SET target = ?, lift_reason = '' WHERE id = ?"
            if not ended
            else "UPDATE suppression SET target = ?, lift_reason = '', "
            f"state = {SuppressionState.DECLINED.code} + {int(bool(holds))} * "
            f"({SuppressionState.LIFTED.code} - {SuppressionState.DECLINED.code}), lifted = ?, lifted_by = ? "
            "WHERE id = ?",
            (target, id_) if not ended else (target, now, by, id_),
        )
    return {row[0] for row in rows}


def _undo(connection: Connection, swap: Swap, ids: set[int], notes: set[int], held: set[int]) -> int:
    """Acts on the person cannot be taken back; of others the address goes. How many were changed."""
    found = list(_acts(connection, swap, ids, notes, held))
    for id_, left in found:
        connection.exec_driver_sql("UPDATE undo_entry SET changes = ? WHERE id = ?", (pack(left), id_))
        if not left:
            connection.exec_driver_sql(
                "UPDATE undo_entry SET state = ? WHERE id = ?", (UndoState.CLOSED.code, id_)
            )
    return len(found)


def _acts(
    connection: Connection, swap: Swap, ids: set[int], notes: set[int], held: set[int]
) -> Iterator[tuple[int, list[Change]]]:
    """Acts that name the person, with what is left of them."""
    for id_, packed in connection.exec_driver_sql("SELECT id, changes FROM undo_entry").all():
        old = unpack(packed)
        left = [_without(one, swap) for one in old if not _own(one, ids, notes, held)]
        if left != old:
            yield id_, left


def _own(change: Change, ids: set[int], notes: set[int], held: set[int]) -> bool:
    """Whether it is about the person."""
    if change.kind is _NOTE:
        values = [value for value in (change.before, change.after) if isinstance(value, list)]
        return change.ref in notes or any(one[0] == _ADDRESS.code and one[1] in ids for one in values)
    if change.kind is SubjectKind.SUPPRESSION:
        return change.ref in held
    return change.kind is _ADDRESS and change.ref in ids


def _without(change: Change, swap: Swap) -> Change:
    return change._replace(before=_clean(change.before, swap), after=_clean(change.after, swap))


def _clean(value: Any, swap: Swap) -> Any:
    if isinstance(value, str):
        return swap.text(value)
    if isinstance(value, list):
        return [_clean(item, swap) for item in value]
    if isinstance(value, dict):
        return {name: _clean(item, swap) for name, item in value.items()}
    return value
