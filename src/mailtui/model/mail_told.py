"""What a batch of events tells of a mail, as plain values: they go from process to process by the million."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, NamedTuple, TypeAlias

EventRow: TypeAlias = tuple[Any, ...]
"""Key, code of the kind, time, payload, permanent, blocked, SMTP code, enhanced code, reply, remote host, our
IP, sub-type, link, machine, HEAD, agent, visitor, recipient: the columns of an event, names not yet ids."""


class Plain(NamedTuple):
    """A mail to one recipient that was sent, delivered, opened, and of which nothing else is told.

    None is opened that is not delivered.
    Moments are UTC microseconds.
    """

    recipient: str
    first_seen: int
    received: int | None
    last_seen: int
    tries: Sequence[EventRow]
    """The deliveries, in time."""
    opened: int | None
    """The first open by a person."""
    opens: int
    machine_opens: int


class MailTold(NamedTuple):
    """What is told of one mail."""

    ids: Sequence[str]
    """See `ingest.events.identity` for what an id is."""
    keys: Sequence[tuple[int, int]]
    """What the ids are found by: codes of their kinds, and digests."""
    subject: str
    sender: str
    message_id: str
    message_id_digest: int
    """Only where there is a Message-ID."""
    campaign: str
    rows: Sequence[EventRow]
    plain: Plain | None
    """What it comes to, if it is such a mail."""


class Sought(NamedTuple):
    """What is looked up at once for many mails, in the order of indexes: each of their pages is read once."""

    keys: Sequence[tuple[int, int]]
    """What the mails are found by."""
    recipients: Sequence[str]
    """To whom those go that seem to be new, as addresses are stored."""


@lru_cache(16_384)
def peer(remote: str) -> tuple[str | None, str | None]:
    """Host name and IP address of what may be either."""
    if not remote:
        return None, None
    try:
        ip_address(remote)
    except ValueError:
        return remote, None
    return None, remote
