"""Addresses that rows which go have named, and that nothing names any more."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from mailtui.model.enums import SubjectKind

_KIND = SubjectKind.ADDRESS.code
_WHOLE = "IN (SELECT id FROM going WHERE whole)"
_OF_MESSAGES = (
    f"SELECT sender_id FROM message WHERE id {_WHOLE} "
    f"UNION SELECT address_id FROM recipient WHERE message_id {_WHOLE} "
    f"UNION SELECT original_id FROM recipient WHERE message_id {_WHOLE}"
)
_REFUSED = "FROM rejection WHERE id IN (SELECT value FROM json_each(?1))"
_OF_REFUSALS = f"SELECT sender_id {_REFUSED} UNION SELECT address_id {_REFUSED}"
_AMONG = "id IN (SELECT value FROM json_each(?))"
_USED = (
    ("message", "sender_id"),
    ("recipient", "address_id"),
    ("recipient", "original_id"),
    ("rejection", "sender_id"),
    ("rejection", "address_id"),
    ("contact", "address_id"),
)
_ADDRESSES = (
    (
        f"DELETE FROM address WHERE {_AMONG} AND id < (SELECT max(id) FROM address) "
        "AND id NOT IN (SELECT recipient_id FROM incident WHERE recipient_id IS NOT NULL) AND "
    )
    + "".join(
        f"NOT EXISTS (SELECT 1 FROM {table} WHERE kind = {_KIND} AND ref = address.id) AND "
        for table in ("note", "tagging")
    )
    + " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.{column} = address.id)" for table, column in _USED
    )
)
_DOMAINS = (
    f"DELETE FROM address_domain WHERE {_AMONG} AND id < (SELECT max(id) FROM address_domain) "
    "AND NOT EXISTS (SELECT 1 FROM address WHERE address.domain_id = address_domain.id)"
)


def of_messages(connection: Connection) -> list[int]:
    """Ids of the addresses that the messages in the table `going` name."""
    return _ids(connection, _OF_MESSAGES)


def of_refusals(connection: Connection, ids: str) -> list[int]:
    """Ids of the addresses that some rejections name; `ids`: a JSON list."""
    return _ids(connection, _OF_REFUSALS, ids)


def remove_unused(connection: Connection, addresses: list[int]) -> None:
    """Delete those of nobody, and their domains. The newest stay, so that no id is given twice."""
    those = json.dumps(addresses)
    domains = _ids(connection, f"SELECT DISTINCT domain_id FROM address WHERE {_AMONG}", those)
    connection.exec_driver_sql(_ADDRESSES, (those,))
    connection.exec_driver_sql(_DOMAINS, (json.dumps(domains),))


def _ids(connection: Connection, query: str, *parameters: str) -> list[int]:
    return [row[0] for row in connection.exec_driver_sql(query, parameters) if row[0] is not None]
