"""The lines of a chunk joined to messages, those of plain messages without an event for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mailtui.ingest.bulk.distant import DistantJoiner
from mailtui.ingest.bulk.said import Said, event_of
from mailtui.ingest.filing import REFUSED, Kept, Known
from mailtui.ingest.joining import CODES, Key
from mailtui.ingest.plain import Plain
from mailtui.model.enums import EventKind
from mailtui.parsing.exim.fast import Common
from mailtui.store.engine import Connection
from mailtui.store.owned import PlainMessage
from mailtui.store.stamps import stamp_of

_KINDS = {
    "<=": EventKind.ARRIVAL.code,
    "=>": EventKind.DELIVERY.code,
    "->": EventKind.ADDITIONAL_DELIVERY.code,
    "Completed": EventKind.COMPLETED.code,
}


class Taken(NamedTuple):
    """What the lines of a chunk were joined to."""

    entries: list[int]
    """As in `JoinedLines`."""
    plain: list[PlainMessage]
    """Plain messages that are complete."""
    refused: list[Kept]
    """Lines that tell of mail refused."""
    foreign: list[tuple[Kept, Key]]
    """Lines of messages that only the database knows."""


class Quick:
    """Holds the messages of one server that are plain so far; all others are the joiner's."""

    def __init__(self, joiner: DistantJoiner, server_id: int, file_id: int) -> None:
        self._joiner = joiner
        self._server_id = server_id
        self._file_id = file_id
        self._held: dict[str, Plain] = {}

    def take(self, connection: Connection, said: Said, entries: list[int], known: Known) -> Taken:
        """Join the lines of a chunk, which are all new."""
        known.go_on()
        held, server_id = self._held, self._server_id
        ids = {one.queue_id for one in said.lines}
        ids.discard(None)
        unknown = {(server_id, queue_id) for queue_id in ids.difference(held) if queue_id}
        foreign = self._joiner.unknown(connection, unknown)
        taken = Taken([], [], [], [])
        filed, now, stamp = taken.entries, 0, 0
        for place, (one, time, entry) in enumerate(zip(said.lines, said.times, entries, strict=True)):
            if type(one) is Common:
                if time != now:
                    now, stamp = time, stamp_of(time)
                plain = held.get(one.queue_id)
                if plain is None:
                    plain = self._begin(one, time, entry, foreign)
                elif time < plain.last or not self._go_on(plain, one, time, entry, taken, foreign):
                    plain = None
                if plain is not None:
                    filed += plain.id, entry, _KINDS[one.marker], stamp
                    continue
            event, raw = event_of(one), said.stored[place].raw
            nth = known.equals(said.stored[place]) if event.kind in REFUSED else 0
            line = Kept(entry, event, time, raw, nth)
            if event.kind in REFUSED:
                taken.refused.append(line)
            self._join(line, taken, foreign)
        return taken

    def hand_over(self) -> None:
        """Let the joiner have all messages that are held here."""
        for queue_id in list(self._held):
            self._give(queue_id)

    def _begin(self, one: Common, time: int, entry: int, foreign: set[Key]) -> Plain | None:
        """A new message, if the line is the arrival of one."""
        key = self._server_id, one.queue_id
        if one.marker != "<=" or key in foreign or self._joiner.is_open(key):
            return None
        plain = self._held[one.queue_id] = Plain(self._joiner.new_id(), (one, time, entry))
        return plain

    def _go_on(
        self, plain: Plain, one: Common, time: int, entry: int, taken: Taken, foreign: set[Key]
    ) -> bool:
        """Take a further line of a message that is held here; False when it is no longer plain with it."""
        if one.marker == "Completed":
            whole = plain.completed(time)
            if whole is None:
                return False
            taken.plain.append(whole)
            del self._held[one.queue_id]
            key = self._server_id, one.queue_id
            self._joiner.let_go(key)
            foreign.add(key)
        elif one.marker == "<=":
            return False
        else:
            plain.lines.append((one, time, entry))
            plain.last = time
        return True

    def _join(self, line: Kept, taken: Taken, foreign: set[Key]) -> None:
        owner, queue_id = 0, line.event.queue_id
        if queue_id:
            key = self._server_id, queue_id
            if queue_id in self._held:
                self._give(queue_id)
            elif key in foreign and not self._joiner.is_open(key):
                taken.foreign.append((line, key))
                return
            owner = self._joiner.take(line, key, self._file_id)
        taken.entries.extend((owner, line.entry, CODES[line.event.kind], stamp_of(line.time)))

    def _give(self, queue_id: str) -> None:
        plain = self._held.pop(queue_id)
        self._joiner.resume((self._server_id, queue_id), plain.id, _kept(plain), self._file_id)


def _kept(plain: Plain) -> Iterator[Kept]:
    for said, time, entry in plain.lines:
        yield Kept(entry, event_of(said), time, b"", 0)
