"""Which mails of a batch are new, and which the database knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mailtui.ingest.events.identity import kind_and_text
from mailtui.model.mail_told import MailTold

_CODES = {digit: kind_and_text(digit)[0].code for digit in "012"}
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


def keys_of(mail: MailTold) -> list[Keys]:
    """What the ids of a mail are looked up by."""
    return [(_CODES[id_[0]], digest) for id_, digest in mail.ids.items()]


def matched(mails: Sequence[MailTold], at: Mapping[Keys, Sequence[int]], more: Iterable[int]) -> Matched:
    """Mails by what is known of them; `at`: which messages have an id, `more`: messages to look at too."""
    result = Matched([], [])
    by_message: dict[int, Found] = {}
    for mail in mails:
        messages = {message for key in keys_of(mail) for message in at.get(key, ())} if at else ()
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
