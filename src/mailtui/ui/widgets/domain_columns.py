"""The columns of the list of domains: which there are at a width, and what a domain says in each."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from mailtui.model.domain import DomainRow
from mailtui.model.enums import CheckArea
from mailtui.ui import words
from mailtui.ui.domain_words import AREAS, area_cell, first_text, severity_tone, state_tone, state_word
from mailtui.ui.remarks import brief
from mailtui.ui.tones import Run
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.words import Look, Tone

LEAST_DOMAIN = 12
LEAST_FIRST = 9
WIDE, WIDER = 110, 150
"""Cells from which there is room for since and age, and for the areas that few look at."""


class Listed(NamedTuple):
    """A domain in the list."""

    row: DomainRow
    looking: bool = False
    """Whether it is being looked at now."""


def columns(width: int, longest: int, *, fails: bool = True) -> tuple[Column[Listed], ...]:
    """The columns for a list of `width` cells.

    `longest` is the width of the longest name; `fails`: some domain has caused failures.
    """
    areas = [Column(title, max(3, len(title)), partial(_area, areas=of)) for title, of in AREAS.items()]
    if width >= WIDER:
        areas = [_OWNERSHIP, *areas, _BIMI]
    head = [_STATE, _SINCE] if width >= WIDE else [_STATE]
    tail = [_FAILS] if fails else []
    tail += [_KNOWN] if width >= WIDE else []
    room = width - 1 - sum(column.width + 1 for column in (*head, *areas, *tail)) - 1
    most = room // 2 if width >= WIDE else room - 1 - LEAST_FIRST
    domain = max(LEAST_DOMAIN, min(longest, most))
    first = room - domain - 1
    names = [Column("DOMAIN", domain if first >= LEAST_FIRST else room, _name, middle=True, lead=_remarks)]
    said = [Column("FIRST", first, _first if width >= WIDE else _code)] if first >= LEAST_FIRST else []
    return (*names, *head, *areas, *said, *tail)


def _name(one: Listed, _: Look) -> Cell:
    return one.row.name, Tone.STRONG


def _remarks(one: Listed, look: Look, cells: int) -> list[Run]:
    return brief(one.row.remarks, look, cells // 2) if one.row.remarks else []


def _state(one: Listed, _: Look) -> Cell:
    return state_word(one.row.state, one.row.unsure), state_tone(one.row.state)


def _since(one: Listed, look: Look) -> Cell:
    return words.short_stamp(one.row.since, look), Tone.PLAIN


def _area(one: Listed, look: Look, areas: tuple[CheckArea, ...]) -> Cell:
    return area_cell(one.row, areas, look)


def _first(one: Listed, _: Look) -> Cell:
    return first_text(one.row)


def _code(one: Listed, look: Look) -> Cell:
    """As `_first`, where there is room for little: the rest is under the list."""
    row = one.row
    if row.disagreements:
        return "disagrees", Tone.FAILED
    return (row.worst.code, severity_tone(row.worst.severity)) if row.worst else _first(one, look)


def _fails(one: Listed, _: Look) -> Cell:
    return words.brief(one.row.caused) if one.row.caused else "", Tone.FAILED


def _known(one: Listed, look: Look) -> Cell:
    if one.looking:
        return "looking", Tone.WAITING
    return (words.age(one.row.checked, look) if one.row.checked else "never"), Tone.DIM


_STATE = Column("STATE", 9, _state)
_SINCE = Column("SINCE", 11, _since)
_FAILS = Column("FAILS", 5, _fails, right=True)
_KNOWN = Column("KNOWN", 10, _known)
_OWNERSHIP = Column("OWN", 3, partial(_area, areas=(CheckArea.OWNERSHIP,)))
_BIMI = Column("BIMI", 4, partial(_area, areas=(CheckArea.BIMI,)))
