"""Look for the next row with some property, in a thread: the list has keys, so rows are read in batches."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TypeAlias

from mailtui.model.enums import IncidentState
from mailtui.model.status import FAILED, HELD_UP
from mailtui.ui.rendering import safe

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow

BATCH = 200
MOST = 20_000
"""Rows read before giving up: about half a second."""

DONE = frozenset({IncidentState.WAITING, IncidentState.RESOLVED, IncidentState.IGNORED})
"""States in which a failure needs nobody's attention for now."""

Test: TypeAlias = "Callable[[SearchRow], bool]"
Read: TypeAlias = "Callable[[Sequence[RowKey]], Sequence[SearchRow]]"


def seek(read: Read, keys: Sequence[RowKey], start: int, step: int, test: Test) -> int | None:
    """The place of the first row after `start` (step 1) or before it (step -1) that passes the test."""
    places = range(start + step, len(keys) if step > 0 else -1, step)[:MOST]
    for first in range(0, len(places), BATCH):
        batch = places[first : first + BATCH]
        rows = {row.key: row for row in read([keys[place] for place in batch])}
        for place in batch:
            row = rows.get(keys[place])
            if row is not None and test(row):
                return place
    return None


def failed(row: SearchRow) -> bool:
    """Mail that did not get there, finally."""
    return row.status in FAILED


def unsettled(acted: Collection[object]) -> Test:
    """Failures that wait for somebody, but for those that were just acted on."""
    done = frozenset(acted)
    return lambda row: row.status in FAILED | HELD_UP and row.state not in DONE and row.key not in done


def has_word(word: str) -> Test:
    """Rows that show a word in one of their texts, without regard to case."""
    pattern = re.compile(re.escape(word), re.IGNORECASE)
    return lambda row: any(pattern.search(safe(text)) for text in _texts(row))


def _texts(row: SearchRow) -> list[str]:
    texts = (row.sender, row.recipient, row.host, row.ip, row.reply, row.queue_id, row.status)
    return [text for text in texts if text]
