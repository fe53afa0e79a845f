"""One condition, told twice: over recipients of messages, and over rejections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, not_, select, true, union
from sqlalchemy.sql.elements import False_, True_

from mailtui.store.selecting.context import Keys, listed
from mailtui.store.selecting.logic import either, every
from mailtui.store.selecting.owners import NUMBER_BITS

Lanes = tuple[ColumnElement[bool], ...]
"""Tests whose rows an index has with their times, so that no others need be looked at to find the newest."""
FEW_LOOKED_UP = 500
"""So many rows are looked up one by one even where there are lanes."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of rows, and for rare things a short cut: the keys of all rows that may meet it."""

    deliveries: ColumnElement[bool]
    """Over `R` joined with `M`."""
    rejections: ColumnElement[bool]
    """Over `J`."""
    few_deliveries: Keys | None = None
    """Keys (see `context.packed`), none missing, some perhaps too many; None when they are many."""
    few_rejections: Keys | None = None
    """Ids, in the same way."""
    messages: Select[Any] | None = None
    """Where they are too many to name: ids of all messages with such recipients, each once. None: anyhow."""
    lanes: Lanes = ()
    """Tests over `R`: every such recipient meets just one of them. Empty: no such tests are known."""
    rejection_lanes: Lanes = ()
    """Over `J`, in the same way."""


NONE: Keys = frozenset()
ALL = Condition(true(), true())


def negated(condition: Condition) -> Condition:
    """Rows that do not meet it; what is unknown (NULL) does not meet it, so it is among these."""
    return Condition(_not(condition.deliveries), _not(condition.rejections))


def _not(test: ColumnElement[bool]) -> ColumnElement[bool]:
    if isinstance(test, True_ | False_):
        return not_(test)
    return not_(func.coalesce(test, false()))


def all_of(conditions: Sequence[Condition]) -> Condition:
    """Rows that meet every one; a row is behind every short cut."""
    return Condition(
        every(one.deliveries for one in conditions),
        every(one.rejections for one in conditions),
        _shared([one.few_deliveries for one in conditions]),
        _shared([one.few_rejections for one in conditions]),
        next((one.messages for one in conditions if one.messages is not None), None),
        next((one.lanes for one in conditions if one.lanes), ()),
        next((one.rejection_lanes for one in conditions if one.rejection_lanes), ()),
    )


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Rows that meet one at least; a short cut only if each has one."""
    return Condition(
        either(one.deliveries for one in conditions),
        either(one.rejections for one in conditions),
        together([one.few_deliveries for one in conditions]),
        together([one.few_rejections for one in conditions]),
        _messages_of_any(conditions),
    )


def _messages_of_any(conditions: Sequence[Condition]) -> Select[Any] | None:
    """None as soon as one can be met by any message."""
    parts: list[Select[Any]] = []
    for one in conditions:
        if one.messages is not None:
            parts.append(one.messages)
        elif one.few_deliveries is None:
            return None
        elif one.few_deliveries:
            parts.append(listed({key >> NUMBER_BITS for key in one.few_deliveries}))
    if len(parts) < 2:
        return parts[0] if parts else None
    return select(union(*parts).subquery().c[0])


def many(keys: Keys | None) -> bool:
    """Too many to look up each of them where there are lanes."""
    return keys is None or len(keys) > FEW_LOOKED_UP


def together(parts: Sequence[Keys | None]) -> Keys | None:
    """Keys behind one at least; None as soon as one is not few."""
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


def _shared(parts: Sequence[Keys | None]) -> Keys | None:
    known = sorted((part for part in parts if part is not None), key=len)
    return frozenset.intersection(*known) if known else None
