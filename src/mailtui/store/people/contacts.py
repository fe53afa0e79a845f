"""Contacts into the database, each by their address."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.model.enums import ContactStatus, SuppressionReason
from mailtui.model.people import ContactRow, Duplicates, Written
from mailtui.store import schema
from mailtui.store.naming import Naming
from mailtui.store.people.merging import Merging
from mailtui.store.people.texts import as_json, clean, lowered
from mailtui.store.persons import refusing
from mailtui.store.rows import columns

_TEXTS = ("first_name", "last_name", "unsubscribe_reason", "bounce_type", "source", "notes")
_DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(columns(schema.CONTACT)),
    **dict.fromkeys((*_TEXTS, "origin", "external_id"), ""),
    "status": ContactStatus.PENDING.code,
    "bounces": 0,
    "complaints": 0,
    "tags": "[]",
    "custom": "{}",
}
_NOT_TOLD = ("id", "address_id", "imported", "origin", "external_id")
_FIND = (
    "SELECT a.text, {columns} FROM address a CROSS JOIN contact t ON t.address_id = a.id "
    "WHERE lower(a.text) IN (SELECT value FROM json_each(?)) ORDER BY t.id"
)
_AT_ONCE = 1000
_NOT_MAILED = (ContactStatus.UNSUBSCRIBED, ContactStatus.BOUNCED, ContactStatus.COMPLAINED)


def write_contacts(
    connection: Connection,
    rows: Sequence[ContactRow],
    now: int,
    how: Duplicates = Duplicates.UPDATE,
    whole: bool = False,
) -> Written:
    """Write contacts in the caller's transaction.

    Upper and lower case of an address are one, unless rows are `whole` (all that another system knows of the
    contact, where each address is one of its own): then what a row does not say is not so any more.
    """
    merging = Merging(connection, schema.CONTACT, {} if not whole else _kept_defaults(), how, whole)
    naming = Naming(connection, _nobody)
    _load(connection, merging, [clean(row.address) for row in rows], exact=whole)
    if whole:
        _follow_addresses(connection, merging, naming, rows)
    erased = refusing.erased(connection, {clean(row.address) for row in rows}, now)
    for place, row in enumerate(rows):
        address = clean(row.address)
        if address in erased and row.status not in _NOT_MAILED:
            merging.problem(place, _said_no(erased[address]))
            row = row._replace(status=ContactStatus.UNSUBSCRIBED)
        key = _key(merging, address, exact=whole)
        known = merging.known(key)
        told = _told(row, None if known is None or whole else known["custom"])
        if known is None:
            own = {**_DEFAULTS, "address_id": naming.address(address)}
            merging.put(key, told, own)
        else:
            merging.put(key, told, {})
    naming.write(connection)
    return merging.write({"imported": now})


def _said_no(reason: SuppressionReason) -> str:
    asked = reason in (SuppressionReason.UNSUBSCRIBE, SuppressionReason.COMPLAINT)
    said = "asked not to be mailed" if asked else f"is not to be mailed ({reason})"
    return f"was erased and {said}; kept as unsubscribed"


def _follow_addresses(
    connection: Connection, merging: Merging, naming: Naming, rows: Sequence[ContactRow]
) -> None:
    """Whose address is another one now, is the same contact still: known by their id at their origin."""
    named = {(row.origin, row.external_id): clean(row.address) for row in rows if row.external_id}
    for known in _of_origin(connection, list(named)):
        address = named[known["origin"], known["external_id"]]
        there = merging.known(address)
        if there is None:
            merging.know(address, known)
            merging.alter(known, {"address_id": naming.address(address)})
        elif there["id"] != known["id"]:
            merging.alter(known, {"origin": "", "external_id": ""})


def _of_origin(connection: Connection, wanted: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    names = columns(schema.CONTACT)
    listed = ", ".join(f't."{name}"' for name in names)
    for start in range(0, len(wanted), _AT_ONCE):
        asked = json.dumps([list(pair) for pair in wanted[start : start + _AT_ONCE]])
        for row in connection.exec_driver_sql(
            f"SELECT {listed} FROM json_each(?) j CROSS JOIN contact t "
            "ON t.origin = j.value ->> 0 AND t.external_id = j.value ->> 1",
            (asked,),
        ):
            yield dict(zip(names, row, strict=True))


def _kept_defaults() -> dict[str, Any]:
    return {name: value for name, value in _DEFAULTS.items() if name not in _NOT_TOLD}


def _nobody(_: str, __: str) -> str:
    """Hosts have providers; no host is named here."""
    return ""


def _key(merging: Merging, address: str, *, exact: bool) -> Hashable:
    """An address as it is written, if there is such a contact, else in lower case."""
    if exact or merging.known(address) is not None:
        return address
    return (lowered(address),)


def _load(connection: Connection, merging: Merging, addresses: Sequence[str], *, exact: bool) -> None:
    names = columns(schema.CONTACT)
    query = _FIND.format(columns=", ".join(f't."{name}"' for name in names))
    lower = sorted({lowered(address) for address in addresses})
    for start in range(0, len(lower), _AT_ONCE):
        asked = json.dumps(lower[start : start + _AT_ONCE])
        for text, *values in connection.exec_driver_sql(query, (asked,)):
            known = dict(zip(names, values, strict=True))
            merging.know(text, known)
            if not exact:
                merging.know((lowered(text),), known)


def _told(row: ContactRow, custom: str | None) -> Mapping[str, Any]:
    """The columns of a row; fields of the sender's own are added to those that are there."""
    told = row._asdict()
    del told["address"]
    for name in (*_TEXTS, "origin", "external_id"):
        told[name] = clean(told[name]) if told[name] else told[name]
    told["origin"], told["external_id"] = told["origin"] or None, told["external_id"] or None
    told["status"] = None if row.status is None else row.status.code
    told["tags"] = None if row.tags is None else as_json(list(dict.fromkeys(row.tags)))
    if row.custom is not None:
        told["custom"] = as_json({**(json.loads(custom) if custom else {}), **row.custom})
    return told


def contact_ids(
    connection: Connection, addresses: Sequence[str] = (), external: Sequence[str] = (), origin: str = ""
) -> tuple[dict[str, int], dict[str, int]]:
    """The ids of contacts: by address (as written, else in lower case), and by their ids at `origin`."""
    by_address: dict[str, int] = {}
    lower = sorted({lowered(clean(one)) for one in addresses})
    for start in range(0, len(lower), _AT_ONCE):
        for text, id_ in connection.exec_driver_sql(
            _FIND.format(columns="t.id"), (json.dumps(lower[start : start + _AT_ONCE]),)
        ):
            by_address[text] = id_
            by_address.setdefault(lowered(text), id_)
    asked = json.dumps(sorted(set(external)))
    found = connection.exec_driver_sql(
        "SELECT external_id, id FROM contact WHERE origin = ? "
        "AND external_id IN (SELECT value FROM json_each(?))",
        (origin, asked),
    )
    return by_address, {row[0]: row[1] for row in found}
