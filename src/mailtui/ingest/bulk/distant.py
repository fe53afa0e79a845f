"""Joining lines to messages away from the database's only writer."""

from __future__ import annotations

from mailtui.ingest.gathering import Stray
from mailtui.ingest.joining import Joiner, Key
from mailtui.store.engine import Connection
from mailtui.store.facts import Owned, message_ids


class DistantJoiner(Joiner):
    """Joins the lines of messages that are new. Others are left to the process that writes.

    What that process has not committed yet cannot be looked up, so the messages that were let go of
    lately are remembered.
    """

    def __init__(self, first_id: int) -> None:
        super().__init__(first_id)
        self._young: set[Key] = set()
        self._old: set[Key] = set()
        self._strays: list[Stray] = []

    def age(self) -> None:
        """All that was let go of before the last call is committed by now."""
        self._old, self._young = self._young, set()

    def strays(self) -> list[Stray]:
        """Messages whose lines came out of order, since the last call."""
        found, self._strays = self._strays, []
        return found

    def changed(self, connection: Connection, *, more: bool = False) -> list[Owned]:
        """As in every joiner, without the strays."""
        stale = [(key, joined) for key, joined in self._changed.items() if joined.stale]
        for key, joined in stale:
            del self._changed[key]
            self._close(key)
            self._strays.append(Stray(key, joined.id, joined.stored))
        return super().changed(connection, more=more)

    def _find(self, connection: Connection, keys: set[Key]) -> set[Key]:
        foreign = {key for key in keys if key in self._young or key in self._old}
        by_server: dict[int, list[str]] = {}
        for server_id, queue_id in self._older(connection, keys - foreign):
            by_server.setdefault(server_id, []).append(queue_id)
        for server_id, queue_ids in by_server.items():
            foreign.update((server_id, found) for found in message_ids(connection, server_id, queue_ids))
        return foreign

    def _close(self, key: Key) -> None:
        super()._close(key)
        self._young.add(key)
