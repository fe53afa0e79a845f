"""Several selections in one order, block by block: nothing is sorted that is longer than a few blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

Rows: TypeAlias = "list[tuple[Any, ...]]"
Part: TypeAlias = Callable[[], Rows]
"""The next rows of one selection, which has them in order; none when there are no more."""


def first(limit: int, blocks: Iterable[Rows]) -> Iterator[Rows]:
    """Blocks until there are so many rows, and none is asked for after that."""
    for rows in blocks:
        yield rows[:limit]
        limit -= len(rows)
        if limit <= 0:
            return


def merged(parts: Sequence[Part], *, descending: bool) -> Iterator[Rows]:
    """All rows of all parts as blocks in order; a part is asked for more only when its last are used up."""
    blocks = [(part, part()) for part in parts]
    while blocks := [(part, rows) for part, rows in blocks if rows]:
        if len(blocks) == 1:
            ((part, rows),) = blocks
            taken, blocks = rows, [(part, part())]
        else:
            taken, blocks = _next(blocks, descending)
        yield taken


def _next(blocks: Sequence[tuple[Part, Rows]], descending: bool) -> tuple[Rows, list[tuple[Part, Rows]]]:
    """The rows that no unread row can come before, in order, and what is left of each part."""
    lasts = [rows[-1] for _, rows in blocks]
    edge = max(lasts) if descending else min(lasts)
    taken: Rows = []
    left = []
    for part, rows in blocks:
        mine = [row for row in rows if (row >= edge if descending else row <= edge)]
        taken += mine
        left.append((part, rows[len(mine) :] or part()))
    taken.sort(reverse=descending)
    return taken, left
