"""An iterator whose next item can be looked at before it is taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from mailtui.errors import InputError

Item = TypeVar("Item")


class Ahead(Generic[Item]):
    """The items of an iterable. An InputError that ends them is raised by `close`, when all were taken."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = iter(items)
        self.failure: InputError | None = None
        self.first: Item | None = None
        """The item that comes next; None after the last one."""
        self.advance()

    def advance(self) -> None:
        """Go on to the next item."""
        try:
            self.first = next(self._items, None)
        except InputError as error:
            self.first, self.failure = None, error

    def close(self) -> None:
        """Raise what the items broke off with, if anything."""
        if self.failure is not None:
            raise self.failure
