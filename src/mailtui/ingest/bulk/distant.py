"""Joining lines to messages away from the database's only writer."""

from __future__ import annotations

from collections.abc import Iterable

from mailtui.ingest.correlate import Folding
from mailtui.ingest.filing import Kept
from mailtui.ingest.gathering import Stray
from mailtui.ingest.joining import Joined, Joiner, Key
from mailtui.model.enums import LogType
from mailtui.store.lookup import Lookup
from mailtui.store.owned import Owned, message_ids, newest_id


class DistantJoiner(Joiner):
    """Joins the lines of messages that are new. Others are left to the process that writes.

    What that process has not committed yet cannot be looked up, so the messages that were let go of
    lately are remembered: by queue id, since all lines of an order are of one server.
    """

    def __init__(self, first_id: int) -> None:
        super().__init__(first_id)
        self._young: set[str] = set()
        self._old: set[str] = set()
        self._strays: list[Stray] = []

    def age(self) -> None:
        """All that was let go of before the last call is committed by now."""
        self._old, self._young = self._young, set()

    def strays(self) -> list[Stray]:
        """Messages whose lines came out of order, since the last call."""
        found, self._strays = self._strays, []
        return found

    def unknown(self, connection: Lookup, keys: set[Key]) -> set[Key]:
        """Which of these keys are of messages that only the process that writes knows."""
        return self._find(connection, {key for key in keys if key not in self._open})

    def older(self, connection: Lookup, server_id: int, queue_ids: set[str]) -> list[str]:
        """Those of these ids that may have been met before: all others are newer than any that was."""
        newest = self._newest.get(server_id)
        if newest is None:
            newest = newest_id(connection, server_id)
        self._newest[server_id] = max(newest, max(queue_ids, default=""))
        return [queue_id for queue_id in queue_ids if queue_id <= newest]

    def is_open(self, key: Key) -> bool:
        """Whether lines of that message were joined here."""
        return key in self._open

    def take(self, line: Kept, key: Key, file_id: int) -> int:
        """Join a line of the main log to its message, a new one if need be; gives the id of that."""
        return self._take(line, key, file_id, LogType.MAIN)

    def resume(self, key: Key, message_id: int, lines: Iterable[Kept], file_id: int) -> None:
        """Join the lines of a message that was held elsewhere so far."""
        for line in lines:
            if key not in self._open:
                self._open[key] = Joined(message_id, Folding(key[1]), False, line.time, line.time)
            self._take(line, key, file_id, LogType.MAIN)

    def let_go(self, key: Key) -> None:
        """A message that was held elsewhere is complete, and on its way to the process that writes."""
        self._young.add(key[1])

    def changed(self, connection: Lookup, *, more: bool = False) -> list[Owned]:
        """As in every joiner, without the strays."""
        stale = [(key, joined) for key, joined in self._changed.items() if joined.stale]
        for key, joined in stale:
            del self._changed[key]
            self._close(key)
            self._strays.append(Stray(key, joined.id, joined.stored, joined.lines))
        return super().changed(connection, more=more)

    def _find(self, connection: Lookup, keys: set[Key]) -> set[Key]:
        foreign = {key for key in keys if key[1] in self._young or key[1] in self._old}
        by_server: dict[int, list[str]] = {}
        for server_id, queue_id in self._older(connection, keys - foreign):
            by_server.setdefault(server_id, []).append(queue_id)
        for server_id, queue_ids in by_server.items():
            foreign.update((server_id, found) for found in message_ids(connection, server_id, queue_ids))
        return foreign

    def _close(self, key: Key) -> None:
        super()._close(key)
        self._young.add(key[1])
