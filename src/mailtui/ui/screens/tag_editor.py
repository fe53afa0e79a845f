"""Asks for tags to put on and take off: `+vip -todo`, with the known names to complete and what is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from mailtui.errors import MailtuiError, QueryError
from mailtui.model.tags import TagChange, completed, parse_tags
from mailtui.ui.background import Background
from mailtui.ui.remarks import tag_tone
from mailtui.ui.rendering import content, contents, cut, fit
from mailtui.ui.widgets.query_input import QueryInput
from mailtui.ui.words import TONE_STYLES, count

if TYPE_CHECKING:
    from mailtui.model.work import Carried, Subject, TagView
    from mailtui.ui.desk import Noting

SHOWN = 8
"""Names that are offered at once."""
NAME = 28


class _Read(NamedTuple):
    known: list[TagView]
    carried: list[Carried]


class TagEditor(ModalScreen[TagChange | None], Background):
    """Answers what to change, or None. Nothing is written here."""

    CSS_PATH = "tag_editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        subjects: Collection[Subject],
        notes: Noting,
        text: str = "",
        tell: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        """`title`: what is tagged, such as `412 messages`; `text`: what is in the line at first.

        `tell`: says in lines what is tagged, some of many; may block.
        """
        super().__init__()
        self._tell = tell
        self._title = title
        self._subjects = subjects
        self._notes = notes
        self._first = text
        self._found = _Read([], [])
        self._offers: list[str] = []
        self._place = (0, 0)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(content(f"Tags of {self._title}"), id="title", markup=False)
            if self._tell is not None:
                yield Static("...", id="told", markup=False)
            yield Static("", id="carried", markup=False)
            yield QueryInput(self._first, "+vip -todo: + puts on, - takes off")
            yield Static("", id="wrong", markup=False)
            yield OptionList(markup=False)
            keys = contents(
                (" enter ", "bold"), "does it  ", ("tab ", "bold"), "completes  ", ("esc ", "bold"), "leaves"
            )
            yield Static(keys, id="keys", markup=False)

    def on_mount(self) -> None:
        """Type at once; the names come when they are read."""
        line = self.query_one(QueryInput)
        self.query_one(OptionList).can_focus = False
        self.set_focus(line)
        line.cursor_position = len(line.value)
        self.background("tags", self._read, self._known)
        if self._tell is not None:
            self.background("tell", self._tell, self._said)

    def _said(self, lines: Sequence[str]) -> None:
        room = max(20, self.query_one("#told").size.width - 2)
        self.query_one("#told", Static).update(content("\n".join(cut(line, room) for line in lines)))

    def _read(self) -> _Read | MailtuiError:
        try:
            return _Read(list(self._notes.tags()), list(self._notes.carried(self._subjects)))
        except MailtuiError as error:
            return error

    def _known(self, found: _Read | MailtuiError) -> None:
        if isinstance(found, MailtuiError):
            self._say(f"{found.title}. {found.hint}")
            return
        self._found = found
        self.query_one("#carried", Static).update(self._carried_line())
        self._offer()

    def _carried_line(self) -> Content:
        """Which tags are there, on all of them or on how many."""
        if not self._found.carried:
            return content(f"no tag is on {self._title} yet", "dim")
        parts: list[str | tuple[str, str]] = [("now: ", "dim")]
        for tag in self._found.carried:
            parts.append((tag.name, TONE_STYLES[tag_tone(tag.colour)]))
            parts.append((self._share(tag.number), "dim"))
        return contents(*parts)

    def _share(self, number: int) -> str:
        several = len(self._subjects)
        if several == 1:
            return "  "
        return " on all  " if number == several else f" on {number} of {several}  "

    # -- completing ------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say("")
        self._offer()

    def _offer(self) -> None:
        """The names that fit the piece at the cursor: to take off, only those that are there."""
        line = self.query_one(QueryInput)
        there = [tag.name for tag in self._found.carried]
        piece = line.value[: line.cursor_position].split(" ")[-1]
        often = sorted(self._found.known, key=lambda tag: (-tag.count, tag.name))
        names = there if piece.startswith("-") else [tag.name for tag in often]
        start, end, offers = completed(line.value, line.cursor_position, names)
        self._place, self._offers = (start, end), offers[:SHOWN]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._option(offer)) for offer in self._offers])
        options.display = bool(self._offers)

    def _option(self, offer: str) -> Content:
        tag = next((one for one in self._found.known if one.name == offer[1:]), None)
        colour, number = (tag.colour, tag.count) if tag else ("", 0)
        named = f" ({colour})" if colour else ""
        style = TONE_STYLES[tag_tone(colour)]
        return contents((f" {fit(offer, NAME)}", style), (f"{count(number, 'use')}{named}", "dim"))

    def action_move(self, step: int) -> None:
        """The cursor of the names, while the line has the keys."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_complete(self) -> None:
        """The chosen name, or the first, into the line."""
        if not self._offers:
            return
        chosen = self.query_one(OptionList).highlighted or 0
        line, (start, end) = self.query_one(QueryInput), self._place
        before, after = line.value[:start], line.value[end:].lstrip()
        line.value = f"{before}{self._offers[chosen]} {after}"
        line.cursor_position = len(line.value) - len(after)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.query_one(OptionList).highlighted = event.option_index
        self.action_complete()

    # -- answering -------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """What is written; where the name that the arrows chose is not in the line yet, that first."""
        event.stop()
        if self.query_one(OptionList).highlighted is not None:
            self.action_complete()
            return
        try:
            self.dismiss(parse_tags(event.value))
        except QueryError as error:
            self.query_one(QueryInput).cursor_position = error.position + error.length
            self._say(f"{error.title}. {error.hint}".rstrip(". "))

    def _say(self, text: str) -> None:
        self.query_one("#wrong", Static).update(content(text, "$error"))

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)
