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


@dataclass(slots=True)
class Matched:
    """The mails of a batch."""

    new: list[MailTold]
    known: list[Found]


def matched(mails: Sequence[MailTold], at: Mapping[Keys, Sequence[int]], more: Iterable[int]) -> Matched:
    """Mails by what is known of them; `at`: which messages have an id, `more`: messages to look at too."""
    result = Matched([], [])
    by_message: dict[int, Found] = {}
    if not at:
        result.new.extend(mails)
        mails = ()
    for mail in mails:
        messages = {message for key in mail.keys for message in at.get(key, ())}
        if not messages:
            result.new.append(mail)
            continue
        found = Found([mail], set(messages))
        for message in messages:
            other = by_message.get(message)
            if other is not None and other is not found:
                other.mails += found.mails
                other.messages |= found.messages
                found = other
        for message in found.messages:
            by_message[message] = found
    for message in sorted(set(more) - by_message.keys()):
        by_message[message] = Found([], {message})
    result.known = list({id(found): found for found in by_message.values()}.values())
    return result
