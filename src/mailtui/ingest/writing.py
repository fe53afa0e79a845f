"""KEPT LINE -> FACT, one transaction at a time: blocks, entries, messages, rejections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.filing import Blocks, Kept, Read
from mailtui.ingest.joining import Joiner, Key
from mailtui.ingest.judging import Judging
from mailtui.ingest.places import provider_of
from mailtui.ingest.refusals import refusals
from mailtui.model.enums import LogType, Retained
from mailtui.store import cursors, filing
from mailtui.store.blocks import RECORDS_PER_BLOCK
from mailtui.store.engine import Connection
from mailtui.store.facts import Owned, save_messages, save_rejections
from mailtui.store.naming import Naming
from mailtui.store.retention.limits import went
from mailtui.store.retracting import owner_of, retract
from mailtui.store.rows import next_id
from mailtui.store.tables import Message, RawBlock, Rejection


class Writing:
    """Everything the one writer of facts keeps in memory between transactions."""

    def __init__(self, connection: Connection, named_zone: str | None, diagnoser: Diagnoser) -> None:
        self.blocks = Blocks(next_id(connection, RawBlock))
        self._naming = Naming(connection, provider_of)
        self._judging = Judging(connection, self._naming, diagnoser)
        self._joiner = Joiner(next_id(connection, Message))
        self._next_rejection = next_id(connection, Rejection)
        self.named_zone = named_zone
        """Zone of servers that syslog lines name; None: all lines are of the one server given."""
        self._servers: dict[str, int] = {}
        self._went = went(connection, Retained.LINE)
        self.too_old = 0
        """Lines that were left out, since what is so old went by retention."""

    def write(
        self,
        connection: Connection,
        new: Iterable[tuple[Read, int]],
        file_id: int,
        log_type: LogType,
        server_id: int,
    ) -> list[Kept]:
        """Write new lines of a file and what they say, as far as it is complete; `finish` does the rest."""
        kept = self.blocks.file(connection, self._young(new), file_id, log_type)
        servers = [server_id] * len(kept)
        if self.named_zone is not None:
            servers = [self._server(connection, line, server_id) for line in kept]
        keys: list[Key | None] = [
            (server, queue_id) if (queue_id := line.event.queue_id) else None
            for line, server in zip(kept, servers, strict=True)
        ]
        entries = self._joiner.join(connection, kept, keys, file_id, log_type)
        filing.write_blocks(connection, self.blocks.take(more=True))
        filing.write_entries(connection, entries)
        self._save(connection, self._joiner.changed(connection, more=True))
        self._refuse(connection, kept, servers)
        return kept

    def finish(self, connection: Connection) -> None:
        """Write what may go on in further lines, as it is: the transaction ends."""
        filing.write_blocks(connection, self.blocks.take())
        self._save(connection, self._joiner.changed(connection))
        self._judging.settle(connection)

    def retract(self, connection: Connection, entry: int) -> None:
        """Take back the last line of a file that had no newline; what it told is folded anew."""
        message = owner_of(connection, entry)
        if message:
            self._judging.forget(connection, message)
        owner = retract(connection, entry)
        self.blocks.forget(entry // RECORDS_PER_BLOCK)
        if owner is not None:
            self._joiner.fold_anew(connection, owner)
            self.finish(connection)

    def _young(self, new: Iterable[tuple[Read, int]]) -> Iterator[tuple[Read, int]]:
        for record, nth in new:
            if record.time < self._went:
                self.too_old += 1
            else:
                yield record, nth

    def _save(self, connection: Connection, changed: Sequence[Owned]) -> None:
        causes = self._judging.judge(connection, changed)
        save_messages(connection, self._naming, self._judging, changed, causes)

    def _refuse(self, connection: Connection, kept: Sequence[Kept], servers: Sequence[int]) -> None:
        refused = list(refusals(kept, servers, self._next_rejection))
        self._next_rejection += len(refused)
        save_rejections(connection, self._naming, refused)

    def _server(self, connection: Connection, line: Kept, server_id: int) -> int:
        name = line.event.server
        if name is None or self.named_zone is None:
            return server_id
        known = self._servers.get(name)
        if known is None:
            known = self._servers[name] = cursors.server(connection, name, None, self.named_zone)[0]
        return known
