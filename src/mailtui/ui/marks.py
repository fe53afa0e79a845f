"""What is marked in a list, so that one act reaches all of it. Pure: it knows neither rows nor widgets."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from mailtui.ui.words import count

Item = TypeVar("Item", bound=Hashable)


class Marks(Generic[Item]):
    """Marked items by their lasting names (row keys, ids), whether a list shows them now or not."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._items: set[Item] = set(items)
        self.anchor: Item | None = None
        """The item that was marked or unmarked last, by itself: ranges begin at it."""

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, item: object) -> bool:
        return item in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def toggle(self, item: Item) -> None:
        """Mark it, or no longer."""
        self._items ^= {item}
        self.anchor = item

    def add(self, items: Iterable[Item]) -> None:
        """Mark all of these; those that were marked stay so."""
        self._items.update(items)

    def drop(self, items: Iterable[Item]) -> None:
        """Mark none of these any more."""
        self._items.difference_update(items)

    def invert(self, items: Iterable[Item]) -> None:
        """Of these, mark those that were not marked and no others; marks on anything else stay."""
        self._items.symmetric_difference_update(items)

    def clear(self) -> None:
        """Mark nothing."""
        self._items = set()
        self.anchor = None

    def frozen(self) -> frozenset[Item]:
        """What is marked at this moment; later marks do not come into it."""
        return frozenset(self._items)

    def outside(self, present: Collection[Item]) -> int:
        """How many marked items are not among these."""
        return len(self._items.difference(present))


def marked_text(marked: int, outside: int) -> str:
    """`412 marked`, `412 marked, 12 of them not in this list`; '' when nothing is."""
    if not marked:
        return ""
    said = count(marked, "marked", "marked")
    if outside == marked:
        return f"{said}, none of them in this list"
    return f"{said}, {count(outside, 'of them', 'of them')} not in this list" if outside else said
