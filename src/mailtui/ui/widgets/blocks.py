"""Bars made of characters: how full a cell is, counts in so many columns, a line of small bars."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mailtui.ui.words import Look

BLOCKS = " ▁▂▃▄▅▆▇█"
ASCII_BLOCKS = " .:-=+*%#"


def block(level: int, look: Look) -> str:
    """A cell that is `level` eighths full."""
    return (ASCII_BLOCKS if look.ascii else BLOCKS)[level]


def resample(counts: Sequence[int], columns: int) -> list[int]:
    """`counts` in that many columns: neighbours added up, or each spread over several of equal height."""
    if columns <= 0 or not counts:
        return []
    number = len(counts)
    if number <= columns:
        return [counts[column * number // columns] for column in range(columns)]
    edges = [column * number // columns for column in range(columns + 1)]
    return [sum(counts[low:high]) for low, high in pairwise(edges)]


def levels(count: int, highest: int, rows: int) -> list[int]:
    """How full each of `rows` cells is, in eighths, lowest first; anything above zero is seen."""
    full = -(-count * 8 * rows // highest) if highest else 0
    return [max(0, min(8, full - 8 * row)) for row in range(rows)]


def sparkline(counts: Sequence[int], columns: int, look: Look) -> str:
    """Counts over time in one line of cells, the highest of them full."""
    bars = resample(counts, columns)
    highest = max(bars, default=0)
    return "".join(block(levels(bar, highest, 1)[0], look) for bar in bars)
