"""Plain messages into rows: see `ingest.plain`. They come as plain tuples, one for a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
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
from mailtui.store.owned import FailedTry, Failures, PlainMessage, TriedMessage, TriedPerson
from mailtui.store.rows import NULL, Row, bare, insert_flat
from mailtui.store.tables import DeliveryAttempt, Message, Recipient

_MTA, _ENVELOPE, _NONE = MessageKind.MTA.code, Role.ENVELOPE.code, QueueState.NONE.code
_MESSAGE_ID, _NEXT_HOP = LinkKind.MESSAGE_ID.code, LinkKind.NEXT_HOP.code
_STATUS = {outcome.code: recipient_status(QueueState.NONE, outcome).code for outcome in Outcome}
_NO_TRY = (None,) * 6


class Flat(NamedTuple):
    """The rows of plain messages, the values of one after those of the other; the links as rows."""

    messages: list[Any]
    recipients: list[Any]
    attempts: list[Any]
    links: list[Row]


def save_plain(
    connection: Connection,
    naming: Naming,
    verdicts: Writable,
    server_id: int,
    messages: Sequence[PlainMessage],
    tried: Sequence[TriedMessage],
    causes: Sequence[Failures | None],
) -> list[Row]:
    """Write new messages with all that hangs on them but their links, which it gives.

    The causes are those of the failures of `tried`.
    """
    plain, others = Flat([], [], [], []), Flat([], [], [], [])
    for message in messages:  # first: what is named first gets the ids that take the least room
        add_plain(naming, server_id, message, plain)
    for one, failures in zip(tried, causes, strict=True):
        add_tried(naming, server_id, one, failures, others)
    naming.write(connection)
    verdicts.write(connection)
    insert_flat(connection, Message, others.messages + plain.messages)  # in this order pages are fuller
    insert_flat(connection, Recipient, others.recipients + plain.recipients)
    insert_flat(connection, DeliveryAttempt, others.attempts)
    return others.links + plain.links


def add_plain(naming: Naming, server_id: int, message: PlainMessage, found: Flat) -> None:
    """The rows of a plain message."""
    found.messages.extend(_message(naming, server_id, message))
    found.recipients.extend(chain.from_iterable(_deliveries(naming, message, count())))
    found.links.extend(_links(message))


def add_tried(
    naming: Naming, server_id: int, tried: TriedMessage, failures: Failures | None, found: Flat
) -> None:
    """The rows of a message with tries that failed."""
    message, numbers, people, attempts = tried
    found.messages.extend(_message(naming, server_id, message))
    recipients = list(_deliveries(naming, message, numbers))
    for person in people:
        cause = failures.recipients[person[0]] if failures else None
        recipients.append(_person(naming, message, person, cause))
    found.recipients.extend(chain.from_iterable(sorted(recipients)))
    for attempt in attempts:
        cause = failures.attempts[attempt[0]] if failures else None
        found.attempts.extend(_attempt(naming, message[0], attempt, cause))
    found.links.extend(_links(message))
    found.links.extend(
        (_NEXT_HOP, attempt[-1], message[0]) for attempt in attempts if attempt[-1] is not None
    )


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


def _deliveries(naming: Naming, message: PlainMessage, numbers: Iterable[int]) -> Iterator[Row]:
    """The rows of deliveries at the first try; `numbers` say which of all tries these are."""
    id_, received = message[0], message[3]
    addresses, hosts, labels = (
        names.at_hand.get for names in (naming.addresses, naming.hosts, naming.labels)
    )
    for number, delivery in zip(numbers, message[-1], strict=False):
        place, address, time, entry, outcome, router, transport, host, ip, egress, duration, _ = delivery
        host_id = hosts((host or "", ip or "")) or naming.host(host, ip) or NULL
        # fmt: off
        yield (
            id_, place, received, addresses(address) or naming.address(address), NULL, _ENVELOPE, _NONE,
            outcome, _STATUS[outcome], 1, time - received, 0, time - received, host_id,
            NULL, NULL, NULL, NULL, NULL, number, entry, labels(router) or naming.label(router) or NULL,
            labels(transport) or naming.label(transport), NULL if duration is None else duration,
            naming.label(egress) if egress else NULL,
        )
        # fmt: on


def _person(naming: Naming, message: PlainMessage, person: TriedPerson, cause: int | None) -> Row:
    """The row of somebody for whom a try failed."""
    received = message[3]
    (place, address, outcome, tries, first, last, finished, host, ip, smtp_code, enhanced_code, phase,
     reply) = person  # fmt: skip
    made = (
        message[0], place, received, naming.address(address), None, _ENVELOPE, _NONE, outcome,
        _STATUS[outcome], tries, None if first is None else first - received,
        None if first is None else last - first, finished - received, naming.host(host, ip), smtp_code,
        enhanced_code, phase, naming.reply(reply), cause, *_NO_TRY,
    )  # fmt: skip
    return bare(made)


def _attempt(naming: Naming, message_id: int, attempt: FailedTry, cause: int | None) -> Row:
    """The row of one of the tries."""
    (number, place, time, outcome, entry, router, transport, host, ip, phase, smtp_code, enhanced_code,
     errno, reply, duration, egress, _) = attempt  # fmt: skip
    made = (
        message_id, number, place, time, outcome, entry, naming.label(router), naming.label(transport),
        naming.host(host, ip), phase, smtp_code, enhanced_code, errno, naming.reply(reply), duration,
        naming.label(egress), cause,
    )  # fmt: skip
    return bare(made)


def _links(message: PlainMessage) -> Iterator[Row]:
    if message[-2] is not None:
        yield _MESSAGE_ID, message[-2], message[0]
    for delivery in message[-1]:
        if delivery[-1] is not None:
            yield _NEXT_HOP, delivery[-1], message[0]
