"""Events of sending services, and the mails they are about, read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import Actor, EventProvider, LinkKind, ProviderEventKind, SubjectKind
from mailtui.model.provider_event import ProviderEvent
from mailtui.store.digests import link_digest

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
ACT_KINDS = tuple(
    kind.code
    for kind in (
        ProviderEventKind.OPENED,
        ProviderEventKind.CLICKED,
        ProviderEventKind.UNSUBSCRIBED,
        ProviderEventKind.SUBSCRIBED,
    )
)
"""Codes of what recipients do that changes nothing of how their mail fared."""


class Stood(NamedTuple):
    """A recipient as the database has it."""

    address: str
    time: int
    outcome: int
    """The code."""
    provider: str
    """Who runs the server that took or refused the mail, '' where none is told."""
    domain: str
    campaign: int | None
    campaign_name: str
    """What the campaign is known by."""
    sent: int | None
    opened: int | None
    clicked: int | None
    complained: int | None
    unsubscribed: int | None
    opens: int | None
    """None: what the recipient did was never noted."""
    machine_opens: int
    clicks: int
    machine_clicks: int


class State(NamedTuple):
    """A mail as the database has it."""

    name: str
    subject: str
    sender: str
    first_seen: int
    seen_for: int
    completed_before: int | None
    recipients: list[Stood]
    """In the order of their numbers."""


class Kept(NamedTuple):
    """An event as it is in the database: without what is about the mail as a whole."""

    event: ProviderEvent
    number: int
    payload: int
    actor: Actor | None = None


class Act(NamedTuple):
    """What the database has of an event by which a recipient does something."""

    key: bytes
    number: int
    kind: int
    time: int
    link: str
    machine: int | None
    head: int
    agent: str
    visitor: int | None
    actor: int | None


def messages_of(
    connection: Connection, server_id: int, ids: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], list[int]]:
    """Which messages of a server have which of these ids: codes of kinds with digests."""
    found: dict[tuple[int, int], list[int]] = {}
    for kind, some in groupby(sorted(ids), itemgetter(0)):
        query = (
            "SELECT l.digest, l.message_id FROM message_link l CROSS JOIN message m ON m.id = l.message_id "
            f"WHERE l.kind = {kind:d} AND l.digest IN ({{}}) AND m.server_id = {server_id:d}"
        )
        for digest, message in _of(connection, query, [digest for _, digest in some]):
            found.setdefault((kind, digest), []).append(message)
    return found


_STATES = """
    SELECT m.id, m.queue_id, coalesce(m.subject, ''), coalesce(s.text, ''), m.first_seen, m.seen_for,
           m.completed_before, a.text, r.time, r.outcome, coalesce(l.text, ''), coalesce(d.name, ''),
           e.campaign_id, coalesce(c.external_id, ''), e.sent, e.opened, e.clicked, e.complained,
           e.unsubscribed, e.opens, e.machine_opens, e.clicks, e.machine_clicks
    FROM message m CROSS JOIN recipient r ON r.message_id = m.id CROSS JOIN address a ON a.id = r.address_id
    LEFT JOIN address_domain d ON d.id = a.domain_id LEFT JOIN address s ON s.id = m.sender_id
    LEFT JOIN host h ON h.id = r.host_id LEFT JOIN label l ON l.id = h.provider_id
    LEFT JOIN engagement e ON e.message_id = m.id AND e.number = r.number
    LEFT JOIN campaign c ON c.id = e.campaign_id
    WHERE m.id IN ({}) ORDER BY m.id, r.number
"""


def states(connection: Connection, messages: Sequence[int]) -> dict[int, State]:
    """What the database knows of messages, but for the events."""
    found: dict[int, State] = {}
    for row in _of(connection, _STATES, messages):
        state = found.get(row[0])
        if state is None:
            name, subject, sender, first, seen_for, ended = row[1:7]
            state = found[row[0]] = State(name, subject, sender, first, seen_for, ended, [])
        state.recipients.append(Stood(*row[7:]))
    return found


def named_by(connection: Connection, names: Mapping[int, str]) -> dict[int, LinkKind]:
    """Which of its ids each message is called by."""
    kinds = dict.fromkeys(names, LinkKind.MESSAGE_ID)
    digests = {(link_digest(name), message) for message, name in names.items()}
    for kind in reversed(_OWN):
        query = f"SELECT digest, message_id FROM message_link WHERE kind = {kind.code} AND digest IN ({{}})"
        for digest, message in _of(connection, query, sorted({digest for digest, _ in digests})):
            if (digest, message) in digests:
                kinds[message] = kind
    return kinds


_ACTS = f"""
    SELECT e.message_id, e.key, e.number, e.kind, e.time, coalesce(l.url, ''), e.told_machine, e.head,
           coalesce(a.text, ''), e.visitor, e.actor FROM delivery_event e
    LEFT JOIN link l ON l.id = e.link_id LEFT JOIN label a ON a.id = e.agent_id
    WHERE e.message_id IN ({{}}) AND e.kind IN ({", ".join(str(code) for code in ACT_KINDS)})
"""


def acts(connection: Connection, messages: Sequence[int]) -> dict[int, list[Act]]:
    """The opens, clicks and wishes of the recipients of messages."""
    found: dict[int, list[Act]] = {}
    for row in _of(connection, _ACTS, messages):
        found.setdefault(row[0], []).append(Act(*row[1:]))
    return found


def only_sent(connection: Connection, messages: Sequence[int]) -> dict[int, set[bytes]]:
    """Those messages of which nothing is told but that they were sent to their first recipient: the keys."""
    found: dict[int, set[bytes]] = {}
    others = set()
    query = (
        f"SELECT message_id, key, kind = {ProviderEventKind.SENT.code} AND number = 0 "
        "FROM delivery_event WHERE message_id IN ({})"
    )
    for message, key, is_sent in _of(connection, query, messages):
        if is_sent:
            found.setdefault(message, set()).add(key)
        else:
            others.add(message)
    return {message: keys for message, keys in found.items() if message not in others}


_EVENTS = """
    SELECT e.message_id, e.key, e.number, e.kind, e.time, e.payload_id, e.permanent, e.blocked, e.smtp_code,
           e.enhanced_code, r.text, h.name, h.ip, g.text, s.text, l.url, e.told_machine, e.head, a.text,
           e.visitor, e.actor
    FROM delivery_event e LEFT JOIN reply r ON r.id = e.reply_id LEFT JOIN host h ON h.id = e.host_id
    LEFT JOIN label g ON g.id = e.egress_id LEFT JOIN label s ON s.id = e.sub_type_id
    LEFT JOIN link l ON l.id = e.link_id LEFT JOIN label a ON a.id = e.agent_id WHERE e.message_id IN ({})
"""


def events(
    connection: Connection, messages: Sequence[int], provider: EventProvider
) -> Iterator[tuple[int, Kept]]:
    """All that was told of messages, each with the message's id."""
    for row in _of(connection, _EVENTS, messages):
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
     egress, sub_type, link, machine, head, agent, visitor, actor) = row
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
    return Kept(event, number, payload, None if actor is None else Actor.of_code(actor))


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


def _truth(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _of(connection: Connection, query: str, ids: Sequence[int]) -> Iterator[Any]:
    for part in _parts(ids):
        yield from connection.exec_driver_sql(query.format(",".join("?" * len(part))), tuple(part))


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
