"""Conversations, read: the list, the letters of one, and which one a message belongs to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.conversations.letter import Letter
from mailtui.model.conversations.view import Delivery, ThreadKey, ThreadRow
from mailtui.model.enums import LinkKind, MessageKind, Role, Status, SubjectKind
from mailtui.model.work import Reader
from mailtui.store.digests import link_digest
from mailtui.store.work.notes import READABLE, reading

_PEOPLE = 6
"""Who wrote, as many as are shown at most."""
_ROWS = f"""
    SELECT t.id, t.last, t.subject, t.first, t.messages, t.deleted,
      (SELECT group_concat(g.name, ' ') FROM tagging x JOIN tag g ON g.id = x.tag_id
        WHERE x.kind = {SubjectKind.THREAD.code} AND x.ref = t.id),
      (SELECT count(*) FROM note o WHERE o.kind = {SubjectKind.THREAD.code} AND o.ref = t.id AND {READABLE})
    FROM thread t
"""
_MATCHES = """
    (t.subject LIKE ? ESCAPE '\\' OR t.id IN (
      SELECT l.thread_id FROM letter l JOIN message m ON m.id = l.message_id
        JOIN address a ON a.id = m.sender_id WHERE a.text LIKE ? ESCAPE '\\'
      UNION SELECT l.thread_id FROM letter l JOIN recipient r ON r.message_id = l.message_id
        JOIN address a ON a.id = r.address_id WHERE a.text LIKE ? ESCAPE '\\'))
"""


_DELIVERIES = f"""
    SELECT DISTINCT v.value, m.id, s.name, m.queue_id, m.status FROM json_each(?) v
    CROSS JOIN message_link l ON l.kind = {LinkKind.MESSAGE_ID.code} AND l.digest = v.value
    JOIN message m ON m.id = l.message_id JOIN server s ON s.id = m.server_id
    WHERE m.kind NOT IN ({MessageKind.CONVERSATION.code}, {MessageKind.REFUSED.code})
       OR m.kind = {MessageKind.CONVERSATION.code}
          AND EXISTS (SELECT 1 FROM delivery_event e WHERE e.message_id = m.id)
    ORDER BY m.first_seen, m.id
"""


class Kept(NamedTuple):
    """A letter as the database has it."""

    message: int
    letter: Letter
    sender: str
    from_name: str
    inbox: str
    server: str
    """The archive or the system that it came from."""


def total(connection: Connection) -> int:
    """How many conversations there are that are not hidden."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM thread WHERE deleted IS NULL").scalar_one())


def rows(
    connection: Connection,
    reader: Reader | None,
    words: str = "",
    after: ThreadKey | None = None,
    limit: int = 200,
    *,
    hidden: bool = False,
) -> list[ThreadRow]:
    """The newest behind a key; `words`: in the subject, or in an address of who wrote or was written to.

    `reader`: whose private notes count; `hidden`: also those that are hidden where they came from.
    """
    query, values = f"{_ROWS} WHERE (t.last, t.id) < (?, ?)", list[Any](after or (1 << 62, 0))
    if not hidden:
        query += " AND t.deleted IS NULL"
    if words:
        query += f" AND {_MATCHES}"
        values += [_pattern(words)] * 3
    found = connection.exec_driver_sql(
        f"{query} ORDER BY t.last DESC, t.id DESC LIMIT ?", (*reading(reader), *values, limit)
    ).all()
    people = _writers(connection, [row[0] for row in found])
    return [_row(row, people.get(row[0], ())) for row in found]


def row(connection: Connection, thread: int, reader: Reader | None) -> ThreadRow | None:
    """One conversation, hidden or not."""
    found = connection.exec_driver_sql(f"{_ROWS} WHERE t.id = ?", (*reading(reader), thread)).first()
    return None if found is None else _row(found, _writers(connection, [thread]).get(thread, ()))


