"""How commands print: answers on stdout, talk on stderr, and never a byte that a terminal would obey."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from mailtui.model.visible import shown, visible

Command = TypeVar("Command", bound=Callable[..., Any])
Cell = str | int | float | None
GAP = "  "
NARROWEST = 32
"""Cells that a column keeps where a line is cut: an id is never cut for what stands behind it."""
PLAIN = "mailtui.plain"
"""Key of the context: `mailtui --plain COMMAND` cuts nothing."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def format_options(function: Command) -> Command:
    """Give a command `--json`, `--csv` and `--plain`; it gets `form`: json, csv, plain or table.

    Without any of them `form` is `table` on a terminal and `plain` elsewhere.
    """
    for name, text in (
        ("plain", "Aligned text, nothing cut."),
        ("csv", "Print CSV."),
        ("json", "Print JSON."),
    ):
        function = click.option(f"--{name}", "form", flag_value=name, callback=_form, help=text)(function)
    return function


def _form(_: click.Context, __: click.Parameter, value: object) -> str:
    if isinstance(value, str):
        return value
    return "table" if for_eyes() else "plain"


def for_eyes() -> bool:
    """Whether the answer is looked at on a terminal, so that it is cut to its width; not with `--plain`."""
    return sys.stdout.isatty() and is_drawn()


def is_drawn() -> bool:
    """Whether bars may be drawn with blocks; not with `--plain`, which is for ears."""
    context = click.get_current_context(silent=True)
    return not (context is not None and context.meta.get(PLAIN))


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], form: str) -> None:
    """Rows as csv, plain or table (json is the command's own shape: see `print_json`)."""
    if form == "csv":
        print_csv(columns, rows)
    else:
        print_table(columns, rows, cut=form == "table")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], cut: bool | None = None) -> None:
    """Aligned columns under a heading; `cut` to the terminal's width (default: when it is one).

    The widest columns are cut first, so that the last ones are not lost behind a very long name.
    """
    texts = [[visible(_text(cell)) for cell in row] for row in (columns, *rows)]
    widths = [max(map(width, column)) for column in zip(*texts, strict=True)]
    limit = terminal_width() if (for_eyes() if cut is None else cut) else None
    if limit is not None:
        widths = _fitted(widths, limit)
    for row in texts:
        cells = (_pad(shorten(text, size), size) for text, size in zip(row, widths, strict=True))
        line = GAP.join(cells).rstrip()
        click.echo(line if limit is None else shorten(line, limit))


def _fitted(widths: Sequence[int], limit: int) -> list[int]:
    """Widths that fit into a line: the widest give way, down to what can still be read."""
    found = [min(size, limit) for size in widths]
    room = limit - len(GAP) * (len(found) - 1)
    while sum(found) > room and max(found) > NARROWEST:
        found[found.index(max(found))] -= 1
    return found


def terminal_width() -> int:
    """Cells of a line; 80 when nobody can say."""
    return shutil.get_terminal_size().columns


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """RFC 4180 with a heading; line ends are a newline, absent values are empty, no cell is a formula."""
    import csv

    from mailtui.model.spreadsheet import unformulated

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([unformulated(visible(_text(cell))) for cell in row])


def print_json(value: object) -> None:
    """One JSON value, indented; everything that is not ASCII is escaped, so it is safe on a terminal."""
    click.echo(json.dumps(shown(value), indent=2))


def print_json_line(value: object) -> None:
    """One JSON value on one line."""
    click.echo(json.dumps(shown(value)))


def say(text: str) -> None:
    """Talk: on stderr, so that it never mixes with an answer."""
    click.echo("\n".join(visible(line) for line in text.splitlines()), err=True)


def width(text: str) -> int:
    """Terminal cells that `text` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def shorten(text: str, cells: int) -> str:
    """`text` cut to `cells`, with an ellipsis where something is missing."""
    if width(text) <= cells:
        return text
    kept = text[: cells - 1]
    while kept and width(kept) > cells - 1:
        kept = kept[:-1]
    return kept + "…"


def _pad(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
