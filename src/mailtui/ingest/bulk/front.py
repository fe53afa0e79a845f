"""The process that reads: `python -m mailtui.ingest.bulk.front`, with an order on standard input."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from mailtui.ingest.ahead import Ahead
from mailtui.ingest.bulk.distant import DistantJoiner
from mailtui.ingest.bulk.ending import Transaction
from mailtui.ingest.bulk.quick import Quick
from mailtui.ingest.bulk.said import Said
from mailtui.ingest.bulk.skimmed import Skimmed
from mailtui.ingest.bulk.step import Ending, Order, Step
from mailtui.ingest.carrying import carry_out
from mailtui.ingest.cutting import Cut, cut
from mailtui.ingest.filing import Known
from mailtui.ingest.gathering import Gathered, Gathering
from mailtui.ingest.outbox import Outbox
from mailtui.ingest.passing import Last, Pass, advance, overlaps
from mailtui.ingest.reading import LogStream, chunks, open_log
from mailtui.model.enums import EventKind, LogType
from mailtui.parsing.exim.records import Lines
from mailtui.store.in_columns import in_columns
from mailtui.store.light_reader import LightReader, light_reader
from mailtui.store.lookup import Lookup
from mailtui.store.pragmas import FRUGAL


class Front:
    """Reads one file ahead of the process that writes."""

    def __init__(self, order: Order, database: LightReader, stream: LogStream) -> None:
        self._order = order
        self._database = database
        self._stream = stream
        self._reading = order.reading
        self._joiner = DistantJoiner(order.ids.message)
        self._gathering = Gathering(order.ids, self._joiner, order.went)
        self._quick = Quick(self._joiner, order.reading.server_id, order.reading.cursor.id)
        self._aged = order.reading.start
        self._together = Transaction(order, order.reading.start)

    def answers(self) -> Iterator[Step | Ending]:
        """All steps and the ending."""
        order, reading, complete = self._order, self._reading, True
        pieces = chunks(self._stream, reading.start, order.piece, reading.line)
        parts = Ahead(cut(pieces, reading.cursor.log_type))
        while (part := parts.first) is not None:
            with self._database.connect() as connection:
                said = _said(reading, part)
                complete = self._is_ours(said) and (
                    reading.known.dropping or not overlaps(connection, reading, said.times)
                )
                if not complete:
                    break
                news = self._gather(connection, said)
                advance(reading.cursor, part, said.times, news.last)
                parts.advance()
                ends = parts.first is None or self._together.is_over(part.offset)
                gathered = self._with_messages(connection, news.gathered, ends=ends)
            yield self._step(part, said, news._replace(gathered=gathered), ends=ends)
            if ends:
                self._together.begin(part.offset)
        if not complete:
            yield self._remainder()
        yield Ending(self._gathering.ids, reading, parts.failure, complete)

    def _is_ours(self, said: Said | Skimmed) -> bool:
        """No line names its server, and there are ids for all."""
        if self._order.named_zone is not None and said.names_a_server:
            return False
        pairs = zip(self._gathering.ids, self._order.end, strict=True)
        return all(after - next_ > len(said) for next_, after in pairs)

    def _gather(self, connection: Lookup, said: Said | Skimmed) -> _News:
        reading, known = self._reading, self._reading.known
        cursor = reading.cursor
        if isinstance(known, Known) and self._is_simple(said) and known.is_later(connection, min(said.times)):
            return self._gather_quickly(connection, said, known)
        self._quick.hand_over()
        new = known.new_ones(connection, said.read())
        kept, gathered = self._gathering.lines(connection, new, cursor.id, cursor.log_type, reading.server_id)
        unrecognised = sum(line.event.kind is EventKind.UNRECOGNISED for line in kept)
        return _News(gathered, Last.of(kept), len(kept), unrecognised)

    def _is_simple(self, said: Said | Skimmed) -> bool:
        """Lines of a main log that are kept, whatever they say."""
        is_main = self._reading.cursor.log_type is LogType.MAIN
        return is_main and bool(said.times) and min(said.times) >= max(self._gathering.went)

    def _gather_quickly(self, connection: Lookup, said: Said | Skimmed, known: Known) -> _News:
        cursor, blocks = self._reading.cursor, self._gathering.blocks
        place = cursor.id, cursor.log_type
        if isinstance(said, Skimmed):
            entries = blocks.file_run(connection, said.run, said.times, *place)
            taken, raw = self._quick.skim(connection, said, entries, known), said.run.raws[-1]
            events = [*said.events, *said.late]
        else:
            entries = blocks.file_all(connection, said.stored, said.times, *place)
            taken, raw = self._quick.take(connection, said, entries, known), said.stored[-1].raw
            events = said.events
        blocks.mark(taken.others)
        gathered = self._gathering.quick(taken.refused, taken.foreign, self._reading.server_id)
        gathered = gathered._replace(unclear=taken.unclear, plain=in_columns(taken.plain), tried=taken.tried)
        unrecognised = sum(event.kind is EventKind.UNRECOGNISED for event in events)
        return _News(gathered, Last(entries[-1], raw), len(said), unrecognised)

    def _with_messages(self, connection: Lookup, gathered: Gathered, *, ends: bool) -> Gathered:
        """Add the messages that are complete, or all that have changed when the transaction ends."""
        blocks = gathered.blocks
        if ends:
            self._quick.hand_over()
            blocks = [*blocks, *self._gathering.last_blocks()]
        messages = self._joiner.changed(connection, more=not ends)
        return gathered._replace(blocks=blocks, messages=messages, strays=self._joiner.strays())

    def _step(self, part: Cut, said: Said | Skimmed, news: _News, *, ends: bool) -> Step:
        if part.offset - self._aged > self._together.is_committed_after:
            self._aged = part.offset
            self._joiner.age()
        return Step.packed(
            news.gathered,
            self._reading.cursor,
            said.span,
            part.lines + (1 if part.last_line_open else 0),
            news.new,
            news.unrecognised,
            self._stream.bytes_read,
            ends,
        )

    def _remainder(self) -> Step:
        """What was not written yet of the lines so far."""
        with self._database.connect() as connection:
            gathered = self._with_messages(connection, Gathered(), ends=True)
        cursor = self._reading.cursor
        return Step.packed(gathered, cursor, None, cursor.lines, 0, 0, self._stream.bytes_read, True)


def _said(reading: Pass, part: Cut) -> Said | Skimmed:
    """What the lines of a chunk say, in the quickest way."""
    return Skimmed(reading, part.records) if isinstance(part.records, Lines) else Said(reading, part)


class _News(NamedTuple):
    """What a chunk comes to."""

    gathered: Gathered
    last: Last | None
    """The last line that is new."""
    new: int
    unrecognised: int


def main(orders: BinaryIO, answers: BinaryIO) -> None:
    """Carry out one order. When nobody takes the answers any more, the next one ends this process."""
    try:
        order: Order = pickle.load(orders)  # noqa: S301 - from ourselves
    except EOFError:
        return  # it was not needed
    gc.disable()  # see ingest.garbage
    with light_reader(order.database, FRUGAL) as database, open_log(order.path) as stream:
        status = stream.status
        if status is None or (status.st_dev, status.st_ino) != order.place:
            return  # the name leads to another file by now: no ending is an answer too
        with Outbox(answers) as outbox:
            for answer in Front(order, database, stream).answers():
                outbox.put(pickle.dumps(answer, protocol=5))


if __name__ == "__main__":
    carry_out(main)
