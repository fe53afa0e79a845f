"""Everything that is stored about an address, section by section, some hundred rows at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Engine

from mailtui.model.enums import (
    Actor,
    AttemptOutcome,
    Direction,
    EventProvider,
    FailureClass,
    MessageKind,
    Outcome,
    Phase,
    ProviderEventKind,
    QueueState,
    Role,
    Side,
    Status,
)
from mailtui.model.erased import Swap
from mailtui.model.moment import iso
from mailtui.model.word import Word
from mailtui.model.work import Reader
from mailtui.store import payload_list
from mailtui.store.acting.reading import Wanted, entries
from mailtui.store.blocks import picked
from mailtui.store.persons import own, packed, sweeping
from mailtui.store.work import notes

AT_ONCE = 200
Item = dict[str, Any]
_OWN = frozenset({"address", "contact", "note", "suppression", "undo_entry"})
"""Tables that have a section of their own, or are no more than a way back."""
_WORDS: Mapping[str, Mapping[str, type[Word]]] = {
    "message": {"kind": MessageKind, "direction": Direction, "status": Status},
    "recipient": {
        "role": Role,
        "queue": QueueState,
        "outcome": Outcome,
        "status": Status,
        "phase": Phase,
        "failure_class": FailureClass,
        "side": Side,
    },
    "attempt": {"outcome": AttemptOutcome, "phase": Phase},
    "event": {"kind": ProviderEventKind, "actor": Actor},
    "rejection": {"stage": Phase},
    "payload": {"service": EventProvider},
}
_MOMENTS = {
    *(
        "time",
        "received",
        "completed",
        "first_seen",
        "last_seen",
        "first_attempt",
        "last_attempt",
        "finished",
    ),
    *("opened", "clicked", "complained", "unsubscribed", "sent"),
}
_IDS = """
    SELECT message_id FROM recipient WHERE address_id IN (SELECT value FROM json_each(?1))
    UNION SELECT message_id FROM recipient WHERE original_id IN (SELECT value FROM json_each(?1))
    UNION SELECT id FROM message WHERE sender_id IN (SELECT value FROM json_each(?1))
"""
_GIVEN = "FROM json_each(?) j CROSS JOIN"
_MESSAGES = f"""
    SELECT m.id AS key, s.name AS server, m.queue_id AS id, m.kind, m.direction, m.status, m.first_seen,
           m.received, m.last_seen, m.completed, m.size, m.subject, a.text AS sender, m.sender_id,
           h.name AS host, h.ip, l.text AS login, m.parent_queue_id AS bounce_of
    {_GIVEN} message m ON m.id = j.value JOIN server s ON s.id = m.server_id
    LEFT JOIN address a ON a.id = m.sender_id LEFT JOIN host h ON h.id = m.host_id
    LEFT JOIN label l ON l.id = m.auth_id ORDER BY m.id
"""
_RECIPIENTS = f"""
    SELECT r.message_id AS key, r.number, r.address_id, r.original_id, a.text AS address, o.text AS original,
           r.role, r.queue_state AS queue, r.outcome, r.status, r.attempts AS tries, r.first_attempt,
           r.last_attempt, r.finished, h.name AS host, h.ip, r.smtp_code, r.enhanced_code, r.phase,
           p.text AS reply, g.failure_class, c.side
    {_GIVEN} recipient r ON r.message_id = j.value JOIN address a ON a.id = r.address_id
    LEFT JOIN address o ON o.id = r.original_id LEFT JOIN host h ON h.id = r.host_id
    LEFT JOIN reply p ON p.id = r.reply_id LEFT JOIN cause c ON c.id = r.cause_id
    LEFT JOIN signature g ON g.id = c.signature_id ORDER BY r.message_id, r.number
