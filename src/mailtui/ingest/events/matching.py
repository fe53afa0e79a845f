"""Which mails of a batch are new, and which the database knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mailtui.model.mail_told import MailTold

Keys = tuple[int, int]
"""Code of the kind of an id, and its digest."""


@dataclass(slots=True)
class Found:
    """What is told of one mail, and the messages in the database that it is."""

    mails: list[MailTold]
    messages: set[int] = field(default_factory=set)
    """None: it is new. Several turn out to be one."""

    @property
    def ids(self) -> set[str]:
        """All its ids that are told."""
        return {id_ for mail in self.mails for id_ in mail.ids}


At = Mapping[Keys, Sequence[int]]
"""Which messages have an id."""


def parted(mails: Sequence[MailTold], at: At) -> tuple[Sequence[MailTold], Sequence[MailTold]]:
    """Which mails are new, and which the database knows."""
    if not at:
        return mails, ()
    new: list[MailTold] = []
    known: list[MailTold] = []
    for mail in mails:
        (new if at.keys().isdisjoint(mail.keys) else known).append(mail)
    return new, known


def matched(mails: Sequence[MailTold], at: At, more: Iterable[int]) -> list[Found]:
    """Mails that the database knows by the messages that they are; `more`: messages to look at too.

    In the order of their messages, which lie together.
    """
    by_message: dict[int, Found] = {}
    for mail in mails:
        messages = {message for key in mail.keys for message in at.get(key, ())}
        found = Found([mail], messages)
        for message in messages:
            other = by_message.get(message)
            if other is not None and other is not found:
                other.mails += found.mails
                other.messages |= found.messages
                found = other
        for message in found.messages:
            by_message[message] = found
    for message in set(more) - by_message.keys():
        by_message[message] = Found([], {message})
    return list({id(by_message[message]): by_message[message] for message in sorted(by_message)}.values())
