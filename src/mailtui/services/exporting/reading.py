"""The rows of an export, page by page, so that memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from mailtui.model.stopping import stop_if_asked
from mailtui.model.view import RowKey, SearchRow

if TYPE_CHECKING:
    from mailtui.model.view import SearchPage
    from mailtui.query.tree import Query

AT_ONCE = 500
"""Rows read in one question."""
EVERYTHING = 1 << 40


class Searching(Protocol):
    """The part of the search that is asked."""

    def page(
        self, query: Query, after: RowKey | None = None, limit: int = 100, *, detailed: bool = False
    ) -> SearchPage: ...
    def rows(self, keys: Sequence[RowKey], *, detailed: bool = False) -> Sequence[SearchRow]: ...
    def keys(self, query: Query, limit: int) -> Sequence[RowKey]: ...


def rows_of_query(search: Searching, query: Query, limit: int | None = None) -> Iterator[SearchRow]:
    """The rows that a query finds, in its order; Stopped when asked to.

    By date they come in keyset pages. Any other order must be known whole first: then only the keys are.
    """
    left = EVERYTHING if limit is None else limit
    if query.sort.field != "date":
        yield from rows_of_keys(search, search.keys(query, left))
        return
    after = None
    while left > 0:
        stop_if_asked()
        page = search.page(query, after, min(left, AT_ONCE), detailed=True)
        yield from page.rows
        left -= len(page.rows)
        after = page.after
        if after is None:
            return


def rows_of_keys(search: Searching, keys: Sequence[RowKey]) -> Iterator[SearchRow]:
    """The rows of these keys; those that are gone are left out. Stopped when asked to."""
    for start in range(0, len(keys), AT_ONCE):
        stop_if_asked()
        yield from search.rows(keys[start : start + AT_ONCE], detailed=True)


def rows_of_items(search: Searching, items: Sequence[RowKey | int]) -> Iterator[SearchRow]:
    """Of marks: rows by their keys, incidents by number with all their recipients, each row once."""
    from mailtui.query import parse

    incidents = [item for item in items if isinstance(item, int)]
    keys = [item for item in items if isinstance(item, RowKey)]
    if not incidents:
        yield from rows_of_keys(search, keys)
        return
    seen = set(keys)
    yield from rows_of_keys(search, keys)
    query = parse("inc:" + ",".join(map(str, incidents)))
    yield from (row for row in rows_of_query(search, query) if row.key not in seen)
