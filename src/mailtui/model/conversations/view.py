"""Conversations as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mailtui.model.enums import Role, Status


class ThreadKey(NamedTuple):
    """The place of a conversation in the list: newest first."""

    last: int
    id: int


class ThreadRow(NamedTuple):
    """A conversation in the list. Text is hostile until it is displayed."""

    key: ThreadKey
    subject: str
    """Of the first letter, without Re: and Fwd:."""
    first: int
    messages: int
    people: tuple[str, ...]
    """Addresses of those who wrote, first letter first."""
    tags: tuple[str, ...] = ()
    notes: int = 0
    deleted: int | None = None
    """Hidden since, in the system that it came from; UTC microseconds."""


class ThreadPage(NamedTuple):
    """Some conversations, newest first."""

    rows: tuple[ThreadRow, ...]
    after: ThreadKey | None
    """What the next page begins behind; None when there is none."""
    total: int
    """How many there are in all, whatever was asked for."""


class Delivery(NamedTuple):
    """The same mail as a mail server or a sending service knows it."""

    message: int
    server: str
    queue_id: str
    status: Status


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter in its conversation."""

    message: int
    """Database id: what is traced."""
    server: str
    """The archive or the system that it came from."""
    rfc_id: str
    depth: int
    """How many letters before it are there that it answers, one above the other."""
    sent: int | None
    sender: str
    from_name: str
    subject: str
    recipients: tuple[tuple[Role, str], ...]
    missing: str = ""
    """The Message-ID of the letter that it answers, where that is not here."""
    inbox: str = ""
    """The mailbox that it came to, where that is known."""
    deliveries: tuple[Delivery, ...] = ()
    """What is known of its way, where logs or events of the same mail were imported."""


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A conversation: letters in the order of a tree, answers under what they answer."""

    row: ThreadRow
    letters: tuple[LetterView, ...]
