"""Lists, who is on them, segments and templates, into the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, TableClause

from mailtui.model.enums import MembershipState
from mailtui.model.people import Duplicates, ListRow, MembershipRow, SegmentRow, TemplateRow, Written
from mailtui.query.segments.reading import read
from mailtui.query.segments.tree import Fault
from mailtui.store import schema
from mailtui.store.people.contacts import contact_ids
from mailtui.store.people.merging import Merging, ids_by
from mailtui.store.people.texts import as_json, clean, lowered

_UPDATE = Duplicates.UPDATE
_LIST = {"description": "", "double_opt_in": None, "created": None, "updated": None}
_SEGMENT: dict[str, Any] = {
    "description": "",
    "list_id": None,
    "dynamic": True,
    "conditions": "{}",
    "error": None,
    "created": None,
    "updated": None,
}
_TEMPLATE = {
    **dict.fromkeys(("description", "subject", "preview_text", "kind"), ""),
    **dict.fromkeys(("html", "text", "created", "updated")),
    "variables": "[]",
    "system": False,
    "active": True,
}


def write_lists(
    connection: Connection, rows: Sequence[ListRow], how: Duplicates = _UPDATE, whole: bool = False
) -> Written:
    """Write lists in the caller's transaction; see `write_contacts` for `whole`."""
    merging = Merging(connection, schema.CONTACT_LIST, _LIST, how, whole)
    _load(merging, schema.CONTACT_LIST, ((row.origin, row.external_id) for row in rows))
    for row in rows:
        told = _told(row)
        key = told.pop("origin"), told.pop("external_id")
        new = {"origin": key[0], "external_id": key[1], "name": key[1]}
        merging.put(key, told, new)
    return merging.write()


def ensure_list(connection: Connection, name: str) -> None:
    """Make the list of that name (or id), where files have none yet."""
    if name not in ids_by(connection, schema.CONTACT_LIST, "", [name]):
        write_lists(connection, [ListRow(name)])


def write_memberships(
    connection: Connection, rows: Sequence[MembershipRow], how: Duplicates = _UPDATE, whole: bool = False
) -> Written:
    """Write who is on which list, in the caller's transaction. Contact and list have to be there."""
    defaults = {"state": MembershipState.ACTIVE.code, "subscribed": None, "unsubscribed": None}
    merging = Merging(connection, schema.MEMBERSHIP, defaults, how, whole)
    resolved = list(_resolved(connection, merging, rows))
    pairs = json.dumps([pair for _, *pair in resolved])
    merging.load(
        "FROM json_each(?) j CROSS JOIN membership t "
        "ON t.list_id = j.value ->> 0 AND t.contact_id = j.value ->> 1",
        (pairs,),
        ("list_id", "contact_id"),
    )
    for row, list_id, contact in resolved:
        state = None if row.state is None else row.state.code
        told = {"state": state, "subscribed": row.subscribed, "unsubscribed": row.unsubscribed}
        merging.put((list_id, contact), told, {"list_id": list_id, "contact_id": contact})
    return merging.write()


def _resolved(
    connection: Connection, merging: Merging, rows: Sequence[MembershipRow]
) -> Iterable[tuple[MembershipRow, int, int]]:
    lists = {
        origin: ids_by(
            connection, schema.CONTACT_LIST, origin, (r.list_id for r in rows if r.origin == origin)
        )
        for origin in {row.origin for row in rows}
    }
    people: dict[str, dict[str, int]] = {}
    by_address: dict[str, int] = {}
    for origin in lists:
        mine = [row for row in rows if row.origin == origin]
        addresses = [row.address for row in mine if row.address]
        found, people[origin] = contact_ids(connection, addresses, [r.contact_id for r in mine], origin)
        by_address |= found
    for place, row in enumerate(rows):
        list_id = lists[row.origin].get(row.list_id)
        contact = (
            by_address.get(clean(row.address), by_address.get(lowered(clean(row.address))))
            if row.address
            else people[row.origin].get(row.contact_id)
        )
        if list_id is None:
            merging.problem(place, f"there is no list {row.list_id}")
        elif contact is None:
            merging.problem(place, f"there is no contact {row.address or row.contact_id}")
        else:
            yield row, list_id, contact


def write_segments(
    connection: Connection, rows: Sequence[SegmentRow], how: Duplicates = _UPDATE, whole: bool = False
) -> Written:
    """Write segments in the caller's transaction: those that cannot be evaluated too, with why."""
    merging = Merging(connection, schema.SEGMENT, _SEGMENT, how, whole)
    _load(merging, schema.SEGMENT, ((row.origin, row.external_id) for row in rows))
    lists: dict[tuple[str, str], int] = {}
    for origin in {row.origin for row in rows}:
        wanted = {row.list_id for row in rows if row.origin == origin and row.list_id}
        found = ids_by(connection, schema.CONTACT_LIST, origin, wanted)
        lists |= {(origin, name): id_ for name, id_ in found.items()}
    for place, row in enumerate(rows):
        told = _told(row)
        key = told.pop("origin"), told.pop("external_id")
        told["list_id"] = lists.get((row.origin, row.list_id or ""))
        error = fault(_conditions(merging, key, row))
        if row.list_id and told["list_id"] is None:
            error = f"there is no list {clean(row.list_id)}"
            merging.problem(place, error)
        new = {"origin": key[0], "external_id": key[1], "name": key[1]}
        merging.put(key, told, new, {"error": error})
    return merging.write()


def _conditions(merging: Merging, key: tuple[Any, Any], row: SegmentRow) -> str:
    """Those of the row, else those that are known."""
    if row.conditions is not None:
        return row.conditions
    return str((merging.known(key) or _SEGMENT)["conditions"])


def fault(conditions: str) -> str | None:
    """Why conditions cannot be evaluated, and where; None when they can."""
    found = read(conditions)
    if not isinstance(found, Fault):
        return None
    place = f"{found.path}: " if found.path else ""
    return clean(f"{place}{found.reason}{f' ({found.hint})' if found.hint else ''}")


def write_templates(
    connection: Connection, rows: Sequence[TemplateRow], how: Duplicates = _UPDATE, whole: bool = False
) -> Written:
    """Write templates in the caller's transaction, each version by itself."""
    merging = Merging(connection, schema.MAIL_TEMPLATE, _TEMPLATE, how, whole)
    _load(merging, schema.MAIL_TEMPLATE, ((row.origin, row.external_id) for row in rows), ("version",))
    for row in rows:
        told = _told(row)
        key = told.pop("origin"), told.pop("external_id"), told.pop("version")
        told["variables"] = None if row.variables is None else as_json(list(dict.fromkeys(row.variables)))
        new = {"origin": key[0], "external_id": key[1], "version": key[2], "name": key[1]}
        merging.put(key, told, new)
    return merging.write()


def _load(
    merging: Merging, table: TableClause, keys: Iterable[tuple[str, str]], more: tuple[str, ...] = ()
) -> None:
    wanted = json.dumps(sorted({(clean(origin), clean(name)) for origin, name in keys}))
    merging.load(
        f"FROM json_each(?) j CROSS JOIN {table.name} t "
        "ON t.origin = j.value ->> 0 AND t.external_id = j.value ->> 1",
        (wanted,),
        ("origin", "external_id", *more),
    )


def _told(row: Any) -> dict[str, Any]:
    """The columns of a row, its texts as a database takes them."""
    return {name: clean(value) if isinstance(value, str) else value for name, value in row._asdict().items()}
