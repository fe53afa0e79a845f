"""KEPT LINE -> FACT, one transaction at a time: blocks, messages, rejections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.filing import Blocks, Kept, Read
from mailtui.ingest.gathering import Gathered, Gathering, Ids, Went
from mailtui.ingest.joining import Joiner, Key
from mailtui.ingest.judging import Judging, Unjudged
from mailtui.ingest.places import provider_of
from mailtui.model.enums import LogType, Retained
from mailtui.store import cursors, filed, schema
from mailtui.store.blocks import RECORDS_PER_BLOCK
from mailtui.store.engine import Connection
from mailtui.store.facts import save_messages, save_rejections
from mailtui.store.links import Links
from mailtui.store.naming import Naming
from mailtui.store.owned import Owned
from mailtui.store.plain import save_plain
from mailtui.store.retention.limits import went
from mailtui.store.retracting import owner_of, retract
from mailtui.store.rows import next_id


class Beside:
    """What was written from here while another process joins the lines of a file."""

    def __init__(self) -> None:
        self._keys: set[Key] = set()
        self._spans: list[tuple[LogType, int, int]] = []

    def add(self, log_type: LogType, kept: Sequence[Kept]) -> None:
        """Some lines of another file."""
        if kept:
            times = [line.time for line in kept]
            self._spans.append((log_type, min(times), max(times)))

    def add_messages(self, messages: Sequence[Owned]) -> None:
        """Messages that were written."""
        self._keys.update((owned.server_id, owned.facts.queue_id) for owned in messages)

    def clashes(self, log_type: LogType, span: tuple[int, int] | None, gathered: Gathered) -> bool:
        """Whether lines of that time, or these messages, were among it."""
        if span and any(kind is log_type and a <= span[1] and b >= span[0] for kind, a, b in self._spans):
            return True
        return bool(self._keys) and not self._keys.isdisjoint(gathered.keys())


class Writing:
    """Everything the one writer of facts keeps in memory between transactions."""

    def __init__(self, connection: Connection, diagnoser: Diagnoser | None) -> None:
        """Without a diagnoser no failure gets a cause; all can have theirs later."""
        self._diagnoser = diagnoser
        self.too_old = 0
        """Lines that were left out, since what is so old went by retention."""
        self.named_zone: str | None = None
        """Zone of servers that syslog lines name; None: all lines are of the one server given."""
        self.begin(connection)

    def begin(self, connection: Connection) -> None:
        """Remember nothing but what the database has."""
        ids = Ids(
            *(next_id(connection, model) for model in (schema.RAW_BLOCK, schema.MESSAGE, schema.REJECTION))
        )
        gone = Went(*(went(connection, kind) for kind in Retained))
        self.gathering = Gathering(ids, Joiner(ids.message), gone)
        self._servers: dict[str, int] = {}
        self._naming = Naming(connection, provider_of)
        self._links = Links()
        self._judging: Judging | Unjudged = (
            Unjudged() if self._diagnoser is None else Judging(connection, self._naming, self._diagnoser)
        )
        self.beside: Beside | None = None
        """Is told what is written, while another process works too."""

    @property
    def blocks(self) -> Blocks:
        """The blocks that are being filled."""
        return self.gathering.blocks

    def write(
        self,
        connection: Connection,
        new: Iterable[tuple[Read, int]],
        file_id: int,
        log_type: LogType,
        server_id: int,
    ) -> list[Kept]:
        """Write new lines of a file and what they say, as far as it is complete; `finish` does the rest."""
        named = None if self.named_zone is None else partial(self._server, connection, self.named_zone)
        kept, gathered = self.gathering.lines(connection, new, file_id, log_type, server_id, named)
        self.put(connection, gathered, file_id, log_type)
        if self.beside is not None:
            self.beside.add(log_type, kept)
        return kept

    def _server(self, connection: Connection, zone: str, name: str) -> int:
        known = self._servers.get(name)
        if known is None:
            known = self._servers[name] = cursors.server(connection, name, None, zone)[0]
        return known

    def put(self, connection: Connection, gathered: Gathered, file_id: int, log_type: LogType) -> None:
        """Write what was gathered, here or in another process."""
        joiner = self.gathering.joiner
        self.too_old += gathered.too_old
        filed.write_blocks(connection, gathered.blocks)
        filed.write_unclear(connection, gathered.unclear)
        joiner.note(gathered.keys())
        if gathered.plain.queue_ids or gathered.tried:
            server_id, plain, tried = gathered.server_id, gathered.plain, gathered.tried
            self._judging.delivered(server_id, plain.successes())
            causes = self._judging.tried(connection, server_id, tried)
            made = save_plain(connection, self._naming, self._judging, server_id, plain, tried, causes)
            self._links.add(connection, made)
        if gathered.foreign:  # also of messages that have just become complete
            kept, keys = zip(*gathered.foreign, strict=True)
            filed.write_unclear(connection, joiner.join(connection, kept, keys, file_id, log_type).unclear)
        for stray in gathered.strays:
            joiner.adopt(stray.key, stray.id, stray.lines, stored=stray.stored)
        self._save(connection, [*gathered.messages, *joiner.changed(connection, more=True)])
        save_rejections(connection, self._naming, gathered.refused)

    def finish(self, connection: Connection) -> None:
        """Write what may go on in further lines, as it is: the transaction ends."""
        filed.write_blocks(connection, self.gathering.last_blocks())
        self._save(connection, self.gathering.joiner.changed(connection))
        self._links.write(connection)
        self._judging.settle(connection)

    def retract(self, connection: Connection, entry: int) -> None:
        """Take back the last line of a file that had no newline; what it told is folded anew."""
        message = owner_of(connection, entry)
        if message:
            self._judging.forget(connection, message)
        owner = retract(connection, entry)
        self.blocks.forget(entry // RECORDS_PER_BLOCK)
        if owner is not None:
            self.gathering.joiner.fold_anew(connection, owner)
            self.finish(connection)

    def _save(self, connection: Connection, changed: Sequence[Owned]) -> None:
        if self.beside is not None:
            self.beside.add_messages(changed)
        causes = self._judging.judge(connection, changed)
        save_messages(connection, self._naming, self._judging, changed, causes)
