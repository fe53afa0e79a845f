"""A mail as its header fields tell it (RFC 5322 section 3.6), and its place in a conversation."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.conversations.letter import Letter
from mailtui.model.enums import Role


class Mail(NamedTuple):
    """What a mail says of itself. Text is as the fields have it, decoded; hostile until it is displayed."""

    letter: Letter
    sender: str = ""
    """Address of the From field."""
    from_name: str = ""
    recipients: tuple[tuple[Role, str], ...] = ()
    """Addresses of the To, Cc and Bcc fields, each once."""
    size: int | None = None
    """Bytes."""


class Placed(NamedTuple):
    """A letter that is a message of the database, on its way into its thread."""

    message: int
    letter: Letter
    """Its `message_id` is not empty: a mail without one has a name made of its content."""
    from_name: str = ""
    inbox: int | None = None
    storage_key: str = ""
    """Where the system that it came from keeps the raw mail."""
    told_thread: str = ""
    """The thread as the system calls it that the letter came from: letters of one are together."""
