"""What threading needs of a message, and how it is read from its headers (RFC 5322 section 3.6.4)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from email.utils import getaddresses
from typing import NamedTuple

_ID = re.compile(r"<([^<>]{1,998})>")
_BARE = re.compile(r"[^\s<>,;()\"']{1,500}@[^\s<>,;()\"']{1,500}")
_MOST = 1000
"""Ids of one header that are read."""


class Letter(NamedTuple):
    """A message. Ids are without angle brackets."""

    message_id: str
    """Empty where the message has none: then it is found by its subject only."""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    """Oldest first, as in the header."""
    subject: str = ""
    date: int | None = None
    """UTC microseconds."""
    participants: frozenset[str] = frozenset()
    """Addresses of senders and recipients in lower case."""

    @property
    def mentioned(self) -> tuple[str, ...]:
        """Every message that this one answers: In-Reply-To, then References from the newest to the oldest.

        Itself left out, and what is the address of a participant: old programs wrote `<ann@x>'s message of
        ...`.
        """
        found = dict.fromkeys((*self.in_reply_to, *reversed(self.references)))
        return tuple(one for one in found if one != self.message_id and one.lower() not in self.participants)


def letter_of(
    message_id: str,
    in_reply_to: str,
    references: str,
    subject: str,
    date: int | None,
    addresses: Iterable[str],
) -> Letter:
    """A letter from the texts of its headers; `addresses`: those of From, Reply-To, To and Cc."""
    own = message_ids(message_id)
    people = (address.lower() for _, address in getaddresses(list(addresses)[:_MOST]) if "@" in address)
    return Letter(
        own[0] if own else "",
        message_ids(in_reply_to),
        message_ids(references),
        subject,
        date,
        frozenset(people),
    )


def message_ids(header: str) -> tuple[str, ...]:
    """The ids in a header's text, in their order. Folding within an id is undone; bare ids are taken too."""
    found = ["".join(one.split()) for one in _ID.findall(header)[:_MOST]]
    return tuple(dict.fromkeys(filter(None, found or _BARE.findall(header)[:_MOST])))


def parent_of(letter: Letter, known: Container[str]) -> str:
    """The message that this one is shown under: the first known of those it answers.

    Empty when none is known.
    """
    return next((one for one in letter.mentioned if one in known), "")
