"""Conditions on the delivery attempts of a recipient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, text

from mailtui.model.enums import Status
from mailtui.store.eventful import EVENTFUL
from mailtui.store.selecting.context import A, Context, Keys, R, among, packed

GOT_THROUGH = frozenset({Status.ACCEPTED, Status.DELIVERED})
_OTHERS = [status.code for status in Status if status not in GOT_THROUGH]


def tried(test: ColumnElement[bool]) -> ColumnElement[bool]:
    """Over `R`: one of its attempts meets a test over `A`."""
    own = (A.c.message_id == R.c.message_id) & (A.c.recipient == R.c.number)
    return exists(select(1).select_from(A).where(own, test))


def few_tried(
    context: Context,
    of_try: ColumnElement[int | None],
    of_row: ColumnElement[int | None],
    ids: Sequence[int] | None,
) -> Keys | None:
    """Recipients that may have one of some ids (hosts, replies) in an attempt or in their own row.

    The row of an alias shows what its worst member met, so an attempt speaks for its whole message. A row
    has one without an attempt when nothing was tried: put off, given up, only pretended (-N). None of
    those got through, so they are in the index of the others.
    """
    if ids is None:
        return None
    messages = context.few(select(A.c.message_id).where(among(of_try, ids)))
    if messages is None:
        return None
    tries = select(packed(R)).where(among(R.c.message_id, messages))
    return context.few(tries, eventful(_OTHERS).where(among(of_row + 0, ids)))


def eventful(codes: Sequence[int]) -> Select[Any]:
    """Keys of recipients with some status, none of which says that the mail got through."""
    # Word for word the condition of the index, which SQLite would not see behind bound values.
    return select(packed(R)).where(R.c.status.in_(codes), text(EVENTFUL))
