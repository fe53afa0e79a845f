"""The list of results: it holds keys only."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from textual.strip import Strip

from mailtui.model.row_keys import RowKeys
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow


class MessageList(RowList):
    """Rows newest first, with a cursor. Rows that have not arrived yet show as `...`."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.keys = RowKeys()

    def show(self, keys: RowKeys, rows: Sequence[SearchRow] = (), *, keep: bool = False) -> None:
        """Show these keys. `keep`: the same query again, so the cursor stays on its row (or at the top)."""
        place = self._place_of(self.key, keys) if keep and self.cursor else 0
        below = self.cursor - self.scroll_offset.y if keep else 0
        if keep:
            self._cache.expire()
        else:
            self._cache.clear()
        self._cache.add(rows)
        self._set_keys(keys)
        self._go(place, below)

    def extend(self, keys: RowKeys) -> None:
        """The same result, longer: the cursor and the rows stay."""
        self._set_keys(keys)
        self._want()

    def _set_keys(self, keys: RowKeys) -> None:
        self.keys = keys
        self._resize()

    @property
    def count(self) -> int:
        return len(self.keys)

    def keys_in(self, window: slice) -> Sequence[RowKey]:
        return self.keys[window]

    @property
    def key(self) -> RowKey | None:
        """The key under the cursor."""
        return self.keys[self.cursor] if 0 <= self.cursor < len(self.keys) else None

    @property
    def row(self) -> SearchRow | None:
        return self._cache.get(self.key) if self.key is not None else None

    def item(self, place: int) -> RowKey:
        return self.keys[place]

    def items(self, first: int = 0, last: int | None = None) -> list[Hashable]:
        return [*self.keys[first : None if last is None else last + 1]]

    def paint(self, place: int, *, cursor: bool) -> Strip:
        return self.paint_key(self.keys[place], cursor=cursor)

    @staticmethod
    def _place_of(key: RowKey | None, keys: RowKeys) -> int:
        try:
            return keys.index(key) if key is not None else 0
        except ValueError:
            return 0
