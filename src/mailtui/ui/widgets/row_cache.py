"""The rows that were on screen lately, by key: the list itself holds keys only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow


class RowCache:
    """The last `limit` rows that were looked at. A row may be known to be gone."""

    def __init__(self, limit: int = 2_000) -> None:
        self._limit = limit
        self._rows: OrderedDict[RowKey, SearchRow | None] = OrderedDict()
        self._stale: set[RowKey] = set()

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: RowKey) -> SearchRow | None:
        """The row, or None when it has not arrived or is gone."""
        row = self._rows.get(key)
        if row is not None:
            self._rows.move_to_end(key)
        return row

    def missing(self, keys: Sequence[RowKey]) -> list[RowKey]:
        """Those of `keys` to be read, in their order: never seen, or seen before the facts changed."""
        return [key for key in keys if key not in self._rows or key in self._stale]

    def is_gone(self, key: RowKey) -> bool:
        """Whether the database no longer has it."""
        return key in self._rows and self._rows[key] is None

    def add(self, rows: Iterable[SearchRow], asked: Iterable[RowKey] = ()) -> bool:
        """Keep rows; keys that were `asked` for and did not come are gone. Whether anything is new."""
        found: dict[RowKey, SearchRow | None] = dict.fromkeys(asked)
        found.update((row.key, row) for row in rows)
        new = any(key not in self._rows or self._rows[key] != row for key, row in found.items())
        for key, row in found.items():
            self._keep(key, row)
        while len(self._rows) > self._limit:
            self._stale.discard(self._rows.popitem(last=False)[0])
        return new

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()
        self._stale.clear()

    def expire(self) -> None:
        """The facts may have changed: show what is known, but read it again."""
        self._stale = set(self._rows)

    def _keep(self, key: RowKey, row: SearchRow | None) -> None:
        self._rows[key] = row
        self._stale.discard(key)
        self._rows.move_to_end(key)
