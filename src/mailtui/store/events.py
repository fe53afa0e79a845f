"""Events of sending services and what recipients did, as rows; and the mails they are about, read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import Actor, EventProvider, LinkKind, ProviderEventKind, SubjectKind
from mailtui.model.provider_event import ProviderEvent
from mailtui.model.standing import Standing
from mailtui.store.digests import digest64, link_digest, storable
from mailtui.store.naming import Names, Naming
from mailtui.store.rows import Row, insert_missing, upsert
from mailtui.store.tables import DeliveryEvent, Engagement, Link, MessageLink

_AT_ONCE = 500
_HANGING = (
    ("delivery_event", "message_id"),
    ("engagement", "message_id"),
    ("delivery_attempt", "message_id"),
    ("recipient", "message_id"),
    ("message_link", "message_id"),
    ("message", "id"),
)
_OWN = (LinkKind.PROVIDER_ID, LinkKind.TRACKING_ID)
_OWN_FIRST = (*_OWN, LinkKind.MESSAGE_ID).index


class Head(NamedTuple):
    """What the message row of a mail says."""

    queue_id: str
    named_by: LinkKind
    """Which of its ids that is."""
    subject: str
    sender: str


class Kept(NamedTuple):
    """An event as it is in the database: without what is about the mail as a whole."""

    event: ProviderEvent
    number: int
    payload: int


def messages_of(
    connection: Connection, server_id: int, ids: Iterable[tuple[LinkKind, str]]
) -> dict[tuple[LinkKind, str], list[int]]:
    """Which messages of a server have which of these ids."""
    wanted = {(kind.code, link_digest(text)): (kind, text) for kind, text in ids}
    found: dict[tuple[LinkKind, str], list[int]] = {}
    for part in _parts(list(wanted)):
        rows = connection.exec_driver_sql(
            "SELECT l.kind, l.digest, l.message_id FROM message_link l JOIN message m ON m.id = l.message_id "
            f"WHERE m.server_id = ? AND (l.kind, l.digest) IN (VALUES {','.join(['(?, ?)'] * len(part))})",
            (server_id, *(value for pair in part for value in pair)),
        )
        for kind, digest, message in rows:
            found.setdefault(wanted[kind, digest], []).append(message)
    return found


def heads(connection: Connection, messages: Sequence[int]) -> dict[int, Head]:
    """The message rows."""
    rows = list(
        _of(
            connection,
            "SELECT m.id, m.queue_id, coalesce(m.subject, ''), coalesce(a.text, '') FROM message m "
            "LEFT JOIN address a ON a.id = m.sender_id WHERE m.id IN ({})",
            messages,
        )
    )
    digests = {row[0]: link_digest(row[1]) for row in rows}
    kinds = dict.fromkeys(digests, LinkKind.MESSAGE_ID)
    for part in _parts(list(digests.items())):
        for message, kind in connection.exec_driver_sql(
            "SELECT message_id, kind FROM message_link WHERE kind IN (?, ?) AND (digest, message_id) IN "
            f"(VALUES {','.join(['(?, ?)'] * len(part))})",
            (*(one.code for one in _OWN), *(value for id_, digest in part for value in (digest, id_))),
        ):
            kinds[message] = min(kinds[message], LinkKind.of_code(kind), key=_OWN_FIRST)
    return {row[0]: Head(row[1], kinds[row[0]], *row[2:]) for row in rows}


def recipients(connection: Connection, messages: Sequence[int]) -> dict[int, list[str]]:
    """The addresses of the recipients of messages, in the order of their numbers."""
    found: dict[int, list[str]] = {}
    for message, address in _of(
        connection,
        "SELECT r.message_id, a.text FROM recipient r JOIN address a ON a.id = r.address_id "
        "WHERE r.message_id IN ({}) ORDER BY r.message_id, r.number",
        messages,
    ):
        found.setdefault(message, []).append(address)
    return found


def events(
    connection: Connection, messages: Sequence[int], provider: EventProvider
) -> Iterator[tuple[int, Kept]]:
    """All that was told of messages, each with the message's id."""
    for row in _of(
        connection,
        "SELECT e.message_id, e.key, e.number, e.kind, e.time, e.payload_id, e.permanent, e.blocked, "
        "e.smtp_code, e.enhanced_code, r.text, h.name, h.ip, g.text, s.text, l.url, e.told_machine, e.head, "
        "a.text, e.visitor FROM delivery_event e LEFT JOIN reply r ON r.id = e.reply_id "
        "LEFT JOIN host h ON h.id = e.host_id LEFT JOIN label g ON g.id = e.egress_id "
        "LEFT JOIN label s ON s.id = e.sub_type_id LEFT JOIN link l ON l.id = e.link_id "
        "LEFT JOIN label a ON a.id = e.agent_id WHERE e.message_id IN ({})",
        messages,
    ):
        yield row[0], _kept(row, provider)


