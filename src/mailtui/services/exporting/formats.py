"""What an export looks like: CSV, JSON Lines, a Markdown table. Each row becomes its lines by itself."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import NamedTuple

from mailtui.model.moment import to_datetime
from mailtui.model.spreadsheet import unformulated
from mailtui.model.view import SearchRow
from mailtui.model.visible import visible
from mailtui.services.exporting.records import KEYS, as_object, as_record

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")
_HEADINGS = ("time (UTC)", "status", "queue id", "recipient", "sender", "host", "reply", "server")


class Format(NamedTuple):
    """A way to write rows down; every text ends its last line."""

    name: str
    suffix: str
    """Of file names, such as `.csv`."""
    head: str
    row: Callable[[SearchRow], str]


def csv_line(cells: list[object]) -> str:
    """RFC 4180 with a plain newline; no cell is a formula, absent values are empty."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([csv_cell(cell) for cell in cells])
    return text.getvalue()


def csv_cell(cell: object) -> str:
    """One value, safe for a terminal and for a spreadsheet."""
    return "" if cell is None else unformulated(visible(str(cell)))


def _csv(row: SearchRow) -> str:
    return csv_line(as_record(row))


def _json(row: SearchRow) -> str:
    return f"{json.dumps(as_object(row))}\n"


def _markdown(row: SearchRow) -> str:
    when = f"{to_datetime(row.key.time):%Y-%m-%d %H:%M:%S}"
    reply = " ".join((row.reply or "").split())
    people = (row.recipient, row.sender, row.host or row.ip)
    return _table_line((when, row.status, row.queue_id, *people, reply, row.server))


def _table_line(cells: tuple[str | None, ...]) -> str:
    escaped = (_MARKDOWN.sub(r"\\\1", visible(cell or "")) for cell in cells)
    return f"| {' | '.join(escaped)} |\n"


FORMATS = {
    "csv": Format("csv", ".csv", csv_line(list(KEYS)), _csv),
    "jsonl": Format("jsonl", ".jsonl", "", _json),
    "markdown": Format(
        "markdown",
        ".md",
        f"| {' | '.join(_HEADINGS)} |\n|{'---|' * len(_HEADINGS)}\n",
        _markdown,
    ),
}
"""Every format by its name."""
