"""Search: the verb behind the search screen and `mailtui search`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo

from mailtui.model.row_keys import RowKeys
from mailtui.model.view import Completion, Histogram, RawLine, RowKey, SearchPage, SearchRow, Total
from mailtui.model.work import Reader
from mailtui.query.tree import Query
from mailtui.services.completing import completions
from mailtui.store.asking import asking
from mailtui.store.engaged import engaged
from mailtui.store.engine import Connection, Engine
from mailtui.store.presenting import evidence, search_rows
from mailtui.store.searching import Found
from mailtui.store.selecting import Mentions
from mailtui.store.values import Counts
from mailtui.store.work.remarks import in_full, remarked

Now = Callable[[], int]


class Search:
    """Queries against one database. Every call may block; make it in a thread.

    A call whose answer is not wanted any more ends soon with Stopped when it is made within
    `mailtui.model.stopping.stoppable(asked)`. A regular expression that takes too long is a UsageError.
    """

    def __init__(self, engine: Engine, now: Now, zone: tzinfo, reader: Reader | None = None) -> None:
        """`reader`: whose private notes are found and shown; None: nobody's."""
        self._engine = engine
        self._reader = reader
        self._now = now
        self._zone = zone
        self._mentions = Mentions()
        self._counts = Counts()

    def page(
        self, query: Query, after: RowKey | None = None, limit: int = 100, *, detailed: bool = False
    ) -> SearchPage:
        """The next rows in the order of the query; `detailed`: with what only the raw lines hold."""
        with asking(self._engine) as connection:
            keys = self._found(connection, query).keys(after, limit)
            rows = self._rows(connection, keys)
            if detailed:
                rows = _with_lines(connection, rows)
        more = len(keys) == limit and query.sort.field == "date"
        return SearchPage(tuple(rows), keys[-1] if more else None)

    def total(self, query: Query, limit: int = 10_000) -> Total:
        """How many rows there are, counted up to `limit`."""
        with asking(self._engine) as connection:
            return self._found(connection, query).total(limit)

    def keys(self, query: Query, limit: int) -> RowKeys:
        """The keys of the first `limit` rows, in the order of the query."""
        with asking(self._engine) as connection:
            return self._found(connection, query).keys(None, limit)

    def rows(self, keys: Sequence[RowKey], *, detailed: bool = False) -> list[SearchRow]:
        """The rows of these keys; rows that are gone are left out. `detailed` as of `page`."""
        with asking(self._engine) as connection:
            rows = self._rows(connection, keys)
            return _with_lines(connection, rows) if detailed else rows

    def details(self, key: RowKey) -> SearchRow | None:
        """One row with what only the raw lines hold (Message-ID, confirmation), and its notes in full."""
        with asking(self._engine) as connection:
            rows = _with_lines(connection, self._rows(connection, [key]))
            return in_full(connection, rows[0], self._reader) if rows else None

    def lines(self, key: RowKey) -> list[RawLine]:
        """The lines that prove one row: its arrival and last attempt, or its rejection."""
        with asking(self._engine) as connection:
            return evidence(connection, [key])[key]

    def proofs(self, keys: Sequence[RowKey]) -> list[RawLine]:
        """The lines that prove several rows, in their order, each once."""
        with asking(self._engine) as connection:
            found = evidence(connection, keys)
        return list(dict.fromkeys(line for key in keys for line in found[key]))

    def histogram(self, query: Query, buckets: int) -> Histogram:
        """Counts over the time the query spans, in at most `buckets` buckets of whole seconds."""
        with asking(self._engine) as connection:
            found = self._found(connection, query)
            span = found.span()
            if span is None:
                return Histogram(0, 1)
            start, step, needed = _buckets(span, buckets)
            return found.histogram(start, step, needed)

    def complete(self, text: str, cursor: int, saved: Iterable[str] = ()) -> list[Completion]:
        """What the word at the cursor may become, with counts where values come from the data.

        `saved`: the names of the saved searches.
        """
        with asking(self._engine) as connection:
            return completions(connection, self._counts, text, cursor, saved)

    def forget(self) -> None:
        """Drop what is remembered of earlier searches for words; only the next search takes longer."""
        self._mentions = Mentions()

    def _rows(self, connection: Connection, keys: Sequence[RowKey]) -> list[SearchRow]:
        return remarked(connection, engaged(connection, search_rows(connection, keys)), self._reader)

    def _found(self, connection: Connection, query: Query) -> Found:
        return Found(connection, query, self._now(), self._zone, self._mentions, self._reader)


STEPS = (1, 5, 15, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 7 * 86400)
"""Seconds that a bucket of a histogram may span."""


def _buckets(span: tuple[int, int], most: int) -> tuple[int, int, int]:
    """Start, step (microseconds) and number of buckets that cover a span with a round step."""
    first, last = span
    width = (last - first) // 1_000_000 + 1
    step = next((step for step in STEPS if width / step <= most - 1), -(-width // (most - 1))) * 1_000_000
    start = first - first % step
    return start, step, (last - start) // step + 1


def _with_lines(connection: Connection, rows: Sequence[SearchRow]) -> list[SearchRow]:
    from mailtui.services.detailing import detailed  # the parser: a list is shown without it

    return detailed(connection, rows)
