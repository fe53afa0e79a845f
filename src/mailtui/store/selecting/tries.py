"""Conditions on the delivery attempts of a recipient."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, text

from mailtui.model.enums import Status
from mailtui.store.eventful import EVENTFUL
from mailtui.store.selecting.condition import together
from mailtui.store.selecting.context import A, Context, E, Keys, R, among, packed
from mailtui.store.selecting.owners import NUMBER_BITS

GOT_THROUGH = frozenset({Status.ACCEPTED, Status.DELIVERED})
_UNTRIED = [status.code for status in Status if status not in {*GOT_THROUGH, Status.BOUNCED, Status.BLOCKED}]


def tried(test: ColumnElement[bool]) -> ColumnElement[bool]:
    """Over `R`: one of its attempts meets a test over `E`."""
    own = (E.c.message_id == R.c.message_id) & (E.c.recipient == R.c.number)
    return exists(select(1).select_from(E).where(own, test))


def failed(test: ColumnElement[bool]) -> ColumnElement[bool]:
    """Over `R`: one of its attempts meets a test over `A` that none meets that succeeded."""
    own = (A.c.message_id == R.c.message_id) & (A.c.recipient == R.c.number)
    return exists(select(1).select_from(A).where(own, test))


def few_tried(
    context: Context,
    of_try: ColumnElement[int | None],
    of_row: ColumnElement[int | None],
    ids: Sequence[int] | None,
) -> Keys | None:
    """Recipients that may have one of some ids (hosts, replies) in an attempt or in their own row.

    A row has one without an attempt of its own when its message has an alias, which shows what its worst
    member met, as does a recipient that the alias reached as well; or when nothing was tried: put off,
    given up, only pretended (-N). None of those got through, or was refused by anyone, so they are in the
    index of the others.
    """
    if ids is None:
        return None
    all_tries = A if of_try.table is A else E
    key = all_tries.c.message_id * (1 << NUMBER_BITS) + all_tries.c.recipient
    tries = context.few(select(key).where(among(of_try, ids)))
    if tries is None:
        return None
    others = context.few(
        _with_aliases({key >> NUMBER_BITS for key in tries}),
        eventful(_UNTRIED).where(among(of_row + 0, ids)),
    )
    return together([tries, others])


def _with_aliases(messages: Collection[int]) -> Select[Any]:
    """All recipients of those of some messages that an alias has a part in."""
    behind = select(R.c.message_id).where(among(R.c.message_id, messages), R.c.original_id.is_not(None))
    return select(packed(R)).where(R.c.message_id.in_(behind.scalar_subquery()))


def eventful(codes: Sequence[int]) -> Select[Any]:
    """Keys of recipients with some status, none of which says that the mail got through."""
    # Word for word the condition of the index, which SQLite would not see behind bound values.
    return select(packed(R)).where(R.c.status.in_(codes), text(EVENTFUL))
