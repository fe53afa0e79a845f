"""Who of the contacts is not to be mailed, and who is there twice."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from mailtui.model.enums import SuppressionState
from mailtui.model.suppression import ERASED
from mailtui.store.people.texts import lowered
from mailtui.store.persons.hashed import hashed, salt


def targets(connection: Connection, now: int) -> dict[str, str]:
    """Addresses and domains (lower case) that are suppressed now, with why."""
    rows = connection.exec_driver_sql(
        "SELECT target, cause FROM suppression WHERE state = ? AND (until IS NULL OR until > ?)",
        (SuppressionState.ACTIVE.code, now),
    )
    found = {lowered(row[0]): row[1] for row in rows}
    return found | _erased(connection, {one: why for one, why in found.items() if one.startswith(ERASED)})


def _erased(connection: Connection, kept: dict[str, str]) -> dict[str, str]:
    """Contacts who came back after they were erased, and were not to be mailed: known by a hash."""
    key = salt(connection) if kept else None
    if key is None:
        return {}
    rows = connection.exec_driver_sql(
        "SELECT a.text FROM contact c CROSS JOIN address a ON a.id = c.address_id"
    )
    addresses = (lowered(row[0]) for row in rows)
    return {one: kept[known] for one in addresses if (known := hashed(one, key)) in kept}


def twice(connection: Connection) -> frozenset[str]:
    """Addresses, in lower case, that more than one contact has."""
    rows = connection.exec_driver_sql(
        "SELECT lower(a.text) FROM contact c CROSS JOIN address a ON a.id = c.address_id "
        "GROUP BY 1 HAVING count(*) > 1"
    )
    return frozenset(row[0] for row in rows)


def among_contacts(connection: Connection, addresses: Iterable[str]) -> set[str]:
    """Which of these addresses (lower case) contacts have."""
    find = (
        "SELECT 1 FROM address a CROSS JOIN contact c ON c.address_id = a.id WHERE lower(a.text) = ? LIMIT 1"
    )
    return {one for one in addresses if connection.exec_driver_sql(find, (one,)).first()}
