"""The list of acts, and what is told of one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

from mailtui.model.view import RowKey, SearchRow
from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.act import AuditView, PersonView

WIDE = 110


class AuditList(RowList):
    """Holds the entries that were read so far; its screen reads more when the cursor comes near the end."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.entries: list[AuditView] = []

    def show(self, entries: Sequence[AuditView]) -> None:
        """Show these instead; the cursor stays on its entry, or at the top."""
        if list(entries) == self.entries:
            return
        here = self.entry
        self.entries = list(entries)
        self._resize()
        numbers = [entry.id for entry in self.entries]
        if here is not None and here.id in numbers and self.cursor:
            self.move_to(numbers.index(here.id))
        else:
            self.move_to(min(self.cursor, max(0, len(numbers) - 1)))

    def add(self, entries: Sequence[AuditView]) -> None:
        """Older ones, at the end."""
        self.entries.extend(entries)
        self._resize()

    @property
    def entry(self) -> AuditView | None:
        """The entry under the cursor."""
        return self.entries[self.cursor] if 0 <= self.cursor < len(self.entries) else None

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.entries)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002
        return ()

    def item(self, place: int) -> None:
        """An act is nothing that is marked or taken away."""

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _entry_painter(self) -> Painter[AuditView]:
        cells = self.scrollable_content_region.width
        return Painter(_columns(cells), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_entry_painter", None)

    def header_line(self) -> Strip:
        return self._entry_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        return self._entry_painter.row(self.entries[place], cursor=cursor, word=self.word)


def entry_facts(entry: AuditView, look: Look = LOCAL) -> list[Fact]:
    """All that is known of an act."""
    facts = (
        Fact("entry", f"{entry.id}, {words.stamp(entry.time, look)} {words.zone_name(entry.time, look)}"),
        Fact("by", _person(entry.by)),
        Fact("act", entry.act),
        Fact("on", ", ".join(filter(None, (entry.on, entry.subjects)))),
        Fact("done", entry.done),
        Fact("why", entry.reason),
        *_values("before", entry.before),
        *_values("after", entry.after),
        Fact("result", entry.result, Tone.FAILED if is_refused(entry) else Tone.PLAIN),
        Fact("hash", entry.hash),
    )
    return [fact for fact in facts if fact.text]


def is_refused(entry: AuditView) -> bool:
    """Whether it was an attempt that was not allowed."""
    return entry.result.startswith("refused")


def _values(label: str, text: str) -> Iterator[Fact]:
    """Values before or after: each of few, or of many how often which."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = text
    if not isinstance(found, dict):
        yield Fact(label, str(found))
        return
    for name, value in found.items():
        yield Fact(label, f"{name}: {_value(value)}")


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_value(each)}" for name, each in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _person(by: PersonView) -> str:
    hints = [f"sudo by {by.sudo_user}" if by.sudo_user else "", f"ssh {by.ssh}" if by.ssh else ""]
    said = ", ".join(hint for hint in hints if hint)
    return f"{by.name}, uid {by.uid}{f'; the environment says: {said}' if said else ''}"


def _columns(width: int) -> tuple[Column[AuditView], ...]:
    wide = width >= WIDE
    head = [
        Column("TIME", 19 if wide else 11, _full_time if wide else _time),
        Column("BY", 16 if wide else 10, _by, middle=True),
        Column("ACT", 14 if wide else 9, _act),
        Column("ON", 30 if wide else 20, _on),
    ]
    rest = width - 1 - sum(column.width + 1 for column in head)
    return (*head, Column("WHY, RESULT", max(4, rest), _why))


def _time(entry: AuditView, look: Look) -> Cell:
    return words.short_stamp(entry.time, look), Tone.DIM


def _full_time(entry: AuditView, look: Look) -> Cell:
    return words.stamp(entry.time, look), Tone.DIM


def _by(entry: AuditView, _: Look) -> Cell:
    sudo = f" ({entry.by.sudo_user})" if entry.by.sudo_user else ""
    return f"{entry.by.name}{sudo}", Tone.STRONG


def _act(entry: AuditView, _: Look) -> Cell:
    return entry.act, Tone.FAILED if is_refused(entry) else Tone.PLAIN


def _on(entry: AuditView, _: Look) -> Cell:
    return entry.on or entry.subjects, Tone.PLAIN


def _why(entry: AuditView, _: Look) -> Cell:
    if is_refused(entry):
        return entry.result, Tone.FAILED
    said = ": ".join(filter(None, (entry.done, entry.reason)))
    return f"{said} ({entry.result})" if said else entry.result, Tone.PLAIN
