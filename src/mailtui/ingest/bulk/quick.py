"""The lines of a chunk joined to messages, those of plain messages without an event for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mailtui.ingest.bulk.distant import DistantJoiner
from mailtui.ingest.bulk.said import Said, event_of
from mailtui.ingest.bulk.skimmed import Skimmed
from mailtui.ingest.filing import REFUSED, Kept, Known
from mailtui.ingest.joining import CODES, UNCLEAR, Key
from mailtui.ingest.plain import Plain
from mailtui.model.event import Event
from mailtui.parsing.exim.fast import ARRIVES, COMPLETED, DELIVERY, Common
from mailtui.parsing.exim.records import HEAD
from mailtui.store.entries import Entry
from mailtui.store.lookup import Lookup
from mailtui.store.owned import PlainMessage, TriedMessage
from mailtui.store.rows import Row

_NOTES: dict[str, int] = dict(CODES.items())
"""By what is noted of a line."""


class Taken(NamedTuple):
    """What the lines of a chunk were joined to."""

    others: list[Entry]
    """Lines of no message."""
    unclear: list[Row]
    """As in `JoinedLines`."""
    plain: list[PlainMessage]
    """Plain messages that are complete."""
    tried: list[TriedMessage]
    """The same with tries that failed."""
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
        self._closed: set[str] = set()
        """Messages of the chunk that have been met, and are not held here."""

    def take(self, connection: Lookup, said: Said, entries: list[int], known: Known) -> Taken:
        """Join the lines of a chunk, which are all new."""
        known.go_on()
        held = self._held
        foreign = self._look_up(connection, {one.queue_id for one in said.lines if one.queue_id})
        taken = Taken([], [], [], [], [], [])
        for place, (one, time, entry) in enumerate(zip(said.lines, said.times, entries, strict=True)):
            if type(one) is Common:
                plain = held.get(one.queue_id)
                if plain is None:
                    plain = self._begin(one, time, entry)
                elif time < plain.last or not self._go_on(plain, one, time, entry, taken, foreign):
                    plain = None
                if plain is not None:
                    continue
            self._odd(event_of(one), said, place, entry, taken, foreign, known)
        return taken

    def skim(self, connection: Lookup, said: Skimmed, entries: list[int], known: Known) -> Taken:
        """The same for lines that were only skimmed."""
        known.go_on()
        held, events, closed = self._held, iter(said.events), self._closed
        arrives, delivery = ARRIVES.match, DELIVERY.match
        ids = {*said.queue_ids, *[event.queue_id or "" for event in said.events]}
        ids.discard("")
        foreign = self._look_up(connection, ids)
        taken = Taken([], [], [], [], [], [])
        lines = zip(said.marks, said.queue_ids, said.texts, said.times, entries, strict=True)
        for place, (mark, queue_id, text, time, entry) in enumerate(lines):
            if mark == "=>" or mark == "->":
                plain = held.get(queue_id)
                if plain is not None and time >= plain.last:
                    found = delivery(text, HEAD + 3 + len(queue_id))
                    if found is not None:
                        plain.lines.append((mark, found.groups(), time, entry))
                        plain.last = time
                        continue
            elif mark == "<=":
                if queue_id not in held and queue_id not in closed and (found := arrives(text, HEAD)):
                    held[queue_id] = Plain(self._joiner.new_id(), queue_id, found.groups(), time, entry)
                    continue
            elif mark == "Completed":
                if self._completes(queue_id, text, time, entry, taken, foreign):
                    continue
            elif mark is None:
                self._odd(next(events), said, place, entry, taken, foreign, known)
                continue
            else:
                taken.others.append(Entry(entry, _NOTES[mark], time))
                continue
            self._odd(said.event(place), said, place, entry, taken, foreign, known)
        return taken

    def _look_up(self, connection: Lookup, queue_ids: set[str]) -> set[Key]:
        """The messages among these that only the database knows; notes which ones are not new."""
        server_id, new = self._server_id, queue_ids.difference(self._held)
        keys = {(server_id, queue_id) for queue_id in self._joiner.older(connection, server_id, new)}
        foreign = self._joiner.unknown(connection, keys)
        self._closed.clear()
        self._closed.update([key[1] for key in keys if key in foreign or self._joiner.is_open(key)])
        return foreign

    def _completes(
        self, queue_id: str, text: str, time: int, entry: int, taken: Taken, foreign: set[Key]
    ) -> bool:
        """Take the end of a message, if that is what a line tells of one that is held here."""
        plain, end = self._held.get(queue_id), HEAD + 10 + len(queue_id)
        if plain is None or time < plain.last or not text.startswith("Completed", end - 9):
            return False
        if len(text) > end and not COMPLETED.match(text, end):
            return False
        return self._complete(plain, time, entry, taken, foreign)

    def _complete(self, plain: Plain, time: int, entry: int, taken: Taken, foreign: set[Key]) -> bool:
        if plain.tried:
            at_last = plain.completed_at_last(time, entry)
            if at_last is None:
                return False
            taken.tried.append(at_last)
        else:
            whole = plain.completed(time, entry)
            if whole is None:
                return False
            taken.plain.append(whole)
        del self._held[plain.queue_id]
        key = self._server_id, plain.queue_id
        self._joiner.let_go(key)
        foreign.add(key)
        self._closed.add(plain.queue_id)
        return True

    def _odd(
        self,
        event: Event,
        said: Said | Skimmed,
        place: int,
        entry: int,
        taken: Taken,
        foreign: set[Key],
        known: Known,
    ) -> None:
        """A line that is not plain, or tells of a try that failed."""
        plain = self._held.get(event.queue_id) if event.queue_id else None
        if plain is not None and plain.take(event, said.times[place], entry):
            return
        time, raw = said.times[place], said.raw(place)
        if event.kind in REFUSED:
            line = Kept(entry, event, time, raw, known.equals(said.record(place)))
            taken.refused.append(line)
        else:
            line = Kept(entry, event, time, raw, 0)
        self._join(line, taken, foreign)

    def hand_over(self) -> None:
        """Let the joiner have all messages that are held here."""
        for queue_id in list(self._held):
            self._give(queue_id)

    def _begin(self, one: Common, time: int, entry: int) -> Plain | None:
        """A new message, if the line is the arrival of one."""
        if one.marker != "<=" or one.queue_id in self._closed:
            return None
        plain = Plain(self._joiner.new_id(), one.queue_id, one.groups, time, entry)
        self._held[one.queue_id] = plain
        return plain

    def _go_on(
        self, plain: Plain, one: Common, time: int, entry: int, taken: Taken, foreign: set[Key]
    ) -> bool:
        """Take a further line of a message that is held here; False when it is no longer plain with it."""
        if one.marker == "Completed":
            return self._complete(plain, time, entry, taken, foreign)
        if one.marker == "<=":
            return False
        plain.lines.append((one.marker, one.groups, time, entry))
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
            self._closed.add(queue_id)
        else:
            taken.others.append(Entry(line.entry, CODES[line.event.kind], line.time))
        if line.event.kind is UNCLEAR:
            taken.unclear.append((line.entry, owner, line.time))

    def _give(self, queue_id: str) -> None:
        plain = self._held.pop(queue_id)
        self._joiner.resume((self._server_id, queue_id), plain.id, _kept(plain), self._file_id)


def _kept(plain: Plain) -> Iterator[Kept]:
    for marker, found, time, entry in plain.lines:
        said = found if isinstance(found, Event) else Common(marker, plain.queue_id, time, found, None)
        yield Kept(entry, event_of(said), time, b"", 0)
