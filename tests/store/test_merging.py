"""Several ordered selections come out in one order, and no more of them is read than needed."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mailtui.store.merging import Part, Rows, first, merged

PARTS = st.lists(st.lists(st.integers(0, 99).map(lambda number: (number, 0)), max_size=30), max_size=4)


def _part(rows: Rows, size: int, asked: list[int]) -> Part:
    left = list(rows)

    def read() -> Rows:
        block = left[:size]
        del left[:size]
        asked.append(len(block))
        return block

    return read


@given(parts=PARTS, descending=st.booleans(), size=st.integers(1, 7), limit=st.integers(1, 60))
def test_as_if_all_were_sorted_at_once(parts: list[Rows], descending: bool, size: int, limit: int) -> None:
    asked: list[int] = []
    ordered = [_part(sorted(rows, reverse=descending), size, asked) for rows in parts]
    found = [row for block in first(limit, merged(ordered, descending=descending)) for row in block]
    wanted: list[tuple[Any, ...]] = sorted((row for rows in parts for row in rows), reverse=descending)
    assert found == wanted[:limit]
    assert sum(asked) <= limit + 2 * size * len(parts)
