"""Which events are about one mail: those that share an id, directly or by way of others.

A mail is known by what the service calls it, by what the program calls it that had it sent, and, where a
service tells neither, by its RFC 5322 Message-ID.

An id is a text here: a digit for its kind, the best first, and what it is. So the least of some ids is what a
mail is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mailtui.model.enums import LinkKind
from mailtui.model.provider_event import ProviderEvent

KINDS = (LinkKind.PROVIDER_ID, LinkKind.TRACKING_ID, LinkKind.MESSAGE_ID)
CODES = {str(rank): kind.code for rank, kind in enumerate(KINDS)}
"""The codes of the kinds by their digits."""
_BY_PROVIDER, _BY_TRACKING, _BY_MESSAGE_ID = "012"


class Told(NamedTuple):
    """An event, and the payload that told it."""

    event: ProviderEvent
    payload: int


class Mail:
    """What a batch tells of one mail."""

    __slots__ = ("ids", "told")

    def __init__(self, ids: set[str]) -> None:
        self.ids = ids
        self.told: list[Told] = []


def ids_of(event: ProviderEvent) -> list[str]:
    """The ids of the mail that an event is about; none when it says nothing to know it by."""
    if event.provider_id:
        if event.tracking_id:
            return [_BY_PROVIDER + event.provider_id, _BY_TRACKING + event.tracking_id]
        return [_BY_PROVIDER + event.provider_id]
    if event.tracking_id:
        return [_BY_TRACKING + event.tracking_id]
    return [_BY_MESSAGE_ID + event.message_id] if event.message_id else []


def named(kind: LinkKind, text: str) -> str:
    """The id of that kind."""
    return f"{KINDS.index(kind)}{text}"


def name_of(ids: Iterable[str]) -> str:
    """What a mail is called: the best of its ids, whatever came first."""
    return min(ids)[1:]


def joined(told: Iterable[Told]) -> list[Mail]:
    """The mails of a batch, each once, in the order in which they were first told of."""
    by_id: dict[str, Mail] = {}
    for one in told:
        first, *others = ids_of(one.event)
        mail = by_id.get(first)
        if mail is None:
            mail = by_id[first] = Mail({first})
        for id_ in others:
            if id_ not in mail.ids:
                mail = _meet(by_id, mail, id_)
        mail.told.append(one)
    return list({id(mail): mail for mail in by_id.values()}.values())


def _meet(by_id: dict[str, Mail], mail: Mail, at: str) -> Mail:
    """Make `at` an id of a mail; whoever had it becomes one with it."""
    other = by_id.get(at)
    if other is None or other is mail:
        by_id[at] = mail
        mail.ids.add(at)
        return mail
    big, small = (mail, other) if len(mail.told) >= len(other.told) else (other, mail)
    big.ids |= small.ids
    big.told += small.told
    for id_ in small.ids:
        by_id[id_] = big
    return big
