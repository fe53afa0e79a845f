"""What the screens ask of the services. `mailtui.services.desk.Desk` answers; tests use a fake.

Every call may block and is made in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mailtui.model.view import (
        Completion,
        Histogram,
        MessageView,
        RawLine,
        RowKey,
        SearchPage,
        SearchRow,
        StoreState,
        Total,
        Trace,
    )
    from mailtui.query.tree import Query


class Searching(Protocol):
    """Find messages, recipients and rejections."""

    def page(self, query: Query, after: RowKey | None = None, limit: int = 100) -> SearchPage:
        """The first rows after a key, in the order of the query."""

    def total(self, query: Query, limit: int = 10_000) -> Total:
        """How many rows there are, counted up to a limit."""

    def keys(self, query: Query, limit: int) -> Sequence[RowKey]:
        """The keys of the first `limit` rows, in the order of the query."""

    def rows(self, keys: Sequence[RowKey]) -> Sequence[SearchRow]:
        """The rows of these keys; rows that are gone are left out."""

    def details(self, key: RowKey) -> SearchRow | None:
        """One row with all that is known, what only the raw lines hold too; None when it is gone."""

    def lines(self, key: RowKey) -> Sequence[RawLine]:
        """The raw lines of one row: of a rejection the line (and headers) that says so."""

    def histogram(self, query: Query, buckets: int) -> Histogram:
        """Counts over the time the query spans, in at most `buckets` buckets."""

    def complete(self, text: str, cursor: int) -> Sequence[Completion]:
        """What the word at the cursor may become."""


class Tracing(Protocol):
    """Follow one message."""

    def find(self, identifier: str) -> Sequence[MessageView]:
        """The messages of a queue id or a Message-ID."""

    def trace(self, message_id: int) -> Trace:
        """Everything known about a message, by its id in the database."""


class Stating(Protocol):
    """Know how the database is."""

    def read(self) -> StoreState:
        """Its size, its newest line and its running import."""


class Desk(Protocol):
    """The bundle of services."""

    @property
    def search(self) -> Searching: ...

    @property
    def tracing(self) -> Tracing: ...

    @property
    def state(self) -> Stating: ...


OpenDesk = Callable[[], Desk]
"""Opens the database; called in a thread after the first paint, because it imports the store."""
