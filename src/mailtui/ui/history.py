"""Where the user has been: queries that were run, each with the row the cursor was on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailtui.model.view import RowKey


@dataclass(frozen=True, slots=True)
class Place:
    """A query and a row in its result."""

    text: str
    key: RowKey | None = None
    below: int = 0
    """How many rows under the top of the screen it was."""


class History:
    """Places in their order, and where one is now. Going somewhere new drops what lay ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._now = -1
        self._before: int | None = None

    @property
    def here(self) -> Place | None:
        """The present place."""
        return self._places[self._now] if self._places else None

    @property
    def texts(self) -> list[str]:
        """The queries, the latest first, each once, without the empty one."""
        return list(dict.fromkeys(place.text for place in reversed(self._places) if place.text))

    def go(self, text: str) -> None:
        """A query was run."""
        if self.here is None or self.here.text != text:
            self._before = self._now if self._places else None
            self._places[self._now + 1 :] = [Place(text)]
            self._now = len(self._places) - 1

    def mark(self, key: RowKey | None, below: int = 0) -> None:
        """The cursor is on that row now."""
        if self._places:
            self._places[self._now] = replace(self._places[self._now], key=key, below=below)

    def can(self, steps: int) -> bool:
        """Whether one can go so many steps, forward or (negative) back."""
        return bool(self._places) and 0 <= self._now + steps < len(self._places)

    def step(self, steps: int) -> Place:
        """Go there; IndexError when one cannot."""
        if not self.can(steps):
            raise IndexError(steps)
        self._before = self._now
        self._now += steps
        return self._places[self._now]

    @property
    def to_last(self) -> int:
        """Steps to the place where one was before this one; 0 when there is none."""
        known = self._before is not None and self._before < len(self._places)
        return self._before - self._now if known and self._before is not None else 0
