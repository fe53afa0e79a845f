"""The screen of a preflight: who of a list or segment can be mailed; leaving ends it."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mailtui.config.paths import yank_folder
from mailtui.model.visible import visible
from mailtui.ui.clipboard import carry
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import RowChosen, RowOpened
from mailtui.ui.rendering import content, safe
from mailtui.ui.screens.moving import Moving
from mailtui.ui.screens.taking import Taken, nothing_to_take
from mailtui.ui.widgets.facts import Fact, FactPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.reason_list import WORDS, ReasonList, tone
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.preflight import Part, Preflight

SHOWN = 200
"""Addresses of each reason."""
NOT_BEGUN = "Looking at the contacts ...\n\nesc stops."


def not_running(screen: PreflightScreen) -> str | None:
    """Why there is nothing to stop."""
    return None if screen.found is None and not screen.stopped else "it is over"


def whole_list(screen: PreflightScreen) -> str:
    """Why nothing opens: they are listed below already, and where all of them are."""
    part = screen.rows.part
    if part is None or not part.number:
        return "there is nobody"
    return f"they are listed below; all of them by {screen.listing(part)}"


class PreflightScreen(Moving):
    """Reasons above, the addresses behind the one under the cursor below."""

    CSS_PATH = "preflight.tcss"
    NO_EXPORT = "all of one reason: mailtui preflight AUDIENCE --list REASON"

    def __init__(self, desk: Desk, audience: str, name: str, look: Look = LOCAL) -> None:
        super().__init__()
        self._desk = desk
        self.audience = audience
        self.name_shown = name
        self.look = look
        self.found: Preflight | None = None
        self.stopped = False
        self._list = ReasonList(look, id="rows")

    def compose(self) -> ComposeResult:
        yield StatusLine("Preflight", self.look)
        yield Static(NOT_BEGUN, id="empty", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield FactPage(id="entry")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin at once."""
        self.set_focus(self._list)
        self.look_again()

    @property
    def rows(self) -> ReasonList:
        return self._list

    def taken(self) -> Taken:
        return Taken(())

    def has_taken(self) -> bool:
        return self._list.part is not None and bool(self._list.part.first)

    @does("take.yank", unless=nothing_to_take)
    def yank(self) -> None:
        """The addresses that are listed, each with why behind it where that differs."""
        part = self._list.part
        assert part is not None
        text = "\n".join(map(visible, part.first))
        of = f" of {part.number}" if part.number > len(part.first) else ""
        title = f"{count(len(part.first), 'address', 'addresses')}{of}"
        self.background("copy", partial(carry, text, "address", yank_folder()), partial(self._carried, title))

    @does("row.open", unless=whole_list)
    def open_row(self) -> None:
        """Nothing opens here: the key says what lists them all."""

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    def listing(self, part: Part) -> str:
        """The command that lists all of a reason."""
        return f"mailtui preflight {shlex.quote(self.audience)} --list {part.reason}"

    @does("view.refresh")
    def look_again(self) -> None:
        """Look at all of them again."""
        self.found, self.stopped = None, False
        self.add_class("-empty")
        self._explain(NOT_BEGUN)
        told = partial(self._call, self._told)
        work = partial(self._desk.people.preflight, self.audience, told, SHOWN)
        self.background("preflight", work, self._arrived, self._broken)
        self.update_keys()

    def _call(self, told: object, what: str, done: int, total: int) -> None:
        """From the thread of the work."""
        if self.is_attached:
            self.app.call_later(told, what, done, total)  # type: ignore[arg-type]

    def _told(self, what: str, done: int, total: int) -> None:
        if self.found is None and not self.stopped:
            of = f" of {count(total, 'domain')}" if total else ""
            said = (
                f"{done}{of} asked about in DNS" if what == "domains" else f"{count(done, 'contact')} so far"
            )
            self._explain(f"Looking at the contacts of {safe(self.name_shown)}: {said}\n\nesc stops.")

    def _arrived(self, found: Preflight) -> None:
        self.found = found
        self.remove_class("-empty")
        self._list.show(found)
        self.query_one(StatusLine).show_mode(f"{self.name_shown}: {count(found.total, 'contact')}")
        self._follow()

    def _broken(self) -> None:
        """The error was told."""
        self.stopped = True
        self._explain("It could not be looked at.\n\nr tries again.")

    def _explain(self, text: str) -> None:
        self.query_one("#empty", Static).update(content(text))

    def mask_changed(self) -> None:
        """The addresses are told otherwise."""
        self._list.refresh()
        self.query_one("#entry", FactPage).rewrap()

    @does("job.cancel", unless=not_running)
    def cancel(self) -> None:
        """End it."""
        self.drop("preflight")
        self.stopped = True
        self._explain("Stopped.\n\nr looks again.")
        self.update_keys()

    @does("go.leave")
    def leave(self) -> None:
        """Stop it, if it runs."""
        if not_running(self) is None:
            self.cancel()

    @on(RowChosen)
    def _follow(self) -> None:
        part = self._list.part
        if part is None or self.found is None:
            return
        facts = [Fact("", f"{count(part.number, 'contact')}: {WORDS[part.reason]}", tone(part))]
        facts += [Fact("", address) for address in part.first]
        if part.number:
            more = (
                f"the first {len(part.first)}; all of them"
                if part.number > len(part.first)
                else "the same in a shell"
            )
            facts.insert(1, Fact("", f"{more}: {self.listing(part)}", Tone.DIM))
        if self.found.tagged and part is self.found.parts[0]:
            said = f"{self.found.tagged} like another but for what is behind a +: maybe the same mailbox"
            facts.append(Fact("", said, Tone.WAITING))
        self.query_one("#entry", FactPage).show(facts)
        self.update_keys()

    def plain(self) -> list[str]:
        """The counts, and the first addresses of each."""
        if self.found is None:
            return []
        return [
            line
            for part in self.found.parts
            for line in (f"{part.number:>8} {part.reason}", *(f"         {safe(one)}" for one in part.first))
        ]