def letters(connection: Connection, thread: int) -> list[Kept]:
    """The letters of a conversation, each Message-ID once."""
    mentioned: dict[int, list[str]] = {}
    for message, id_ in connection.exec_driver_sql(
        "SELECT r.message_id, r.referenced FROM message_reference r JOIN letter l USING (message_id) "
        "WHERE l.thread_id = ? AND r.referenced NOT LIKE 'thread:%' ORDER BY r.message_id, r.position",
        (thread,),
    ):
        mentioned.setdefault(message, []).append(id_)
    found: dict[str, Kept] = {}
    for message, id_, sent, subject, sender, name, local, domain, server in connection.exec_driver_sql(
        "SELECT l.message_id, l.rfc_id, l.sent, coalesce(m.subject, ''), coalesce(a.text, ''), l.from_name, "
        "i.local_part, i.domain, s.name FROM letter l JOIN message m ON m.id = l.message_id "
        "JOIN server s ON s.id = m.server_id "
        "LEFT JOIN address a ON a.id = m.sender_id LEFT JOIN inbox i ON i.id = l.inbox_id "
        "WHERE l.thread_id = ? ORDER BY l.sent, l.message_id",
        (thread,),
    ):
        letter = Letter(id_, tuple(mentioned.get(message, ())), (), subject, sent)
        inbox = f"{local}@{domain}" if domain else ""
        found.setdefault(id_, Kept(message, letter, sender, name, inbox, server))
    return list(found.values())


def recipients(connection: Connection, thread: int) -> dict[int, list[tuple[Role, str]]]:
    """Who the letters of a conversation are to, by message."""
    found: dict[int, list[tuple[Role, str]]] = {}
    for message, role, address in connection.exec_driver_sql(
        "SELECT r.message_id, r.role, a.text FROM letter l JOIN recipient r ON r.message_id = l.message_id "
        "JOIN address a ON a.id = r.address_id WHERE l.thread_id = ? ORDER BY r.message_id, r.number",
        (thread,),
    ):
        found.setdefault(message, []).append((Role.of_code(role), address))
    return found


def deliveries(connection: Connection, rfc_ids: Sequence[str]) -> dict[str, list[Delivery]]:
    """The same mails at mail servers and sending services, by their Message-ID."""
    ids = {link_digest(id_): id_ for id_ in rfc_ids}
    found: dict[str, list[Delivery]] = {}
    for digest, message, server, queue_id, status in connection.exec_driver_sql(
        _DELIVERIES, (json.dumps(list(ids)),)
    ):
        delivery = Delivery(message, server, queue_id, Status.of_code(status))
        found.setdefault(ids[digest], []).append(delivery)
    return found


def thread_of(connection: Connection, message: int, rfc_id: str | None) -> int | None:
    """The conversation of a message: of its own letter, or of a letter with its Message-ID."""
    found = connection.exec_driver_sql(
        "SELECT thread_id FROM letter WHERE message_id = ?", (message,)
    ).scalar()
    if found is not None:
        return int(found)
    return named(connection, rfc_id) if rfc_id else None


def named(connection: Connection, rfc_id: str) -> int | None:
    """The conversation in which a letter has this Message-ID."""
    found = connection.exec_driver_sql(
        "SELECT l.thread_id FROM message_link k JOIN letter l ON l.message_id = k.message_id "
        f"WHERE k.kind = {LinkKind.MESSAGE_ID.code} AND k.digest = ? LIMIT 1",
        (link_digest(rfc_id),),
    ).scalar()
    return None if found is None else int(found)


def _row(found: Any, people: Sequence[str]) -> ThreadRow:
    id_, last, subject, first, messages, deleted, tags, notes = found
    tagged = tuple(sorted(tags.split())) if tags else ()
    return ThreadRow(ThreadKey(last, id_), subject, first, messages, tuple(people), tagged, notes, deleted)


def _writers(connection: Connection, threads: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for thread in threads:
        senders = connection.exec_driver_sql(
            "SELECT a.text FROM letter l JOIN message m ON m.id = l.message_id "
            "JOIN address a ON a.id = m.sender_id WHERE l.thread_id = ? GROUP BY lower(a.text) "
            "ORDER BY min(l.sent), min(l.message_id) LIMIT ?",
            (thread, _PEOPLE),
        )
        found[thread] = list(senders.scalars())
    return found


def _pattern(words: str) -> str:
    """`words` anywhere, as LIKE takes it."""
    return "%{}%".format(words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"))
