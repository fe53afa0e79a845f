"""Plain messages into rows: see `ingest.plain`. They come in columns, those with failed tries one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import (
    LinkKind,
    MessageKind,
    Outcome,
    QueueState,
    Role,
)
from mailtui.model.status import recipient_status
from mailtui.store import schema
from mailtui.store.facts import Writable
from mailtui.store.in_columns import PlainColumns
from mailtui.store.naming import Naming
from mailtui.store.owned import FailedTry, Failures, PlainMessage, TriedMessage, TriedPerson
from mailtui.store.rows import NULL, Row, bare, insert

_MTA, _ENVELOPE, _NONE = MessageKind.MTA.code, Role.ENVELOPE.code, QueueState.NONE.code
_MESSAGE_ID, _NEXT_HOP = LinkKind.MESSAGE_ID.code, LinkKind.NEXT_HOP.code
_STATUS = {outcome.code: recipient_status(QueueState.NONE, outcome).code for outcome in Outcome}
_NO_TRY = (None,) * 6


class Rows(NamedTuple):
    """The rows of messages with tries that failed."""

    messages: list[Row]
    recipients: list[Row]
    attempts: list[Row]
    links: list[Row]


class Ids:
    """The ids of what plain messages name, by the places that they are told by.

    Labels come before peers, whose providers are labels too: what is named first gets the shorter ids.
    """

    def __init__(self, naming: Naming, plain: PlainColumns) -> None:
        self.label = [NULL if text is None else naming.label(text) for text in plain.labels].__getitem__
        self.address = [naming.address(text) for text in plain.addresses].__getitem__
        self.peer = [naming.host(*peer) or NULL for peer in plain.peers].__getitem__


def save_plain(
    connection: Connection,
    naming: Naming,
    verdicts: Writable,
    server_id: int,
    plain: PlainColumns,
    tried: Sequence[TriedMessage],
    causes: Sequence[Failures | None],
) -> Sequence[Row]:
    """Write new messages with all that hangs on them but their links, which it gives.

    The causes are those of the failures of `tried`.
    """
    ids, others = Ids(naming, plain), Rows([], [], [], [])
    for one, failures in zip(tried, causes, strict=True):
        add_tried(naming, server_id, one, failures, others)
    naming.write(connection)
    verdicts.write(connection)
    # in this order pages are fuller
    insert(connection, schema.MESSAGE, chain(others.messages, messages(ids, server_id, plain)))
    insert(connection, schema.RECIPIENT, chain(others.recipients, deliveries(ids, plain)))
    insert(connection, schema.DELIVERY_ATTEMPT, others.attempts)
    return [*others.links, *plain.links]


def messages(ids: Ids, server_id: int, plain: PlainColumns) -> Iterator[Row]:
    """The rows of plain messages."""
    # fmt: off
    (id_, queue_id, status, received, completed, direction, sender, size, subject, peer, login, parent,
     events, lines) = plain.messages
    return zip(
        id_, repeat(server_id), queue_id, repeat(_MTA), direction, status, received, repeat(0), completed,
        repeat(0), repeat(0), map(ids.address, sender), size, subject, map(ids.peer, peer),
        map(ids.label, login), parent, events, lines,
        strict=False,
    )
    # fmt: on


def deliveries(ids: Ids, plain: PlainColumns) -> Iterator[Row]:
    """The rows of their recipients, with the deliveries."""
    # fmt: off
    (message, received, number, address, after, entry, outcome, router, transport, peer, egress, duration,
     try_number) = plain.deliveries
    unknown = repeat(NULL)
    return zip(
        message, number, received, map(ids.address, address), unknown, repeat(_ENVELOPE), repeat(_NONE),
        outcome, map(_STATUS.__getitem__, outcome), repeat(1), after, repeat(0), after, map(ids.peer, peer),
        unknown, unknown, unknown, unknown, unknown, try_number, entry, map(ids.label, router),
        map(ids.label, transport), duration, map(ids.label, egress),
        strict=False,
    )
    # fmt: on


def add_tried(
    naming: Naming, server_id: int, tried: TriedMessage, failures: Failures | None, found: Rows
) -> None:
    """The rows of a message with tries that failed."""
    message, numbers, people, attempts = tried
    found.messages.append(_message(naming, server_id, message))
    recipients = list(_deliveries(naming, message, numbers))
    for person in people:
        cause = failures.recipients[person[0]] if failures else None
        recipients.append(_person(naming, message, person, cause))
    found.recipients.extend(sorted(recipients))
    for attempt in attempts:
        cause = failures.attempts[attempt[0]] if failures else None
        found.attempts.append(_attempt(naming, message[0], attempt, cause))
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
