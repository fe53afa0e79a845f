"""Files of contacts, lists, campaigns ... -> the database, some thousand rows a transaction.

Every row is written by what it is called, so the same file twice is the same database, and a file that was
read to its middle is read again from its beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple, Protocol

from mailtui.ingest.reading import LogStream
from mailtui.ingest.tables import rows
from mailtui.ingest.tables.columns import Plan, without
from mailtui.ingest.tables.fields import KINDS, Kind
from mailtui.ingest.tables.files import Found, Table
from mailtui.ingest.tables.languages import plain
from mailtui.ingest.tables.repeated import Repeated
from mailtui.ingest.tables.rows import Said
from mailtui.model.people import Duplicates, MembershipRow, Written
from mailtui.store.engine import Connection, Engine
from mailtui.store.people import campaigns, contacts, lists

AT_ONCE = 2_000
"""Rows in one transaction."""
MOST_PROBLEMS = 1_000
"""Bad rows that are told one by one."""


class Bad(NamedTuple):
    """A row of which not all could be taken."""

    line: int
    reason: str
    left_out: bool = True
    """Nothing of it is in the database."""


@dataclass(slots=True)
class Imported:
    """What an import came to."""

    path: str
    kind: str
    rows: int = 0
    written: Written = Written()  # noqa: RUF009 (immutable)
    bad: int = 0
    """Rows that were left out."""
    partly: int = 0
    """Rows of which something was left out, or cannot be used."""
    problems: list[Bad] = field(default_factory=list)
    """The first of both."""
    unused: tuple[str, ...] = ()
    """Columns that nothing became of."""
    custom: tuple[str, ...] = ()
    """Columns that became the sender's own fields."""
    guessed: int = 0
    """Lines that were read as Windows-1252."""
    no_status: int = 0
    """New contacts of whom nothing says whether they confirmed."""
    dry: bool = False
    too_old: int = 0
    """Events left out: mail of that time went by retention."""

    def tell(self, bad: Bad) -> None:
        """A bad row."""
        if bad.left_out:
            self.bad += 1
        else:
            self.partly += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(bad)


class Wanted(NamedTuple):
    """What is to become of a file."""

    kind: Kind = KINDS["contacts"]
    said: Said = Said(zone=None)  # type: ignore[arg-type]
    how: Duplicates = Duplicates.UPDATE
    columns: Mapping[str, str] = {}
    """See `columns.mapping`."""
    delimiter: str = ""
    list: str = ""
    """The list that contacts are put on."""


class Batch(NamedTuple):
    """Rows that are written together."""

    lines: list[int]
    values: list[dict[str, Any]]


class Writer(Protocol):
    """Writes some rows in the transaction of the connection."""

    def __call__(self, connection: Connection, batch: Batch, out: Imported) -> None: ...


def batches(table: Table, wanted: Wanted, out: Imported) -> Iterator[Batch]:
    """The rows of a file, read and checked; what is wrong with one is told, and the others go on."""
    read = _Reader(wanted)
    found = iter(table)
    freed: list[str] | None = None
    while some := list(islice(found, AT_ONCE)):
        if freed is None:
            freed = _freed(some, wanted)
        if freed:
            some = _without(some, freed, wanted, table)
        batch = Batch([], [])
        for one in some:
            values = read.values(one, out)
            if values is not None:
                batch.lines.append(one.line)
                batch.values.append(values)
        out.unused, out.custom = tuple(table.unused), tuple(table.custom)
        out.guessed = table.lines.guessed
        yield batch


def _freed(some: Sequence[Found], wanted: Wanted) -> list[str]:
    """Columns that are no status, by the first rows; what `--map` says stays."""
    whole = [one for one in some if not one.error]
    if not whole:
        return []
    mistaken = rows.mistaken(wanted.said, whole[0].plan, [one.row for one in whole])
    return [name for name in mistaken if plain(name) not in wanted.columns]


def _without(some: Sequence[Found], freed: Sequence[str], wanted: Wanted, table: Table) -> list[Found]:
    """The rows, where these columns are no fields; the table says what became of them."""
    plans: dict[int, Plan] = {}
    for one in some:
        if id(one.plan) not in plans:
            mine = plans[id(one.plan)] = without(one.plan, freed, wanted.kind, wanted.columns)
            table.custom |= dict.fromkeys(name for name in mine.custom)
            for name in mine.fields:
                table.unused.pop(name, None)
            table.unused |= dict.fromkeys(mine.unused)
    return [one._replace(plan=plans[id(one.plan)]) for one in some]


class _Reader:
    """Makes values of the rows of a file."""

    def __init__(self, wanted: Wanted) -> None:
        self._kind = wanted.kind
        self._read = rows.reader(wanted.said)
        self._repeated = Repeated(wanted.kind)

    def values(self, one: Found, out: Imported) -> dict[str, Any] | None:
        """What a row says; None where it is bad, which is told."""
        out.rows += 1
        try:
            if one.error:
                raise ValueError(one.error)
            found = self._read(self._kind, one.plan, one.row)
            self._repeated.check(one.line, found)
        except ValueError as error:
            out.tell(Bad(one.line, str(error)))
            return None
        return found


def import_table(
    engine: Engine,
    stream: LogStream,
    wanted: Wanted,
    write: Writer,
    between: Callable[[Imported], None],
) -> Imported:
    """Write a file; `between` is called between two transactions and may raise to end it.

    The caller holds the writing lock. InputError when the file is none of that kind.
    """
    out = Imported(stream.path, wanted.kind.name)
    table = Table(stream, wanted.kind, wanted.columns, wanted.delimiter)
    for batch in batches(table, wanted, out):
        with engine.begin() as connection:
            write(connection, batch, out)
        between(out)
    return out


def writer(wanted: Wanted, now: Callable[[], int]) -> Writer:
    """What writes rows of the kind; not of recipients, which are events."""

    def write(connection: Connection, batch: Batch, out: Imported) -> None:
        make = rows.MAKE[wanted.kind.name]
        made = [make(values, wanted.said) for values in batch.values]
        written = _write(connection, wanted, made, now)
        for place, reason in written.problems:
            out.tell(Bad(batch.lines[place], reason, left_out=wanted.kind.name == "memberships"))
        out.written = out.written.plus(written._replace(problems=()))
        if wanted.kind.name == "contacts":
            out.no_status += sum(one.status is None for one in made)
            if wanted.list:
                on = [MembershipRow(wanted.list, one.address) for one in made]
                lists.ensure_list(connection, wanted.list)
                lists.write_memberships(connection, on)

    return write


def _write(connection: Connection, wanted: Wanted, made: list[Any], now: Callable[[], int]) -> Written:
    match wanted.kind.name:
        case "contacts":
            return contacts.write_contacts(connection, made, now(), wanted.how)
        case "lists":
            return lists.write_lists(connection, made, wanted.how)
        case "memberships":
            return lists.write_memberships(connection, made, wanted.how)
        case "segments":
            written = lists.write_segments(connection, made, wanted.how)
            return written._replace(problems=(*written.problems, *faults(made, written)))
        case "templates":
            return lists.write_templates(connection, made, wanted.how)
        case "campaigns":
            return campaigns.write_campaigns(connection, made, wanted.how)
        case _:
            return campaigns.write_links(connection, made, wanted.how)


def faults(made: list[Any], written: Written) -> Iterator[tuple[int, str]]:
    """Segments that are kept and cannot be evaluated."""
    told = {place for place, _ in written.problems}
    for place, one in enumerate(made):
        found = lists.fault(one.conditions)
        if found and place not in told:
            yield place, f"kept, but it cannot be evaluated: {found}"
