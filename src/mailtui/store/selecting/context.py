"""What the making of a SELECT needs to know: the connection, the time, and how big things are."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, TableClause, bindparam, func, select

from mailtui.model.moment import MINUTE
from mailtui.model.work import Reader
from mailtui.store import schema
from mailtui.store.selecting.line_search import LineSearch
from mailtui.store.selecting.mentions import Mention, Mentions, Wanted
from mailtui.store.selecting.owners import NUMBER_BITS

R = schema.RECIPIENT.alias("r")
M = schema.MESSAGE.alias("m")
A = schema.DELIVERY_ATTEMPT.alias("a")
"""Tries, but for those that were the only one of a recipient and succeeded."""
E = schema.EVERY_ATTEMPT.alias("e")
"""All tries."""
J = schema.REJECTION.alias("j")

FEW_NAMES = 20_000
"""A condition on at most so many addresses (hosts, replies) is answered from their index."""
FEW_ROWS = 5_000
"""A condition that at most so many rows meet is gathered first; any other is met while walking by time."""
_BOUND = 20
"""So many values are bound one by one; more go as one JSON list, since SQLite counts what is bound."""

EARLIER = 10 * MINUTE
"""Lines of a message may be older than its arrival line, by the length of an SMTP session."""

_EVER = (-(2**63), 2**63 - 1)
Keys = frozenset[int]
Span = tuple[int | None, int | None]
"""From a moment on (included) until another (not); None where it is open."""


class Ids(tuple[int, ...]):
    """Integers, made from the list in JSON that they are bound as again."""

    text: str

    def __new__(cls, text: str) -> Ids:
        made = super().__new__(cls, json.loads(text))
        made.text = text
        return made


class Context:
    """One query being made: looks up ids and counts, bounded, so that the plan fits the data."""

    def __init__(
        self,
        connection: Connection,
        now: int,
        zone: tzinfo,
        mentions: Mentions | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.connection = connection
        self.reader = reader
        """Whose private notes count; None: nobody's."""
        self.now = now
        """UTC microseconds."""
        self.zone = zone
        """The zone that dates in queries are meant in."""
        self.mentions = mentions or Mentions()
        self._searches: dict[Any, Mention] = {}
        self.wanted: dict[Any, Wanted] = {}
        """By candidates, the lines that tell of them."""
        self.lacking: list[tuple[int, Mention]] = []
        """Searches for words that have not come to the end of the log, each with how far it came."""
        self._span: Span = (None, None)

    @contextmanager
    def narrowed(self, span: Span) -> Iterator[None]:
        """Meanwhile only rows of a span count, and of those spans that it is within."""
        before = self._span
        self._span = common([before, span])
        try:
            yield
        finally:
            self._span = before

    def within(self, time: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """What is known of the time of all rows that count here, whatever else they have to meet."""
        start, end = self._span
        since = [] if start is None else [time >= start]
        return since if end is None else [*since, time < end]

    def mention(self, search: LineSearch, only: Wanted | None = None) -> Mention:
        """The search through raw lines with that key; the same one for as long as this question lasts.

        `only`: no other lines need be found.
        """
        key = (search.key, only)
        if key not in self._searches:
            self._searches[key] = self.mentions.of(self.connection, search, only)
        return self._searches[key]

    def ids(self, named: TableClause, condition: ColumnElement[bool]) -> Ids | None:
        """The ids of the names that meet a condition; None when they are many."""
        query = select(named.c.id).where(condition).limit(FEW_NAMES + 1)
        found = self._numbers(query)
        return None if len(found) > FEW_NAMES else found

    def few(self, *queries: Select[Any], times: float = 1) -> Keys | None:
        """What the queries yield together, each one integer a row; None when that is much.

        `times` is how many times as many as usual are not yet much.
        """
        most = round(FEW_ROWS * times)
        found: set[int] = set()
        for query in queries:
            rows = self._numbers(query.limit(most + 1))
            found.update(rows)
            if len(rows) > most or len(found) > most:
                return None
        return frozenset(found)

    def gathered(self, rows: Select[Any], ids: Ids, times: float = 1) -> Keys | None:
        """What a `gathering` yields for some ids, of the span that counts here; None when that is much."""
        most = round(FEW_ROWS * times)
        since, until = (_EVER[at] if bound is None else bound for at, bound in enumerate(self._span))
        asked = {"ids": ids.text, "since": since, "until": until, "most": most + 1}
        found = json.loads(self.connection.execute(rows, asked).scalar_one())
        return None if len(found) > most else frozenset(found)

    def _numbers(self, query: Select[Any]) -> Ids:
        """The one integer of each row, as one text: the driver takes longer for a row than SQLite does."""
        rows = query.subquery()
        text = self.connection.execute(select(func.json_group_array(rows.c[0]))).scalar_one()
        return Ids(text)

    def at_most(self, most: int, query: Select[Any]) -> bool:
        """Whether a query yields no more rows than that."""
        bounded = query.limit(most + 1).subquery()
        return self.connection.execute(select(func.count()).select_from(bounded)).scalar_one() <= most

    def recipients_of(self, messages: Select[Any]) -> Keys | None:
        """The keys of all recipients of the messages that a query yields; None when they are many."""
        found = self.few(messages)
        return None if found is None else self.few(select(packed(R)).where(among(R.c.message_id, found)))

    def of_messages(self, test: ColumnElement[bool]) -> Keys | None:
        """The keys of all recipients of the messages that meet a test over `M`; None when they are many."""
        return self.recipients_of(select(M.c.id).where(test))


def gathering(key: ColumnElement[int], column: ColumnElement[Any], time: ColumnElement[int]) -> Select[Any]:
    """The keys of the rows whose column is one of some ids, as one text, for `Context.gathered`.

    It is made once, which takes longer than SQLite takes to answer it.
    """
    ids = func.json_each(bindparam("ids")).table_valued("value").c.value
    rows = select(key).where(column.in_(select(ids)))
    rows = rows.where(time >= bindparam("since"), time < bindparam("until")).limit(bindparam("most"))
    return select(func.json_group_array(rows.subquery().c[0]))


def common(spans: Collection[Span]) -> Span:
    """What lies in all of some spans."""
    starts = [start for start, _ in spans if start is not None]
    ends = [end for _, end in spans if end is not None]
    return max(starts, default=None), min(ends, default=None)


def packed(recipients: Any) -> ColumnElement[int]:
    """The key of a recipient as one integer."""
    found: ColumnElement[int] = recipients.c.message_id * (1 << NUMBER_BITS) + recipients.c.number
    return found


def listed(values: Collection[int]) -> Select[Any]:
    """A SELECT of some integers, whatever their number, with one thing bound."""
    text = values.text if isinstance(values, Ids) else json.dumps(list(values))
    return select(func.json_each(text).table_valued("value").c.value)


def among(column: ColumnElement[Any], values: Collection[int]) -> ColumnElement[bool]:
    """The column is one of some integers."""
    return column.in_(list(values)) if len(values) <= _BOUND else column.in_(listed(values))
