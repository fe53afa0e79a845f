"""The columns of the list of lines that were not understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.unclear import UnclearLine

WIDE = 110


def unclear_columns(width: int) -> Sequence[Column[UnclearLine]]:
    """When, on which server where there is room, and the line."""
    wide = width >= WIDE
    head = [Column("TIME", 19 if wide else 11, _full_time if wide else _time)]
    if wide:
        head.append(Column("SERVER", 14, _server, middle=True))
    rest = width - 1 - sum(column.width + 1 for column in head)
    return (*head, Column("NOT UNDERSTOOD", max(4, rest), _text))


def _time(line: UnclearLine, look: Look) -> Cell:
    return words.short_stamp(line.key.time, look), Tone.DIM


def _full_time(line: UnclearLine, look: Look) -> Cell:
    return words.stamp(line.key.time, look), Tone.DIM


def _server(line: UnclearLine, _: Look) -> Cell:
    return line.server, Tone.PLAIN


def _text(line: UnclearLine, _: Look) -> Cell:
    return line.raw.data.decode("utf-8", "surrogateescape"), Tone.PLAIN
