"""KEPT LINE -> what is to be written: blocks, messages and refusals, all still in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from mailtui.ingest.filing import Blocks, Kept, Read
from mailtui.ingest.joining import Joiner, Key
from mailtui.ingest.refusals import refusals
from mailtui.model.enums import LogType
from mailtui.store.entries import Flat
from mailtui.store.filing import Packed, packed
from mailtui.store.in_columns import PlainColumns
from mailtui.store.lookup import Lookup
from mailtui.store.owned import Owned, Refused, TriedMessage
from mailtui.store.rows import Row


class Stray(NamedTuple):
    """A message that has to be folded afresh from its kept lines."""

    key: Key
    id: int
    stored: bool
    lines: Flat
    """Those that were not saved yet."""


class Gathered(NamedTuple):
    """What some lines come to."""

    blocks: Sequence[Packed] = ()
    unclear: Sequence[Row] = ()
    """Lines that were not understood: entry id, message id, moment."""
    messages: Sequence[Owned] = ()
    refused: Sequence[Refused] = ()
    plain: PlainColumns = PlainColumns()
    """Messages of one server that are complete and plain ..."""
    tried: Sequence[TriedMessage] = ()
    """... or would be, had no try failed ..."""
    server_id: int = 0
    """... and that server."""
    foreign: Sequence[tuple[Kept, Key]] = ()
    """Lines of messages that only the database knows."""
    strays: Sequence[Stray] = ()
    too_old: int = 0
    """Lines that were left out, since what is so old went by retention."""

    def keys(self) -> Iterator[Key]:
        """Those of all messages that are to be written."""
        yield from ((owned.server_id, owned.facts.queue_id) for owned in self.messages)
        yield from ((self.server_id, queue_id) for queue_id in self.plain.queue_ids)
        yield from ((self.server_id, message[0][1]) for message in self.tried)


class Ids(NamedTuple):
    """The ids that come next."""

    block: int
    message: int
    rejection: int


class Went(NamedTuple):
    """Up to when rows went by retention (UTC microseconds): no older ones are made."""

    lines: int
    mail: int
    """Messages, with their lines that come in only now."""
    rejections: int


class Gathering:
    """Files lines in blocks and joins them to messages."""

    def __init__(self, ids: Ids, joiner: Joiner, went: Went) -> None:
        self.blocks = Blocks(ids.block)
        self.joiner = joiner
        self.next_rejection = ids.rejection
        self.went = went
        self._too_old = 0

    @property
    def ids(self) -> Ids:
        """Those that have not been given to anything."""
        return Ids(self.blocks.next_block, self.joiner.next_id, self.next_rejection)

    @ids.setter
    def ids(self, ids: Ids) -> None:
        self.blocks.next_block, self.joiner.next_id, self.next_rejection = ids

    def lines(
        self,
        connection: Lookup,
        new: Iterable[tuple[Read, int]],
        file_id: int,
        log_type: LogType,
        server_id: int,
        named: Callable[[str], int] | None = None,
    ) -> tuple[list[Kept], Gathered]:
        """File new lines; what is complete with them is ready to be written, `rest` is the remainder.

        `named`: the id of a server that a line names; without it all are of the one given.
        """
        self._too_old = 0
        kept = self.blocks.file(connection, self._young(new), file_id, log_type)
        if named is None:
            servers = [server_id] * len(kept)
        else:
            servers = [_server(line, server_id, named) for line in kept]
        keys: list[Key | None] = [
            (server, queue_id) if (queue_id := line.event.queue_id) else None
            for line, server in zip(kept, servers, strict=True)
        ]
        refused = self._refused(kept, servers)
        joined = self.joiner.join(connection, kept, keys, file_id, log_type)
        self.blocks.mark(joined.others)
        blocks = [packed(block) for block in self.blocks.take(more=True)]
        gathered = Gathered(blocks, joined.unclear, (), refused, foreign=joined.foreign)
        return kept, gathered._replace(too_old=self._too_old)

    def quick(self, refused: list[Kept], foreign: list[tuple[Kept, Key]], server_id: int) -> Gathered:
        """What is to be written of lines that were filed and joined by themselves."""
        blocks = [packed(block) for block in self.blocks.take(more=True)]
        rejections = self._refused(refused, [server_id] * len(refused))
        return Gathered(blocks, (), (), rejections, server_id=server_id, foreign=foreign)

    def _refused(self, kept: list[Kept], servers: list[int]) -> list[Refused]:
        refused = list(refusals(kept, servers, self.next_rejection, self.went.rejections))
        self.next_rejection += len(refused)
        return refused

    def last_blocks(self) -> list[Packed]:
        """The blocks that are still filling."""
        return [packed(block) for block in self.blocks.take()]

    def _young(self, new: Iterable[tuple[Read, int]]) -> Iterator[tuple[Read, int]]:
        for record, nth in new:
            if self._is_too_old(record):
                self._too_old += 1
            else:
                yield record, nth

    def _is_too_old(self, record: Read) -> bool:
        went = max(self.went.lines, self.went.mail) if record.event.queue_id else self.went.lines
        return record.time < went


def _server(line: Kept, server_id: int, named: Callable[[str], int]) -> int:
    name = line.event.server
    return server_id if name is None else named(name)