"""
_ATTEMPTS = f"""
    SELECT t.message_id AS key, t.recipient AS number, t.time, t.outcome, u.text AS router,
           v.text AS transport, h.name AS host, h.ip, t.phase, t.smtp_code, t.enhanced_code, p.text AS reply,
           t.duration AS duration_ms, e.text AS egress
    {_GIVEN} every_attempt t ON t.message_id = j.value LEFT JOIN label u ON u.id = t.router_id
    LEFT JOIN label v ON v.id = t.transport_id LEFT JOIN host h ON h.id = t.host_id
    LEFT JOIN reply p ON p.id = t.reply_id LEFT JOIN label e ON e.id = t.egress_id
    ORDER BY t.message_id, t.time
"""
_EVENTS = f"""
    SELECT e.message_id AS key, e.number, e.time, e.kind, e.permanent, e.blocked, e.smtp_code,
           e.enhanced_code, p.text AS reply, k.url AS link, e.actor, g.text AS program, b.text AS told_as
    {_GIVEN} delivery_event e ON e.message_id = j.value LEFT JOIN reply p ON p.id = e.reply_id
    LEFT JOIN link k ON k.id = e.link_id LEFT JOIN label g ON g.id = e.agent_id
    LEFT JOIN label b ON b.id = e.sub_type_id ORDER BY e.message_id, e.time
"""
_ENGAGEMENTS = f"""
    SELECT e.message_id AS key, e.number, coalesce(c.name, c.external_id) AS campaign, e.sent,
           nullif(e.opened, 0) AS opened, nullif(e.clicked, 0) AS clicked, e.complained, e.unsubscribed,
           e.opens, e.machine_opens, e.clicks, e.machine_clicks
    {_GIVEN} engagement e ON e.message_id = j.value LEFT JOIN campaign c ON c.id = e.campaign_id
"""
_LETTERS = f"""
    SELECT l.message_id AS key, l.thread_id AS thread, t.subject, l.sent, l.rfc_id AS message_id,
           l.in_reply_to, l.from_name
    {_GIVEN} letter l ON l.message_id = j.value JOIN thread t ON t.id = l.thread_id
"""
_REJECTIONS = """
    SELECT j.time, s.name AS server, j.permanent, j.stage, j.queue_id AS id, h.name AS host, h.ip,
           l.text AS login, f.text AS sender, a.text AS recipient, j.subject, j.smtp_code, j.enhanced_code,
           p.text AS reply
    FROM rejection j JOIN server s ON s.id = j.server_id LEFT JOIN host h ON h.id = j.host_id
    LEFT JOIN label l ON l.id = j.auth_id LEFT JOIN address f ON f.id = j.sender_id
    LEFT JOIN address a ON a.id = j.address_id LEFT JOIN reply p ON p.id = j.reply_id
    WHERE j.address_id IN (SELECT value FROM json_each(?1))
       OR j.sender_id IN (SELECT value FROM json_each(?1))
    ORDER BY j.id
