"""The columns of contacts, lists, segments and templates, and what is told of one of them in full."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mailtui.model.enums import ContactStatus
from mailtui.model.people_masking import shown_quoted
from mailtui.query.segments.explaining import explained
from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.people_view import ContactView, ListView, SegmentView, TemplateView

WIDE = 110
TONES = {
    ContactStatus.PENDING: Tone.WAITING,
    ContactStatus.SUBSCRIBED: Tone.GOOD,
    ContactStatus.UNSUBSCRIBED: Tone.DIM,
    ContactStatus.BOUNCED: Tone.FAILED,
    ContactStatus.COMPLAINED: Tone.FAILED,
}
_OPT_IN = {True: "yes", False: "no", None: "-"}


class Tab(StrEnum):
    """What is listed."""

    CONTACTS = "contacts"
    LISTS = "lists"
    SEGMENTS = "segments"
    TEMPLATES = "templates"


def columns_of(tab: Tab, width: int, counts: Mapping[int, int]) -> tuple[Column[Any], ...]:
    """The columns of a tab in so many cells. `counts`: of segments."""
    if tab is Tab.CONTACTS:
        return _contacts(width)
    if tab is Tab.LISTS:
        return _lists(width)
    return _segments(width, counts) if tab is Tab.SEGMENTS else _templates(width)


def _rest(width: int, *head: Column[Any]) -> int:
    return max(4, width - 1 - sum(column.width + 1 for column in head))


def _contacts(width: int) -> tuple[Column[ContactView], ...]:
    wide = width >= WIDE
    head = [
        Column("STATUS", 12, _status),
        Column("ADDRESS", 38 if wide else 30, _address, middle=True),
        Column("NAME", 24 if wide else 16, _name),
    ]
    if wide:
        head.append(Column("FROM", 10, _origin))
    return (*head, Column("TAGS", _rest(width, *head), _tags))


def _lists(width: int) -> tuple[Column[ListView], ...]:
    head = [
        Column("CONTACTS", 9, _active, right=True),
        Column("SUBSCRIBED", 10, _subscribed, right=True),
        Column("REMOVED", 8, _removed, right=True),
        Column("OPT-IN", 6, _opt_in),
        Column("LIST", 28, _title),
    ]
    return (*head, Column("WHAT IT IS", _rest(width, *head), _description))


def _segments(width: int, counts: Mapping[int, int]) -> tuple[Column[SegmentView], ...]:
    def contacts(one: SegmentView, _: Look) -> Cell:
        if one.error:
            return "error", Tone.FAILED
        return (
            (words.count(counts[one.id], "", " ").strip(), Tone.PLAIN)
            if one.id in counts
            else ("...", Tone.DIM)
        )

    head = [
        Column("CONTACTS", 9, contacts, right=True),
        Column("SEGMENT", 26, _title),
        Column("OF", 16, _of_list),
    ]
    return (*head, Column("CONDITIONS", _rest(width, *head), _conditions))


def _templates(width: int) -> tuple[Column[TemplateView], ...]:
    head = [
        Column("V", 3, _version, right=True),
        Column("TEMPLATE", 28 if width >= WIDE else 22, _title),
        Column("KIND", 12, _kind),
    ]
    return (*head, Column("SUBJECT", _rest(width, *head), _subject))


def _status(one: ContactView, _: Look) -> Cell:
    return str(one.status), TONES[one.status]


def _address(one: ContactView, _: Look) -> Cell:
    return one.recipient, Tone.STRONG


def _name(one: ContactView, _: Look) -> Cell:
    return one.name, Tone.PLAIN


def _tags(one: ContactView, _: Look) -> Cell:
    return ", ".join(one.tags), Tone.TAG


def _origin(one: ContactView, _: Look) -> Cell:
    return one.origin or "file", Tone.DIM


def _title(one: Any, _: Look) -> Cell:  # noqa: ANN401 - each of three has a name
    return one.name, Tone.STRONG


def _active(one: ListView, _: Look) -> Cell:
    return str(one.active), Tone.PLAIN


def _subscribed(one: ListView, _: Look) -> Cell:
    return str(one.subscribed), Tone.PLAIN


def _removed(one: ListView, _: Look) -> Cell:
    return str(one.removed), Tone.DIM


def _opt_in(one: ListView, _: Look) -> Cell:
    return _OPT_IN[one.double_opt_in], Tone.DIM


def _description(one: ListView, _: Look) -> Cell:
    return one.description or one.origin, Tone.DIM


def _of_list(one: SegmentView, _: Look) -> Cell:
    return one.list or "all contacts", Tone.DIM


def _conditions(one: SegmentView, _: Look) -> Cell:
    if one.error:
        return shown_quoted(one.error), Tone.FAILED
    said = "; ".join(line.strip() for line in explained(one.conditions)).replace(":; ", ": ")
    return one.description or said.removeprefix("all of: "), Tone.DIM


def _version(one: TemplateView, _: Look) -> Cell:
    return str(one.version), Tone.DIM


def _kind(one: TemplateView, _: Look) -> Cell:
    return (one.kind, Tone.DIM) if one.active else ("not active", Tone.WAITING)


def _subject(one: TemplateView, _: Look) -> Cell:
    return one.subject, Tone.PLAIN
