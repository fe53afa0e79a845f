"""Files of domains -> one mapping for each domain, with the line it begins on."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from mailtui.errors import InputError
from mailtui.services.domains.record_table import by_domain, holds_records

Item = Mapping[str, object]
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*[\"']?domain[\"']?[ \t]*\]\]", re.MULTILINE)
_COLUMNS = "The first line names the columns, one of them domain; docs/domains.md lists them"
_SHAPE = 'Begin each domain with a line [[domain]], then name = "example.org"; docs/domains.md has more'


def tables(path: Path, text: str) -> Iterator[tuple[int, Item]]:
    """The `[[domain]]` tables of a TOML file; InputError names the line where it is no TOML."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"{path}:{line[1]}" if line else str(path)
        raise InputError(f"{place}: this is not TOML: {error}", _SHAPE) from error
    items = found.pop("domain", None)
    if found or not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(f"{path} is no list of domains", _SHAPE)
    lines = [text.count("\n", 0, place.start()) + 1 for place in _HEADER.finditer(text)]
    for number, item in enumerate(items):
        yield lines[number] if number < len(lines) else 1, item


def rows(path: Path, text: str) -> Iterator[tuple[int, Item]]:
    """The rows of a CSV file (RFC 4180) by the names in its first line; empty cells are left out.

    A table of DNS records gives the domains that they belong to.
    """
    names, found = _rows(path, text)
    return by_domain(found) if holds_records(names) else found


def _rows(path: Path, text: str) -> tuple[list[str], Iterator[tuple[int, Item]]]:
    """The names of the columns, and the rows."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        raise _no_csv(path, reader.line_num, error) from error
    if not {"domain", "domain_name", "name"} & set(names):
        raise InputError(f"{path}:1: there is no column of domains", _COLUMNS)

    def found() -> Iterator[tuple[int, Item]]:
        after = reader.line_num
        try:
            for cells in reader:
                line, after = after + 1, reader.line_num
                if any(cell.strip() for cell in cells):
                    yield line, _row(names, cells)
        except csv.Error as error:
            raise _no_csv(path, reader.line_num, error) from error

    return names, found()


def _no_csv(path: Path, line: int, error: csv.Error) -> InputError:
    return InputError(f"{path}:{line}: this is not CSV: {error}", _COLUMNS)


def _row(names: list[str], cells: list[str]) -> Item:
    """What a row says; more cells than columns are kept under a name that nothing has."""
    found: dict[str, object] = {
        name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()
    }
    if len(cells) > len(names):
        found["\0"] = cells[len(names) :]
    return found
