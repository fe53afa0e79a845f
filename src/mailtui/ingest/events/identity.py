"""Which events are about one mail: those that share an id, directly or by way of others.

A mail is known by what the service calls it, by what the program calls it that had it sent, and, where a
service tells neither, by its RFC 5322 Message-ID.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mailtui.model.enums import LinkKind
from mailtui.model.provider_event import ProviderEvent

_BEST = {LinkKind.PROVIDER_ID: 0, LinkKind.TRACKING_ID: 1, LinkKind.MESSAGE_ID: 2}


class Id(NamedTuple):
    """One of the names of a mail."""

    kind: LinkKind
    text: str


class Told(NamedTuple):
    """An event, and the payload that told it."""

    event: ProviderEvent
    payload: int


@dataclass(slots=True)
class Mail:
    """What a batch tells of one mail."""

    ids: set[Id] = field(default_factory=set)
    told: list[Told] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    """Messages in the database that have one of its ids: one, or several that turn out to be one."""


def ids_of(event: ProviderEvent) -> list[Id]:
    """The ids of the mail that an event is about; none when it says nothing to know it by."""
    found = [
        Id(kind, text)
        for kind, text in (
            (LinkKind.PROVIDER_ID, event.provider_id),
            (LinkKind.TRACKING_ID, event.tracking_id),
        )
        if text
    ]
    if not found and event.message_id:
        return [Id(LinkKind.MESSAGE_ID, event.message_id)]
    return found


def name_of(ids: Iterable[Id]) -> str:
    """What a mail is called: the best of its ids, whatever came first."""
    return min(ids, key=lambda one: (_BEST[one.kind], one.text)).text


def joined(told: Iterable[Told], known: Mapping[Id, Iterable[int]]) -> list[Mail]:
    """The mails of a batch. `known`: the messages in the database that have an id."""
    groups = _Groups()
    for one in told:
        mail = groups.of(ids_of(one.event))
        mail.told.append(one)
    for id_, messages in known.items():
        for message in messages:
            groups.note(id_, message)
    return groups.all()


class _Groups:
    """Mails by their ids; two are made one when an id is found in both."""

    def __init__(self) -> None:
        self._by_id: dict[Id | int, Mail] = {}

    def of(self, ids: list[Id]) -> Mail:
        """The mail of these ids."""
        if not ids:
            return Mail()
        mail = self._by_id.get(ids[0])
        if mail is None:
            mail = self._by_id[ids[0]] = Mail({ids[0]})
        for id_ in ids[1:]:
            mail = self._meet(mail, id_)
            mail.ids.add(id_)
        return mail

    def note(self, id_: Id, message: int) -> None:
        """A message in the database has this id."""
        mail = self._by_id.get(id_)
        if mail is not None:
            self._meet(mail, message).known.add(message)

    def all(self) -> list[Mail]:
        """Each mail once, in the order in which they were first told of."""
        return list({id(mail): mail for mail in self._by_id.values()}.values())

    def _meet(self, mail: Mail, at: Id | int) -> Mail:
        """Make `at` a name of a mail; whoever had it becomes one with it."""
        other = self._by_id.get(at)
        if other is mail:
            return mail
        if other is None:
            self._by_id[at] = mail
            return mail
        big, small = (mail, other) if len(mail.told) >= len(other.told) else (other, mail)
        big.ids |= small.ids
        big.told += small.told
        big.known |= small.known
        for name in (*small.ids, *small.known, at):
            self._by_id[name] = big
        return big
