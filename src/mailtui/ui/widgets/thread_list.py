"""The lists of conversations: all of them, and the letters of one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from rich.style import Style
from textual.strip import Strip

from mailtui.model.view import RowKey, SearchRow
from mailtui.model.visible import is_shared
from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.conversations.view import LetterView, ThreadRow

Shown = TypeVar("Shown")
WIDE = 110
NO_SUBJECT = "(no subject)"
STEP = 2
DEEPEST = 8
"""Steps to the right at most: then answers stand below each other."""


class ShownList(RowList, Generic[Shown]):
    """Base of lists that hold what they show; the screen reads more when the cursor comes near the end."""

    def __init__(
        self,
        columns: Callable[[int], Sequence[Column[Shown]]],
        name_of: Callable[[Shown], Hashable],
        look: Look = LOCAL,
        *,
        id: str | None = None,
    ) -> None:
        """`columns`: for a width in cells; `name_of`: what makes two the same row."""
        super().__init__(look, id=id)
        self.known: list[Shown] = []
        self._columns = columns
        self._name_of = name_of

    def show(self, known: Sequence[Shown]) -> None:
        """Show these instead; the cursor stays on its row."""
        if list(known) == self.known:
            return
        here, at = self.here, self.cursor
        self.known = list(known)
        self._resize()
        names = [self._name_of(one) for one in self.known]
        same = here is not None and at and self._name_of(here) in names
        self.move_to(names.index(self._name_of(here)) if same and here is not None else min(at, len(names)))

    def add(self, known: Sequence[Shown]) -> None:
        """More of them, at the end."""
        self.known.extend(known)
        self._resize()

    @property
    def here(self) -> Shown | None:
        """The one under the cursor."""
        return self.known[self.cursor] if 0 <= self.cursor < len(self.known) else None

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.known)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002 - no row here is a search row
        return ()

    def item(self, place: int) -> Hashable:
        return self._name_of(self.known[place])

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _own_painter(self) -> Painter[Shown]:
        cells = self.scrollable_content_region.width
        return Painter(tuple(self._columns(cells)), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_own_painter", None)

    def header_line(self) -> Strip:
        return self._own_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        return self._own_painter.row(self.known[place], cursor=cursor, word=self.word)


# -- conversations -------------------------------------------------------------------------------


def thread_columns(width: int) -> Sequence[Column[ThreadRow]]:
    """When, how many letters, what about, who, tags."""
    wide = width >= WIDE
    head = [
        Column("LAST", 16 if wide else 11, _full_last if wide else _last),
        Column("LETTERS", 7, lambda row, _: (str(row.messages), Tone.PLAIN), right=True),
    ]
    tail = [Column("WHO WROTE", 32 if wide else 22, _people)]
    if wide:
        tail.append(Column("TAGS", 14, _tags))
    rest = width - 1 - sum(column.width + 1 for column in (*head, *tail))
    return (*head, Column("SUBJECT", max(8, rest), _subject), *tail)


def _last(row: ThreadRow, look: Look) -> Cell:
    return words.short_stamp(row.key.last, look), Tone.DIM


def _full_last(row: ThreadRow, look: Look) -> Cell:
    return words.stamp(row.key.last, look)[:16], Tone.DIM


def _subject(row: ThreadRow, _: Look) -> Cell:
    said = row.subject or NO_SUBJECT
    return (f"{said} (deleted)", Tone.DIM) if row.deleted else (said, Tone.STRONG)


def _people(row: ThreadRow, _: Look) -> Cell:
    return ", ".join(row.people), Tone.PLAIN


def _tags(row: ThreadRow, _: Look) -> Cell:
    return " ".join((*row.tags, *(("note",) if row.notes else ()))), Tone.TAG


# -- letters -------------------------------------------------------------------------------------


def letter_columns(width: int) -> Sequence[Column[LetterView]]:
    """When, who (a step to the right under what it answers), to whom, what became of it."""
    wide = width >= WIDE
    sent = Column("SENT", 16 if wide else 11, _full_sent if wide else _sent)
    way = Column("WAY", 30 if wide else 14, _way)
    rest = width - 1 - sent.width - way.width - 4
    sender = Column("FROM", max(10, rest * 3 // 5), _sender)
    return (sent, sender, Column("TO", max(6, rest - rest * 3 // 5), _to), way)


def _sent(one: LetterView, look: Look) -> Cell:
    return words.short_stamp(one.sent, look) or "no date", Tone.DIM


def _full_sent(one: LetterView, look: Look) -> Cell:
    return words.stamp(one.sent, look)[:16] or "no date", Tone.DIM


def _sender(one: LetterView, _: Look) -> Cell:
    step = " " * (STEP * min(one.depth, DEEPEST))
    name = "" if is_shared() else one.from_name
    return f"{step}{name or one.sender or '(nobody)'}", Tone.STRONG


def _to(one: LetterView, _: Look) -> Cell:
    return ", ".join(address for _, address in one.recipients), Tone.PLAIN


def _way(one: LetterView, look: Look) -> Cell:
    if not one.deliveries:
        return "not known", Tone.DIM
    last = one.deliveries[-1]
    return f"{words.status_text(last.status, look)} {last.server}", words.status_tone(last.status)


def letter_facts(one: LetterView, look: Look = LOCAL) -> list[Fact]:
    """All that is known of a letter; its way last."""
    name = f"{one.from_name} " if one.from_name and not is_shared() else ""
    facts = [
        Fact("subject", one.subject, Tone.STRONG),
        Fact("from", f"{name}<{one.sender}>" if one.sender else ""),
        *(Fact(str(role), address) for role, address in one.recipients[:20]),
        Fact("sent", words.stamp(one.sent, look)),
        Fact("inbox", one.inbox),
        Fact("Message-ID", one.rfc_id),
        Fact("answers", f"{one.missing}, which is not here" if one.missing else "", Tone.WAITING),
        *(
            Fact("at", f"{way.server}: {way.queue_id}, {way.status}", words.status_tone(way.status))
            for way in one.deliveries
        ),
    ]
    return [fact for fact in facts if fact.text]
