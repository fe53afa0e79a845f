"""Values that the data has for a field, with how often: for the completion of queries."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection

from mailtui.model.enums import FailureClass, Outcome, Phase, QueueState, Side, Status, Word
from mailtui.store.selecting.mentions import version

MOST = 12

_NAMES = {
    "to": "SELECT text, (SELECT count(*) FROM recipient WHERE address_id = address.id) FROM address",
    "from": "SELECT text, (SELECT count(*) FROM message WHERE sender_id = address.id) FROM address",
    "address": "SELECT text, NULL FROM address",
    "domain": "SELECT name, NULL FROM address_domain",
    "sender-domain": "SELECT name, NULL FROM address_domain",
    "host": "SELECT name, NULL FROM host",
    "relay": "SELECT name, NULL FROM host",
    "ip": "SELECT ip, NULL FROM host",
    "server": "SELECT name, NULL FROM server",
    "router": "SELECT text, NULL FROM label",
    "transport": "SELECT text, NULL FROM label",
    "auth": "SELECT text, NULL FROM label",
    "campaign": "SELECT coalesce(name, external_id), NULL FROM campaign",
    "assignee": "SELECT assignee, NULL FROM (SELECT assignee FROM incident UNION SELECT assignee FROM work)",
}
_USED = {
    "router": "id IN (SELECT router_id FROM delivery_attempt UNION SELECT router_id FROM recipient)",
    "transport": "id IN (SELECT transport_id FROM delivery_attempt UNION SELECT transport_id FROM recipient)",
    "auth": "id IN (SELECT auth_id FROM message)",
}
_BY_CAUSE = (
    "SELECT {what}, sum(n) FROM (SELECT cause_id, count(*) n FROM recipient WHERE cause_id IS NOT NULL "
    "GROUP BY 1) JOIN cause c ON c.id = cause_id JOIN signature s ON s.id = c.signature_id GROUP BY 1"
)
_BY_REPLY = (
    "SELECT {what}, count(*) FROM recipient WHERE {what} IS NOT NULL GROUP BY 1 UNION ALL "
    "SELECT {what}, count(*) FROM rejection WHERE {what} IS NOT NULL GROUP BY 1"
)
_COUNTED: dict[str, tuple[str, type[Word] | None]] = {
    "status": ("SELECT status, count(*) FROM recipient GROUP BY 1", Status),
    "outcome": ("SELECT outcome, count(*) FROM recipient GROUP BY 1", Outcome),
    "queue": ("SELECT queue_state, count(*) FROM recipient GROUP BY 1", QueueState),
    "phase": (
        "SELECT phase, count(*) FROM recipient WHERE phase IS NOT NULL GROUP BY 1 UNION ALL "
        "SELECT stage, count(*) FROM rejection GROUP BY 1",
        Phase,
    ),
    "class": (_BY_CAUSE.format(what="s.failure_class"), FailureClass),
    "side": (_BY_CAUSE.format(what="c.side"), Side),
    "code": (_BY_REPLY.format(what="smtp_code"), None),
    "esc": (_BY_REPLY.format(what="enhanced_code"), None),
    "provider": (
        "SELECT l.text, sum(n) FROM (SELECT host_id, count(*) n FROM recipient WHERE host_id IS NOT NULL "
        "GROUP BY 1) JOIN host h ON h.id = host_id JOIN label l ON l.id = h.provider_id GROUP BY 1",
        None,
    ),
}


def values(connection: Connection, field: str, prefix: str) -> list[tuple[str, int | None]]:
    """Some values of a field that begin with `prefix`, each with its number of rows where that is cheap."""
    source = _NAMES.get(field)
    if source is None:
        return []
    column = source.split()[1].rstrip(",")
    used = f" AND {_USED[field]}" if field in _USED else ""
    query = (
        f"SELECT DISTINCT * FROM ({source} WHERE lower({column}) >= ? AND lower({column}) < ? "
        f"AND {column} <> ''{used} LIMIT {MOST * 4}) ORDER BY 2 DESC, 1 LIMIT {MOST}"
    )
    low = prefix.lower()
    return [(row[0], row[1]) for row in connection.exec_driver_sql(query, (low, low + "\U0010ffff"))]


class Counts:
    """How many rows each value of a short list has: counted once, and again when the log has grown."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[Any, ...], dict[str, int]]] = {}

    def of(self, connection: Connection, field: str) -> dict[str, int]:
        """The rows per value; empty for fields whose values are not counted."""
        if field not in _COUNTED:
            return {}
        now = version(connection)
        known = self._kept.get(field)
        if known is None or known[0] != now:
            known = self._kept[field] = (now, _counted(connection, *_COUNTED[field]))
        return known[1]


def _counted(connection: Connection, query: str, words: type[Word] | None) -> dict[str, int]:
    found: Counter[str] = Counter()
    for value, number in connection.exec_driver_sql(query):
        found[str(value if words is None else words.of_code(value))] += number
    return found