def actors(connection: Connection, message: int) -> dict[str, Actor]:
    """Who is behind the opens and clicks of a message, by the keys of the events."""
    rows = connection.exec_driver_sql(
        "SELECT key, actor FROM delivery_event WHERE message_id = ? AND actor IS NOT NULL", (message,)
    )
    return {key.hex(): Actor.of_code(code) for key, code in rows}


def _kept(row: Sequence[Any], provider: EventProvider) -> Kept:
    # fmt: off
    (_, key, number, kind, time, payload, permanent, blocked, smtp_code, enhanced_code, reply, host, ip,
     egress, sub_type, link, machine, head, agent, visitor) = row
    # fmt: on
    event = ProviderEvent(
        provider,
        ProviderEventKind.of_code(kind),
        key.hex(),
        time,
        permanent=_truth(permanent),
        blocked=bool(blocked),
        sub_type=sub_type or "",
        smtp_code=smtp_code,
        enhanced_code=enhanced_code or "",
        reply=reply or "",
        remote_host=host or ip or "",
        sending_ip=egress or "",
        link=link or "",
        machine=_truth(machine),
        method="HEAD" if head else "",
        ip="" if visitor is None else str(visitor),
        user_agent=agent or "",
    )
    return Kept(event, number, payload)


class EventRows:
    """Events and engagements on their way into the database."""

    def __init__(self, connection: Connection, naming: Naming) -> None:
        self._naming = naming
        self._links = Names(connection, Link, ("digest",))
        self._events: list[Row] = []
        self._engaged: list[Row] = []
        self._known_as: list[Row] = []

    def add_event(self, message: int, kept: Kept, actor: Actor | None) -> None:
        """One event of a message."""
        event, naming = kept.event, self._naming
        host, ip = _peer(event.remote_host)
        self._events.append(
            (
                message,
                bytes.fromhex(event.key),
                kept.number,
                event.kind.code,
                event.time,
                kept.payload,
                event.permanent,
                event.blocked,
                event.smtp_code,
                event.enhanced_code or None,
                naming.reply(event.reply or None),
                naming.host(host, ip),
                naming.label(event.sending_ip or None),
                naming.label(event.sub_type or None),
                self._link(event.link),
                None if actor is None else actor.code,
                event.machine,
                bool(event.method),
                naming.label(event.user_agent or None),
                int(event.ip) if event.ip else None,
            )
        )

    def add_engagement(self, message: int, number: int, campaign: int | None, standing: Standing) -> None:
        """What one recipient did."""
        self._engaged.append(
            (
                message,
                number,
                campaign,
                standing.sent,
                standing.opened,
                standing.clicked,
                standing.complained,
                standing.unsubscribed,
                standing.opens_human,
                standing.opens_machine,
                standing.clicks_human,
                standing.clicks_machine,
            )
        )

    def add_ids(self, message: int, ids: Iterable[tuple[LinkKind, str]]) -> None:
        """Under which ids a message is known."""
        self._known_as.extend((kind.code, link_digest(text), message) for kind, text in ids)

    def write(self, connection: Connection) -> None:
        """Write everything; `Naming.write` goes before."""
        self._links.write(connection)
        upsert(connection, DeliveryEvent, self._events)
        upsert(connection, Engagement, self._engaged)
        insert_missing(connection, MessageLink, sorted(self._known_as))
        self._events, self._engaged, self._known_as = [], [], []

    def _link(self, url: str) -> int | None:
        if not url:
            return None
        stored = storable(url)
        digest = digest64(stored)
        found = self._links.known(digest)
        return self._links.add(digest, (digest, stored)) if found is None else found


def become(connection: Connection, other: dict[int, int]) -> None:
    """Messages (the keys) turned out to be others: their rows go, their ids and what people added move.

    What was told of them is told of the other by who calls.
    """
    for gone, stays in other.items():
        connection.exec_driver_sql(
            "INSERT INTO message_link (kind, digest, message_id) SELECT kind, digest, ? FROM message_link "
            "WHERE message_id = ? ON CONFLICT DO NOTHING",
            (stays, gone),
        )
        for table in ("note", "tagging"):
            connection.exec_driver_sql(
                f"UPDATE OR IGNORE {table} SET ref = ? WHERE kind = {SubjectKind.MESSAGE.code} AND ref = ?",
                (stays, gone),
            )
    for table, column in _HANGING:
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",
            (json.dumps(list(other)),),
        )


def _peer(remote: str) -> tuple[str | None, str | None]:
    """As a host with a name, or with an address alone."""
    return (None, remote) if remote.replace(".", "").isdigit() or ":" in remote else (remote or None, None)


def _truth(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _of(connection: Connection, query: str, ids: Sequence[int]) -> Iterator[Any]:
    for part in _parts(ids):
        yield from connection.exec_driver_sql(query.format(",".join("?" * len(part))), tuple(part))


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
