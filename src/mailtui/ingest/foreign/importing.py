"""DATABASE -> FACT: tables in turn, pages of rows; what they say commits with how far they were read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mailtui.errors import InputError, UsageError
from mailtui.ingest.foreign import mailman, openmailer, relay
from mailtui.ingest.foreign.system import Place, Reader, System
from mailtui.ingest.garbage import paused_collector
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import PartRead
from mailtui.store.engine import Connection, Engine
from mailtui.store.foreign import marks
from mailtui.store.foreign.rows import Reading

SYSTEMS: dict[EventProvider, System] = {
    one.provider: one for one in (openmailer.SYSTEM, relay.SYSTEM, mailman.SYSTEM)
}
MOST_PROBLEMS = 20
"""Problems with rows that are told of one import."""
Told = Callable[[Connection, str, int], None]
"""Called within each transaction: the table, and how many rows were read in all."""


def system_of(tables: frozenset[str], named: EventProvider | None = None) -> System:
    """Whose database it is, by its tables; UsageError when that cannot be told."""
    if named is not None:
        return SYSTEMS[named]
    fitting = [one for one in SYSTEMS.values() if one.marks <= tables]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(f"{one.provider} ({', '.join(sorted(one.marks))})" for one in SYSTEMS.values())
    why = "it has the tables of several systems" if fitting else "it has the tables of none"
    raise UsageError(
        f"whose database that is cannot be told: {why} that mailtui reads",
        f"name the system with --format; known are {known}",
    )


@dataclass(slots=True)
class Found:
    """What an import came to so far."""

    parts: list[PartRead] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Tables that could not be read, or not to their end."""
    left_out: int = 0
    """Problems that are not in the list."""
    rows: int = 0

    def complain(self, sentences: Sequence[str]) -> None:
        """Rows of which not all could be written."""
        room = max(0, MOST_PROBLEMS - len(self.problems))
        self.problems += sentences[:room]
        self.left_out += len(sentences[room:])


class ForeignImporter:
    """Reads one database of another system into ours, whose writing lock the caller holds."""

    def __init__(self, engine: Engine, place: Place, told: Told, between: Callable[[], None]) -> None:
        """`between` is called between two transactions and may raise to end the import."""
        self._engine = engine
        self._place = place
        self._told = told
        self._between = between
        self.alone = True
        """Nobody else writes facts in `between`: what is remembered stays true."""

    def read(self, system: System, reading: Reading, found: Found) -> None:
        """Read what is new; a table that cannot be read is told in `found`, the others go on.

        Raises what `between` raises. What was committed stays.
        """
        for reader in system.readers:
            if not reading.has(reader.part):
                continue
            part = PartRead(reader.part.table)
            try:
                part = self._read(reader, reading, found, part)
            except InputError as error:
                found.problems.append(error.title)
                found.unread.append(reader.part.table)
            found.parts.append(part)

    def _read(self, reader: Reader, reading: Reading, found: Found, sum_: PartRead) -> PartRead:
        part, place = reader.part, self._place
        with self._engine.connect() as connection:
            mark = marks.read(connection, place.source, part.table)
        for page in reading.pages(part, mark, place.now()):
            with paused_collector(), self._engine.begin() as connection:
                if not self.alone:
                    place.forget()
                wrote = reader.write(connection, place, part, page.records)
                marks.save(connection, place.source, part.table, page.mark, wrote.new, place.now())
                found.rows += len(page.records)
                self._told(connection, part.table, found.rows)
            found.complain(wrote.problems)
            sum_ = PartRead(
                part.table,
                sum_.rows + len(page.records),
                sum_.new + wrote.new,
                sum_.problems + wrote.wrong + len(wrote.problems),
            )
            self._between()
        return sum_
