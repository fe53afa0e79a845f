"""One file -> its rows, each with the line it begins on, whatever form and writing the file has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mailtui.errors import InputError
from mailtui.ingest.reading import LogStream
from mailtui.ingest.tables import cells, commas, objects
from mailtui.ingest.tables.columns import Plan, is_known, missing, plan
from mailtui.ingest.tables.fields import Kind
from mailtui.ingest.tables.texts import TextLines


class Found(NamedTuple):
    """A row of a file."""

    line: int
    row: Mapping[str, Any]
    """Cells or values by the name of the column."""
    plan: Plan
    error: str = ""
    """Why it is none."""


_NOTHING = Plan({}, {}, ())


class Table:
    """A file of rows of one kind. InputError when it is none."""

    def __init__(self, stream: LogStream, kind: Kind, said: Mapping[str, str], delimiter: str = "") -> None:
        """`said`: columns (written plainly) and the fields that they are."""
        self.lines = TextLines(stream)
        self.unused: dict[str, None] = {}
        """Columns that nothing became of, in their order."""
        self.custom: dict[str, None] = {}
        """Columns that became the sender's own fields."""
        self._path = stream.path
        self._kind = kind
        self._said = said
        sample = self.lines.sample()
        if not sample.strip("\0 \t\r\n"):
            raise InputError(f"{self._path} is empty", "name a file with CSV or JSON")
        if "\0" in sample:
            raise InputError(
                f"{self._path} is no text", "name a file with CSV or JSON; save a spreadsheet as CSV"
            )
        self.form = "json" if objects.is_json(sample) else "csv"
        self._delimiter = delimiter or commas.delimiter_of(sample, lambda name: is_known(kind, name))

    def __iter__(self) -> Iterator[Found]:
        return self._objects() if self.form == "json" else self._rows()

    def _objects(self) -> Iterator[Found]:
        plans: dict[tuple[str, ...], Plan] = {}
        for item in objects.items(iter(self.lines)):
            if item.error:
                yield Found(item.line, {}, _NOTHING, item.error)
                continue
            names = tuple(item.value)
            mine = plans.get(names)
            if mine is None:
                mine = self._plan(names)
                if len(plans) < 1000:
                    plans[names] = mine
            yield Found(item.line, item.value, mine)

    def _rows(self) -> Iterator[Found]:
        found = commas.rows(iter(self.lines), self._delimiter)
        heading = next(found, None)
        if heading is None or heading.error:
            why = heading.error if heading else "there is no row"
            raise InputError(f"{self._path}:1: {why}", _columns(self._kind))
        if self._is_bare(heading.cells):
            names, first = ["email"], [heading]
        else:
            names, first = heading.cells, []
        mine = self._plan(names)
        self._check(names, mine, heading.line)
        for row in (*first, *found):
            yield self._found(row, names, mine)

    def _found(self, row: commas.Cells, names: Sequence[str], mine: Plan) -> Found:
        if row.error:
            return Found(row.line, {}, mine, row.error)
        if len(row.cells) > len(names) and any(row.cells[len(names) :]):
            return Found(row.line, {}, mine, f"it has {len(row.cells)} cells, the heading has {len(names)}")
        return Found(row.line, dict(zip(names, row.cells, strict=False)), mine)

    def _is_bare(self, names: Sequence[str]) -> bool:
        """Whether it is a list of addresses without a heading."""
        if len(names) != 1 or self._said or is_known(self._kind, names[0]):
            return False
        try:
            cells.address(names[0])
        except ValueError:
            return False
        return self._kind.name in ("contacts", "memberships")

    def _plan(self, names: Sequence[str]) -> Plan:
        mine = plan(self._kind, names, self._said)
        self.unused |= dict.fromkeys(mine.unused)
        self.custom |= dict.fromkeys(mine.custom)
        return mine

    def _check(self, names: Sequence[str], mine: Plan, line: int) -> None:
        """That the heading is one."""
        lost = missing(self._said, names)
        if lost is not None:
            there = ", ".join(name for name in names if name)
            raise InputError(f"{self._path}:{line}: there is no column {lost}", f"there are: {there}")
        if not mine.fields:
            raise InputError(f"{self._path}:{line}: no column of it is known", _columns(self._kind))


def _columns(kind: Kind) -> str:
    needed = ", ".join(one.replace("|", " or ") for one in kind.key)
    return (
        f"the first line names the columns, of {kind.name} at least {needed}; "
        "or say which is which: --map email=COLUMN"
    )
