"""Links that wait until a transaction ends: in the order of their index all together go in at once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from sqlalchemy import Connection

from mailtui.store import schema
from mailtui.store.rows import Row, insert_missing

MANY = 500_000
"""Messages from which on it is worth it to let them wait: the index does not fit into the cache."""
_DIGEST = itemgetter(1)


class Links:
    """Rows of `message_link` that were not written yet: each digest is on another page."""

    def __init__(self) -> None:
        self._waiting: list[Row] = []

    def add(self, connection: Connection, links: Sequence[Row]) -> None:
        """These are to be written."""
        self._waiting.extend(links)
        if links and links[-1][2] < MANY:
            self.write(connection)

    def write(self, connection: Connection) -> None:
        """Write what waits."""
        self._waiting.sort(key=_DIGEST)
        insert_missing(connection, schema.MESSAGE_LINK, self._waiting)
        self._waiting.clear()
