"""The keys of a long list, in columns: three numbers a row, and nothing for the cycle collector to walk."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import SupportsIndex, TypeAlias, overload

from mailtui.model.view import RowKey

Columns: TypeAlias = "tuple[array[int], array[int], array[int]]"


class RowKeys(Sequence[RowKey]):
    """Keys in the order of their list; whoever has them does not change them.

    As tuples in a list, a hundred thousand take 14 MB, and what walks or frees them holds up a key for
    a tenth of a second.
    """

    __slots__ = ("_columns",)

    def __init__(self, keys: Sequence[tuple[int, ...]] = ()) -> None:
        """The same keys, of tuples in the order of a RowKey."""
        self._columns: Columns = (array("q"), array("q"), array("q"))
        self._extend(keys)

    @classmethod
    def of_blocks(cls, blocks: Iterable[Sequence[tuple[int, ...]]]) -> RowKeys:
        """The keys of all blocks of rows, one after another; they are the first three of each row."""
        keys = cls()
        for block in blocks:
            keys._extend(block)
        return keys

    def _extend(self, rows: Sequence[tuple[int, ...]]) -> None:
        for column, values in zip(self._columns, zip(*rows, strict=True), strict=False):
            column.extend(values)

    def __len__(self) -> int:
        return len(self._columns[0])

    @overload
    def __getitem__(self, place: SupportsIndex) -> RowKey: ...

    @overload
    def __getitem__(self, place: slice) -> list[RowKey]: ...

    def __getitem__(self, place: SupportsIndex | slice) -> RowKey | list[RowKey]:
        times, owners, numbers = self._columns
        if isinstance(place, slice):
            return list(map(RowKey, times[place], owners[place], numbers[place]))
        return RowKey(times[place], owners[place], numbers[place])

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """Where a key stands; ValueError where it does not."""
        if not isinstance(value, tuple):
            raise ValueError(f"{value!r} is no key")
        time, times = value[0], self._columns[0]
        stop = len(times) if stop is None else stop
        while self[place := times.index(time, start, stop)] != value:
            start = place + 1
        return place

    def __contains__(self, value: object) -> bool:
        try:
            self.index(value)
        except ValueError:
            return False
        return True

    def behind(self, first: RowKeys) -> RowKeys:
        """`first`, then these without what is in `first`."""
        seen, times = set(first), set(first._columns[0])
        gaps = [place for place, time in enumerate(self._columns[0]) if time in times and self[place] in seen]
        starts, ends = [0, *(gap + 1 for gap in gaps)], [*gaps, len(self)]
        keys = RowKeys(first)
        for mine, column in zip(keys._columns, self._columns, strict=True):
            for start, end in zip(starts, ends, strict=True):
                mine.extend(column[start:end])
        return keys

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RowKeys):
            return self._columns == other._columns
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    __hash__ = None  # type: ignore[assignment] # equal to a list of the same keys

    def __repr__(self) -> str:
        return f"RowKeys({list(self)!r})"


def _same(one: object, other: object) -> bool:
    return one == other
