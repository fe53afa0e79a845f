"""Plain messages into rows: see `ingest.plain`. They come as plain tuples, one for a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import (
    LinkKind,
    MessageKind,
    Outcome,
    QueueState,
    Role,
)
from mailtui.model.status import recipient_status
from mailtui.store.facts import Writable
from mailtui.store.naming import Naming
from mailtui.store.owned import PlainMessage
from mailtui.store.rows import NULL, Row, insert_flat, insert_missing
from mailtui.store.tables import Message, MessageLink, Recipient

_MTA, _ENVELOPE, _NONE = MessageKind.MTA.code, Role.ENVELOPE.code, QueueState.NONE.code
_MESSAGE_ID, _NEXT_HOP = LinkKind.MESSAGE_ID.code, LinkKind.NEXT_HOP.code
_STATUS = {
    outcome.code: recipient_status(QueueState.NONE, outcome).code
    for outcome in (Outcome.ACCEPTED, Outcome.DELIVERED)
}


def save_plain(
    connection: Connection,
    naming: Naming,
    verdicts: Writable,
    server_id: int,
    messages: Sequence[PlainMessage],
) -> None:
    """Write new messages with all that hangs on them."""
    found = rows_of(naming, server_id, messages)
    naming.write(connection)
    verdicts.write(connection)
    insert_flat(connection, Message, found.messages)
    insert_flat(connection, Recipient, found.recipients)
    insert_missing(connection, MessageLink, sorted(found.links))


class Flat(NamedTuple):
    """The rows of plain messages, the values of one after those of the other; the links as rows."""

    messages: list[Any]
    recipients: list[Any]
    links: list[Row]


def rows_of(naming: Naming, server_id: int, messages: Sequence[PlainMessage]) -> Flat:
    """The rows of plain messages."""
    found = Flat([], [], list(_links(messages)))
    for message in messages:
        found.messages.extend(_message(naming, server_id, message))
        _add_deliveries(naming, message, found)
    return found


def _message(naming: Naming, server_id: int, message: PlainMessage) -> Row:
    # fmt: off
    (id_, queue_id, status, received, completed, direction, sender, size, subject, host, ip, auth, parent,
     events, lines, _, _) = message
    return (
        id_, server_id, queue_id, _MTA, direction, status, received, 0, completed - received, 0, 0,
        naming.addresses.at_hand.get(sender) or naming.address(sender), NULL if size is None else size,
        NULL if subject is None else subject,
        naming.hosts.at_hand.get((host or "", ip or "")) or naming.host(host, ip) or NULL,
        naming.label(auth) if auth else NULL, NULL if parent is None else parent, events, lines,
    )
    # fmt: on


def _add_deliveries(naming: Naming, message: PlainMessage, found: Flat) -> None:
    id_, received = message[0], message[3]
    recipients = found.recipients.extend
    addresses, hosts, labels = (
        names.at_hand.get for names in (naming.addresses, naming.hosts, naming.labels)
    )
    for number, delivery in enumerate(message[-1]):
        place, address, time, entry, outcome, router, transport, host, ip, egress, duration, _ = delivery
        host_id = hosts((host or "", ip or "")) or naming.host(host, ip) or NULL
        # fmt: off
        recipients((
            id_, place, received, addresses(address) or naming.address(address), NULL, _ENVELOPE, _NONE,
            outcome, _STATUS[outcome], 1, time - received, 0, time - received, host_id,
            NULL, NULL, NULL, NULL, NULL, number, entry, labels(router) or naming.label(router) or NULL,
            labels(transport) or naming.label(transport), NULL if duration is None else duration,
            naming.label(egress) if egress else NULL,
        ))
        # fmt: on


def _links(messages: Iterable[PlainMessage]) -> Iterable[Row]:
    for message in messages:
        if message[-2] is not None:
            yield _MESSAGE_ID, message[-2], message[0]
        for delivery in message[-1]:
            if delivery[-1] is not None:
                yield _NEXT_HOP, delivery[-1], message[0]
