"""The questions of a trace: which messages have an id, what a message is, what hangs on it."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, or_, select

from mailtui.model.enums import LinkKind, MessageKind, Status
from mailtui.store import schema
from mailtui.store.digests import link_digest
from mailtui.store.selecting.context import M

S, F, H, L = schema.SERVER.alias("s"), schema.ADDRESS.alias("f"), schema.HOST.alias("h"), schema.MESSAGE_LINK


class Head(NamedTuple):
    """A message as the tables know it."""

    id: int
    server_id: int
    server: str
    queue_id: str
    kind: MessageKind
    status: Status
    received: int | None
    first_seen: int
    last_seen: int
    completed: int | None
    frozen: bool
    sender: str | None
    size: int | None
    subject: str | None
    host: str | None
    ip: str | None
    parent_queue_id: str | None


_HEADS = (
    select(
        M.c.id,
        M.c.server_id,
        S.c.name,
        M.c.queue_id,
        M.c.kind,
        M.c.status,
        M.c.received,
        M.c.first_seen,
        M.c.last_seen,
        M.c.completed,
        M.c.frozen,
        F.c.text,
        M.c.size,
        M.c.subject,
        H.c.name,
        H.c.ip,
        M.c.parent_queue_id,
    )
    .select_from(M)
    .join(S, S.c.id == M.c.server_id)
    .outerjoin(F, F.c.id == M.c.sender_id)
    .outerjoin(H, H.c.id == M.c.host_id)
    .order_by(M.c.first_seen.desc())
)


def heads(connection: Connection, condition: ColumnElement[bool]) -> list[Head]:
    """The messages that meet a condition over `M`, newest first."""
    return [_head(row) for row in connection.execute(_HEADS.where(condition))]


def of_id(connection: Connection, message_id: int) -> Head | None:
    """One message by its id in the database."""
    found = heads(connection, M.c.id == message_id)
    return found[0] if found else None


def named(connection: Connection, identifier: str) -> list[Head]:
    """The messages of a queue id, or else of a Message-ID (angle brackets do not count).

    Also those of what a sending service or the program that had it sent calls them. A letter of an archive is
    called by its Message-ID, so with that all are asked for at once.
    """
    by_queue_id = M.c.queue_id == identifier.strip()
    by_name = M.c.id.in_(linked(_NAMES, identifier))
    if "@" in identifier:
        return heads(connection, or_(by_queue_id, by_name)) or _named_otherwise(connection, identifier)
    return heads(connection, by_queue_id) or heads(connection, by_name)


def _named_otherwise(connection: Connection, identifier: str) -> list[Head]:
    """By a Message-ID whose letters stand in the log in another case: some programs change it."""
    from mailtui.query.tree import Text
    from mailtui.store.selecting.line_search import message_id_search
    from mailtui.store.selecting.mentions import Mention

    mention = Mention(connection, message_id_search(Text(identifier.strip(), exact=True)))
    mention.reach(connection, None)
    return heads(connection, M.c.id.in_(mention.owners.messages)) if mention.owners.messages else []


_NAMES = (LinkKind.MESSAGE_ID, LinkKind.PROVIDER_ID, LinkKind.TRACKING_ID)


def linked(kinds: LinkKind | tuple[LinkKind, ...], *values: str) -> Any:
    """A select of the ids of messages known under one of these other ids."""
    codes = [kind.code for kind in (kinds if isinstance(kinds, tuple) else (kinds,))]
    digests = [link_digest(value) for value in values]
    return select(L.c.message_id).where(L.c.kind.in_(codes), L.c.digest.in_(digests))


def reports_on(connection: Connection, head: Head) -> list[Head]:
    """The messages that report on a message: bounces, and warnings that it is delayed."""
    return heads(connection, (M.c.parent_queue_id == head.queue_id) & (M.c.server_id == head.server_id))


def reported_by(connection: Connection, head: Head) -> list[Head]:
    """The message that a bounce reports on."""
    if head.parent_queue_id is None:
        return []
    return heads(connection, (M.c.queue_id == head.parent_queue_id) & (M.c.server_id == head.server_id))


def same_mail(connection: Connection, head: Head, message_id: str | None) -> list[Head]:
    """Messages with the same Message-ID: the mail on another server, or sent again."""
    if not message_id:
        return []
    return heads(connection, M.c.id.in_(linked(LinkKind.MESSAGE_ID, message_id)) & (M.c.id != head.id))


def next_hops(connection: Connection, head: Head, remote_ids: list[str]) -> list[Head]:
    """What the mail became on servers we have logs of: they answered with these queue ids."""
    if not remote_ids:
        return []
    return heads(connection, M.c.queue_id.in_(remote_ids) & (M.c.id != head.id))


def previous_hops(connection: Connection, head: Head) -> list[Head]:
    """The message on the server before: it was told our queue id."""
    mine = linked(LinkKind.NEXT_HOP, head.queue_id)
    return heads(connection, or_(M.c.id.in_(mine)) & (M.c.id != head.id))


def _head(row: Any) -> Head:
    id_, server_id, server, queue_id, kind, status, *rest = row
    return Head(
        id_,
        server_id,
        server,
        queue_id,
        MessageKind.of_code(kind),
        Status.of_code(status),
        *rest,
    )