"""


def messages(connection: Connection, ids: list[int]) -> Iterator[Item]:
    """Messages from and to the addresses; of those to them, the other recipients are left out."""
    mine = set(ids)
    found = connection.exec_driver_sql(_IDS, (json.dumps(ids),)).yield_per(AT_ONCE)
    for part in found.partitions(AT_ONCE):
        yield from _messages(connection, json.dumps([row[0] for row in part]), mine)


def _messages(connection: Connection, keys: str, mine: set[int]) -> Iterator[Item]:
    attempts = _by_recipient(connection, _ATTEMPTS, keys, "attempt")
    events = _by_recipient(connection, _EVENTS, keys, "event")
    engagements = _by_recipient(connection, _ENGAGEMENTS, keys, "engagement")
    letters = {item.pop("key"): item for item in _items(connection, _LETTERS, (keys,), "letter")}
    people: dict[int, list[Item]] = defaultdict(list)
    for item in _items(connection, _RECIPIENTS, (keys,), "recipient"):
        message, _ = place = item.pop("key"), item.pop("number")
        item["own"] = bool({item.pop("address_id"), item.pop("original_id")} & mine)
        item |= {"attempts": attempts[place], "events": events[place]}
        item["engagement"] = next(iter(engagements[place]), None)
        people[message].append(item)
    for item in _items(connection, _MESSAGES, (keys,), "message"):
        key, sent = item.pop("key"), item.pop("sender_id") in mine
        to = [one for one in people[key] if sent or one["own"]]
        item["as"] = [
            *(["sender"] if sent else []),
            *(["recipient"] if any(one["own"] for one in to) else []),
        ]
        item["recipients"] = [{name: value for name, value in one.items() if name != "own"} for one in to]
        item["conversation"] = letters.get(key)
        yield item


def rejections(connection: Connection, ids: list[int]) -> Iterator[Item]:
    """Mail from and to the addresses that was refused."""
    return _items(connection, _REJECTIONS, (json.dumps(ids),), "rejection")


def audit(connection: Connection, address: str) -> Iterator[Item]:
    """Acts on the person, the newest first."""
    before: int | None = None
    while found := entries(connection, Wanted(address=address), AT_ONCE, before):
        for one in found:
            told = {
                name: getattr(one, name) for name in ("id", "act", "subjects", "reason", "result", "done")
            }
            yield told | {"time": iso(one.time), "by": one.by.name}
        before = found[-1].id


def payloads(engine: Engine, swap: Swap) -> Iterator[Item]:
    """What sending services sent that names the person, as it came."""
    for _, found in packed.payloads(engine, swap):
        ids = [entry for one in found for entry in packed.entries(one)]
        with engine.connect() as connection:
            texts = payload_list.raws(connection, ids)
            for one in payload_list.these(connection, ids):
                service = None if one.provider is None else str(one.provider)
                text = texts.get(one.id, b"").decode("utf-8", "replace")
                yield {
                    "id": one.id,
                    "service": service,
                    "received": iso(one.received),
                    "error": one.error,
                    "text": text,
                }


def lines(engine: Engine, swap: Swap) -> Iterator[Item]:
    """Log lines that name the person, as they were written."""
    for _, found in packed.lines(engine, swap):
        for one in found:
            with engine.connect() as connection:
                data, path = connection.exec_driver_sql(
                    "SELECT b.data, f.path FROM raw_block b JOIN source_file f ON f.id = b.file_id "
                    "WHERE b.id = ?",
                    (one.block,),
                ).one()
            for _, record in sorted(picked(data, one.places).items()):
                text = record.raw.decode("utf-8", "backslashreplace")
                yield {"file": path, "line": record.line + 1, "offset": record.offset, "text": text}


def elsewhere(connection: Connection, swap: Swap, reader: Reader) -> Iterator[Item]:
    """Every other row that names the person: the table, its key, its texts."""
    ids = set(own.ids_of(connection, swap.address))
    for place in sweeping.places(connection):
        keys = sweeping.rows(connection, swap, place)
        for row in sweeping.found(connection, swap, place, keys):
            if place.table == "note":
                note = None if own.is_own("note", row, ids) else notes.of_id(connection, row["id"], reader)
                if note is not None:
                    yield {"table": "note", "by": note.author, "time": iso(note.created), "text": note.text}
            elif place.table not in _OWN or not own.is_own(place.table, row, ids):
                texts = {name: row[name] for name in place.texts if swap.names(_bytes(row[name]))}
                yield {"table": place.table, "key": [row[key] for key in place.keys]} | texts


def _bytes(value: Any) -> bytes:
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else b""


def _by_recipient(
    connection: Connection, query: str, keys: str, kind: str
) -> dict[tuple[int, int], list[Item]]:
    found: dict[tuple[int, int], list[Item]] = defaultdict(list)
    for item in _items(connection, query, (keys,), kind):
        found[item.pop("key"), item.pop("number")].append(item)
    return found


def _items(connection: Connection, query: str, values: tuple[Any, ...], kind: str) -> Iterator[Item]:
    words = _WORDS.get(kind, {})
    for row in connection.exec_driver_sql(query, values).yield_per(AT_ONCE):
        yield {name: _told(name, value, words) for name, value in row._mapping.items()}


def _told(name: str, value: Any, words: Mapping[str, type[Word]]) -> Any:
    if value is None:
        return None
    if name in words:
        return str(words[name].of_code(value))
    return iso(value) if name in _MOMENTS and isinstance(value, int) else value
