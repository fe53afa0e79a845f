"""Rows of another system's database, page by page, as records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.errors import InputError
from mailtui.model.foreign import Mark, Part, Record
from mailtui.model.moment import DAY, MINUTE
from mailtui.store.foreign import looking
from mailtui.store.foreign.address import Address
from mailtui.store.foreign.looking import Schema
from mailtui.store.foreign.opening import FIRST, STATEMENT, be_patient, opened, told
from mailtui.store.foreign.selecting import CHANGED, KEY, Wanted, When, wanted
from mailtui.store.foreign.values import moment, plain, structured

PAGE = 1000
"""Rows that are written together."""
OVERLAP = 10 * MINUTE
"""What is read again each time: rows of transactions that were not committed yet, clocks that differ."""


class Page(NamedTuple):
    """Rows that follow each other."""

    records: Sequence[Record]
    mark: Mark
    """Of the last of them."""


class Reading:
    """One look at a database: what it shows does not change meanwhile."""

    def __init__(self, address: Address, password: str, connection: Connection, zone: tzinfo) -> None:
        self._address = address
        self._password = password
        self._connection = connection
        self._zone = zone
        with told(address, password):
            self._schema = Schema(connection)

    @property
    def tables(self) -> frozenset[str]:
        """The names of its tables."""
        return self._schema.tables

    def has(self, part: Part) -> bool:
        """Whether there is anything of a part to be read, or to be complained of."""
        return looking.is_there(self._schema, part)

    def lacks(self, part: Part) -> str:
        """Why a part cannot be read; empty when it can."""
        if not self.has(part):
            return ""
        try:
            with told(self._address, self._password), self._connection.begin_nested():
                asked = wanted(self._schema, part, When(None, 0, 0), self._address.is_file, self._zone)
                self._connection.execute(asked.select.limit(0))
        except InputError as error:
            return error.title
        return ""

    def pages(self, part: Part, mark: Mark | None, now: int) -> Iterator[Page]:
        """The rows of a part that changed since a mark, less an overlap; all, where there is none.

        InputError when a table or a column is missing without which the part cannot be read, or the
        connection is lost.
        """
        since = None if mark is None or part.whole else min(mark.changed, now) - OVERLAP
        days = part.late[2] if part.late is not None else 0
        when = When(since, now - days * DAY, now)
        asked = wanted(self._schema, part, when, self._address.is_file, self._zone)
        options = {"stream_results": True, "yield_per": PAGE}
        with told(self._address, self._password), self._connection.begin_nested():
            be_patient(self._connection, FIRST if since is None else STATEMENT)
            result = self._connection.execute(asked.select, execution_options=options)
            names = list(result.keys())
            for some in [result.all()] if part.whole else result.partitions(PAGE):
                if not some:
                    return
                records = [self._record(asked, dict(zip(names, row, strict=True))) for row in some]
                last = dict(zip(names, some[-1], strict=True))
                changed = moment(last[CHANGED], self._zone) or 0
                yield Page(records, Mark(min(max(changed, 0), now), str(last[KEY])))

    def _record(self, asked: Wanted, row: dict[str, Any]) -> Record:
        record: dict[str, Any] = dict.fromkeys(asked.missing)
        for name, value in row.items():
            if name in (CHANGED, KEY):
                continue
            if name in asked.moments:
                record[name] = moment(value, self._zone)
            else:
                record[name] = structured(value) if name in asked.values else plain(value)
        return record


@contextmanager
def reading(address: Address, password: str, zone: tzinfo) -> Iterator[Reading]:
    """Look at a database; `zone`: of moments that carry none. Raises as `opened`."""
    with opened(address, password) as connection:
        yield Reading(address, password, connection, zone)
