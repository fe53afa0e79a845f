"""Mail of sending services that is new, into rows: that which was sent, delivered, opened, and nothing else.

Most mail of a campaign is. It comes as plain values (`model.mail_told.Plain`); all other mail goes the way of
`store.facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import (
    AttemptOutcome,
    Direction,
    MessageKind,
    Outcome,
    QueueState,
    Role,
    Status,
)
from mailtui.model.mail_told import EventRow, MailTold, Plain, peer
from mailtui.store import schema
from mailtui.store.digests import storable
from mailtui.store.facts import Writable
from mailtui.store.naming import Naming
from mailtui.store.rows import NULL, insert_flat

_CAMPAIGN, _SINGLE = MessageKind.CAMPAIGN.code, MessageKind.TRANSACTIONAL.code
_ENVELOPE, _SUCCESS = Role.ENVELOPE.code, AttemptOutcome.SUCCESS.code
_DONE = QueueState.NONE.code, Outcome.ACCEPTED.code, Status.ACCEPTED.code
_WAITS = QueueState.QUEUED.code, Outcome.UNKNOWN.code, Status.QUEUED.code
_DIRECTION = Direction.UNKNOWN.code
_UNTRIED = NULL, NULL, NULL, NULL, NULL, NULL
_NO_TRY = NULL, NULL, NULL, NULL, NULL, NULL

_ENDED = "UPDATE message SET status = ?, seen_for = ?, completed_before = ? WHERE id = ?"
_TOOK = (
    "UPDATE recipient SET queue_state = ?, outcome = ?, status = ?, attempts = ?, first_after = ?, "
    "tried_for = ?, finished_after = ?, host_id = ?, smtp_code = ?, enhanced_code = ?, try_number = ?, "
    "entry_id = ?, router_id = ?, transport_id = ?, duration = ?, egress_id = ? "
    "WHERE message_id = ? AND number = 0"
)


class Sent(NamedTuple):
    """A new mail."""

    id: int
    name: str
    """What it is called."""
    campaign: int
    """0: it belongs to none."""
    mail: MailTold
    plain: Plain


class Delivered(NamedTuple):
    """A mail that is there: sent, and now delivered."""

    id: int
    time: int
    """Of its recipient's row."""
    first_seen: int
    last_seen: int
    mail: MailTold
    plain: Plain


def save_delivered(connection: Connection, naming: Naming, mails: Iterable[Delivered], base: int) -> None:
    """Write that mails of which nothing was tried before are delivered; `base` as of `save_sent`."""
    messages, recipients = [], []
    attempts: list[Any] = []
    for id_, time, first_seen, last_seen, _, plain in mails:
        tries = plain.tries
        messages.append((_DONE[2], last_seen - first_seen, last_seen - tries[-1][2], id_))
        only = _only(naming, tries[0], base) if len(tries) == 1 else _NO_TRY
        recipients.append((*_DONE, len(tries), *_tried(naming, tries, time), *only, id_))
        for number, row in enumerate(tries if len(tries) > 1 else ()):
            attempts += _attempt(naming, id_, number, row, base)
    if messages:
        naming.write(connection)
        connection.exec_driver_sql(_ENDED, messages)
        connection.exec_driver_sql(_TOOK, recipients)
        insert_flat(connection, schema.DELIVERY_ATTEMPT, attempts)


def save_sent(
    connection: Connection,
    naming: Naming,
    verdicts: Writable,
    server_id: int,
    mails: Iterable[Sent],
    base: int,
) -> None:
    """Write new mails with their recipients and attempts; `base` is added to the payloads that are named."""
    messages: list[Any] = []
    recipients: list[Any] = []
    attempts: list[Any] = []
    for id_, name, campaign, mail, plain in mails:
        tries = plain.tries
        messages += _message(naming, server_id, id_, name, campaign, mail, plain)
        time = plain.first_seen if plain.received is None else plain.received
        address = naming.addresses.at_hand.get(plain.recipient) or naming.address(plain.recipient)
        tried = _tried(naming, tries, time) if tries else _UNTRIED
        state = _DONE if tries else _WAITS
        recipients += (id_, 0, time, address, NULL, _ENVELOPE, *state, len(tries), *tried, NULL, NULL, NULL)
        if len(tries) == 1:
            recipients += _only(naming, tries[0], base)
            continue
        recipients += _NO_TRY
        for number, row in enumerate(tries):
            attempts += _attempt(naming, id_, number, row, base)
    naming.write(connection)
    verdicts.write(connection)
    insert_flat(connection, schema.MESSAGE, messages)
    insert_flat(connection, schema.RECIPIENT, recipients)
    insert_flat(connection, schema.DELIVERY_ATTEMPT, attempts)


def _message(
    naming: Naming, server_id: int, id_: int, name: str, campaign: int, mail: MailTold, plain: Plain
) -> tuple[Any, ...]:
    first, last = plain.first_seen, plain.last_seen
    status = _DONE[2] if plain.tries else _WAITS[2]
    # fmt: off
    return (
        id_, server_id, name, _CAMPAIGN if campaign else _SINGLE, _DIRECTION, status,
        first, NULL if plain.received is None else plain.received - first, last - first,
        last - plain.tries[-1][2] if plain.tries else NULL, 0,
        (naming.address(mail.sender) if mail.sender else None) or NULL, NULL,
        storable(mail.subject) if mail.subject else NULL, NULL, NULL, NULL, NULL, NULL,
    )
    # fmt: on


def _tried(naming: Naming, tries: Sequence[EventRow], time: int) -> tuple[Any, ...]:
    """Of the recipient: the first try, the last, the end, the host, what it said."""
    first, last = tries[0][2], tries[-1]
    return first - time, last[2] - first, last[2] - time, _host(naming, last[9]), *_codes(last)


def _attempt(naming: Naming, id_: int, number: int, row: EventRow, base: int) -> tuple[Any, ...]:
    code, enhanced = _codes(row)
    egress = naming.label(row[10]) if row[10] else NULL
    # fmt: off
    return (
        id_, number, 0, row[2], _SUCCESS, -(row[3] + base), NULL, NULL, _host(naming, row[9]), NULL, code,
        enhanced, NULL, NULL, NULL, egress, NULL,
    )
    # fmt: on


def _only(naming: Naming, row: EventRow, base: int) -> tuple[Any, ...]:
    """The only try, in the row of the recipient."""
    return 0, -(row[3] + base), NULL, NULL, NULL, naming.label(row[10]) if row[10] else NULL


def _codes(row: EventRow) -> tuple[Any, Any]:
    return NULL if row[6] is None else row[6], row[7] or NULL


def _host(naming: Naming, remote: str) -> Any:
    return naming.host(*peer(remote)) if remote else NULL
