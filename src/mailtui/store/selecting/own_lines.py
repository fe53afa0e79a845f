"""Words in the lines of a few rows: quicker than looking for the words everywhere."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from mailtui.store import schema
from mailtui.store.blocks import RECORDS_PER_BLOCK, opened
from mailtui.store.entries import of_messages
from mailtui.store.selecting.context import among
from mailtui.store.selecting.line_search import LineSearch
from mailtui.store.selecting.mentions import Wanted
from mailtui.store.selecting.owners import NUMBER_BITS, Owners

FEW_CANDIDATES = 100
_TRY, _BLOCK, _REFUSED = schema.EVERY_ATTEMPT, schema.RAW_BLOCK, schema.REJECTION
_MESSAGE = schema.MESSAGE


class Candidates(NamedTuple):
    """The only rows that the other conditions of a query leave."""

    deliveries: frozenset[int]
    rejections: frozenset[int]

    @property
    def are_few(self) -> bool:
        """So few that reading their lines is the quick way."""
        return len(self.deliveries) + len(self.rejections) <= FEW_CANDIDATES


def wanted(connection: Connection, candidates: Candidates) -> Wanted:
    """The lines that tell of the candidates."""
    messages = {key >> NUMBER_BITS for key in candidates.deliveries}
    ids = select(_MESSAGE.c.queue_id).where(among(_MESSAGE.c.id, messages))
    refused = select(_REFUSED.c.entry_id, _REFUSED.c.queue_id).where(
        among(_REFUSED.c.id, candidates.rejections)
    )
    refusals = {row[0]: row[1] for row in connection.execute(refused)}
    queue_ids = {*connection.execute(ids).scalars(), *filter(None, refusals.values())}
    places = {entry // RECORDS_PER_BLOCK for entry in refusals}
    owned = of_messages(connection, messages).values()
    places.update(entry.id // RECORDS_PER_BLOCK for entries in owned for entry in entries)
    return Wanted(frozenset(queue_ids), frozenset(refusals), frozenset(places))


def mentions_among(connection: Connection, search: LineSearch, candidates: Candidates) -> Owners:
    """What the lines of the candidates speak of, as a search of all lines would have it."""
    messages = {key >> NUMBER_BITS for key in candidates.deliveries}
    own = of_messages(connection, messages)
    owner = {entry.id: message for message, entries in own.items() for entry in entries}
    tries = select(_TRY.c.entry_id, _TRY.c.recipient).where(_TRY.c.message_id.in_(messages))
    recipient = _pairs(connection, tries)
    refused = select(_REFUSED.c.entry_id, _REFUSED.c.id).where(_REFUSED.c.id.in_(candidates.rejections))
    rejection = _pairs(connection, refused)
    found = Owners()
    for entry in _entries(connection, search, owner.keys() | rejection.keys()):
        if entry in rejection:
            found.rejections.add(rejection[entry])
        if entry in owner and entry in recipient:
            found.recipients.add(owner[entry] << NUMBER_BITS | recipient[entry])
        elif entry in owner:
            found.messages.add(owner[entry])
    return found


def _pairs(connection: Connection, query: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _entries(connection: Connection, search: LineSearch, wanted: set[int]) -> list[int]:
    """Those of some entries whose line passes."""
    blocks = {entry // RECORDS_PER_BLOCK for entry in wanted}
    found: list[int] = []
    query = select(_BLOCK.c.id, _BLOCK.c.data).where(among(_BLOCK.c.id, blocks))
    for block, data in connection.execute(query):
        head, body = opened(data)
        passing = (block * RECORDS_PER_BLOCK + place for place, _ in search.lines(head[-1], body))
        found.extend(entry for entry in passing if entry in wanted)
    return found
