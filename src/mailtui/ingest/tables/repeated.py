"""Rows of one file that are about the same and say different things: the first counts, the others are told.

Were all of them written, each would undo the one before, and a file would never be what the database says.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from mailtui.ingest.tables.fields import Kind
from mailtui.model.enums import ContactStatus
from mailtui.store.people.texts import clean, lowered

Values = Mapping[str, Any]
_BY: dict[str, Callable[[Values], tuple[Hashable, ...]]] = {
    "contacts": lambda values: (lowered(clean(values["email"])),),
    "lists": lambda values: (_called(values),),
    "segments": lambda values: (_called(values),),
    "templates": lambda values: (_called(values), values.get("version", 1)),
    "campaigns": lambda values: (_called(values),),
    "links": lambda values: (values["campaign"], values["url"]),
}
"""What makes two rows the same one. Memberships and recipients may be a history: all rows count."""
_BITS = 31
_ONES = (1 << _BITS) - 1
_NOT_MAILED = (ContactStatus.UNSUBSCRIBED, ContactStatus.BOUNCED, ContactStatus.COMPLAINED)
_UNNAMED = frozenset({"email"})
"""Fields whose writing is no difference."""


class Repeated:
    """What was read of a file so far: 100 bytes a row."""

    def __init__(self, kind: Kind) -> None:
        """`kind`: of all rows."""
        self._by = _BY.get(kind.name)
        self._seen: dict[int, int] = {}
        """Digest of what the row is -> its line, and of what it says, in one number."""
        self._updated: dict[int, int] = {}

    def check(self, line: int, values: Values) -> None:
        """ValueError where an earlier row says something else; one that says since when (`updated`) may."""
        if self._by is None:
            return
        named = self._by(values)
        key, said = hash(named), _digest(values)
        known, updated = self._seen.get(key), values.get("updated")
        if known is None:
            self._seen[key] = line << _BITS | said
            if updated is not None:
                self._updated[key] = updated
            return
        before = self._updated.get(key)
        if updated is not None and before is not None and updated != before:
            if updated > before:
                self._seen[key], self._updated[key] = line << _BITS | said, updated
        elif known & _ONES != said:
            also = _also(values)
            raise ValueError(
                f"{named[0]} is in line {known >> _BITS} already, with something else: that counts{also}"
            )


def _also(values: Values) -> str:
    """What must not be overlooked in a row that does not count: not to be mailed."""
    status = values.get("status")
    return f"; this one is {status}" if status in _NOT_MAILED else ""


def _digest(values: Values) -> int:
    return hash(repr(sorted((name, value) for name, value in values.items() if name not in _UNNAMED))) & _ONES


def _called(values: Values) -> Hashable:
    called: Hashable = values.get("external_id") or values["name"]
    return called
