"""What the word at the cursor of a query may become: words of the language, and values of the data."""

from __future__ import annotations

from dataclasses import replace

from mailtui.model.view import Completion
from mailtui.query import candidates
from mailtui.query.complete import Candidates
from mailtui.query.tree import plain
from mailtui.store.engine import Connection
from mailtui.store.values import Counts, values


def completions(connection: Connection, counts: Counts, text: str, cursor: int) -> list[Completion]:
    """Completions, each of which replaces the whole word at the cursor."""
    found = candidates(text, cursor)
    known = [Completion(item.text, item.help) for item in found.items]
    if found.wanted is None:
        return known
    held = counts.of(connection, found.wanted.field)
    if held:
        return [replace(offer, count=held.get(offer.text, 0)) for offer in known]
    return known + _values(connection, text, found)


def _values(connection: Connection, text: str, found: Candidates) -> list[Completion]:
    wanted = found.wanted
    if wanted is None or not wanted.prefix:
        return []
    before = text[found.start : wanted.start]
    return [
        Completion(before + plain(value), "", count)
        for value, count in values(connection, wanted.field, wanted.prefix)
    ]
