"""What the making of a SELECT needs to know: the connection, the time, and how big things are."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from mailtui.store.rows import table
from mailtui.store.tables import DeliveryAttempt, Message, Recipient, Rejection

R = table(Recipient).alias("r")
M = table(Message).alias("m")
A = table(DeliveryAttempt).alias("a")
J = table(Rejection).alias("j")

FEW_NAMES = 2_000
"""A condition on at most so many addresses (hosts, replies) is answered from their index."""
FEW_ROWS = 5_000
"""A condition that at most so many rows meet is gathered first; any other is met while walking by time."""


class Context:
    """One query being made: looks up ids and counts, bounded, so that the plan fits the data."""

    def __init__(self, connection: Connection, now: int, zone: tzinfo, lines_wanted: int = 500) -> None:
        self.connection = connection
        self.now = now
        """UTC microseconds."""
        self.zone = zone
        """The zone that dates in queries are meant in."""
        self.lines_wanted = lines_wanted
        """A search for words in lines stops after so many messages or rejections."""
        self.cut_short = False
        """Set when it did: the answer is then complete only for the newest."""

    def ids(self, named: Table, condition: ColumnElement[bool]) -> list[int] | None:
        """The ids of the names that meet a condition; None when they are many."""
        query = select(named.c.id).where(condition).limit(FEW_NAMES + 1)
        found = list(self.connection.execute(query).scalars())
        return None if len(found) > FEW_NAMES else found

    def small(self, keys: Select[Any]) -> Select[Any] | None:
        """`keys` itself when it yields few rows, else None."""
        bounded = keys.limit(FEW_ROWS + 1).subquery()
        count = self.connection.execute(select(func.count()).select_from(bounded)).scalar() or 0
        return keys if count <= FEW_ROWS else None
