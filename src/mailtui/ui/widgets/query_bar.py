"""The query line: one input that validates and completes as you type and reads the query back in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from mailtui.errors import ConfigError
from mailtui.ui.background import Background
from mailtui.ui.language import NO_NAMES, Names, Reading, read
from mailtui.ui.rendering import content
from mailtui.ui.widgets.query_hint import hint
from mailtui.ui.widgets.query_input import QueryField, QueryInput

if TYPE_CHECKING:
    from mailtui.model.view import Completion
    from mailtui.ui.widgets.completion_list import CompletionList

PAUSE = 0.15
"""Seconds without a key after which a valid text is run."""

Complete: TypeAlias = "Callable[[str, int, Iterable[str]], Sequence[Completion]]"
"""Text, cursor and names of saved searches to what the word there may become; may block."""


class QueryBar(Vertical, Background):
    """Posts `Asked` for what should be searched now, and `Left` when the user is done with the line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("escape", "leave", show=False),
    ]
    DEFAULT_CSS = """
    QueryBar {
        height: auto;
        & > Horizontal { height: 1; background: $surface; }
        & .query-prompt { width: 3; color: $text-muted; padding-left: 1; }
        & QueryInput { width: 1fr; }
        & .query-total { width: auto; padding: 0 1; text-style: bold; }
        & > .query-hint { height: 1; padding: 0 2 0 3; color: $text-muted; }
        & > .query-hint.-error { color: $error; }
    }
    """

    class Asked(Message):
        """Search for this. `final`: enter was pressed, so it belongs into the history."""

        def __init__(self, reading: Reading, *, final: bool) -> None:
            super().__init__()
            self.reading = reading
            self.final = final

    class Left(Message):
        """The user goes on to the results."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.reading = read(text)
        """The text in the line and what it means."""
        self.history: list[str] = []
        """Earlier queries, the latest first, for the up key."""
        self._applied = text
        self._complete: Complete | None = None
        self._names: Callable[[], Names] = dict
        self._timer: Timer | None = None
        self._back = 0

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("/", classes="query-prompt", markup=False)
            yield QueryField(self.reading.text, "everything, newest first", id="query")
            yield Static("", classes="query-total", markup=False)
        yield Static(self._hint_line(), classes="query-hint", markup=False)

    def on_mount(self) -> None:
        """The box is not seen in the first paint, which does not wait for it."""
        self.call_after_refresh(self._mount_offers)

    async def _mount_offers(self) -> None:
        await self.mount(self.offers)

    @cached_property
    def offers(self) -> CompletionList:
        """The box of completions."""
        from mailtui.ui.widgets.completion_list import CompletionList

        return CompletionList()

    def connect(self, complete: Complete, names: Callable[[], Names] = dict) -> None:
        """Say where completions come from, and the names of saved searches."""
        self._complete = complete
        self._names = names
        if "@" in self.reading.text:
            self.reading = read(self.reading.text, self.saved)
            if self.is_attached:
                self._show_hint()

    @property
    def saved(self) -> Names:
        """The saved searches as they are now; none when their file cannot be read, which the app says."""
        try:
            return self._names()
        except ConfigError:
            return NO_NAMES

    @property
    def input(self) -> QueryInput:
        """The text field."""
        return self.query_one(QueryInput)

    def show_text(self, text: str) -> None:
        """A query came from elsewhere: show it, ask nothing."""
        self._applied = text
        with self.prevent(Input.Changed):
            self.input.set_text(text)
        self._read()

    def reread(self) -> None:
        """What its names stand for may have changed."""
        self._read()

    def mask_changed(self) -> None:
        """Read the text again: what it means may be seen otherwise."""
        self._read()

    def show_total(self, text: str) -> None:
        """How many rows there are, in words."""
        self.query_one(".query-total", Static).update(content(text))

    # -- typing ----------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Validate at once, complete in the background, search after a pause."""
        event.stop()
        self._read()
        self._offer()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._ask)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the chosen completion, otherwise runs the query."""
        event.stop()
        if self.offers.chosen is not None:
            self.action_complete()
        elif self.reading.error is None:
            self._ask(final=True)
            self._close()

    def _ask(self, *, final: bool = False) -> None:
        if self.reading.error is not None or (self._is_half_a_field and not final):
            return
        if final or self.reading.text != self._applied:
            self._applied = self.reading.text
            self.post_message(self.Asked(self.reading, final=final))

    @property
    def _is_half_a_field(self) -> bool:
        """`stat` on the way to `status:` is not worth a search for that word; no word is no half of any."""
        return bool(self.reading.text.strip()) and any(
            offer.text.endswith(":") for offer in self.offers.offers
        )

    def _read(self) -> None:
        text = self.input.value
        self.reading = read(text, self.saved) if "@" in text else read(text)
        self._show_hint()

    def _show_hint(self) -> None:
        """An error is not called one while the word can still become something."""
        line = self.query_one(".query-hint", Static)
        line.set_class(self.reading.error is not None and not self.offers.is_open, "-error")
        line.update(content(self._hint_line()))

    def _hint_line(self) -> str:
        if self._complete is None and "@" in self.reading.text:
            return ""  # what its names stand for is not known yet
        return hint(self.reading, max(20, self.size.width - 5))

    def on_resize(self) -> None:
        """The hint has more or less room."""
        self._show_hint()

    # -- completing ------------------------------------------------------------------------------

    def _offer(self) -> None:
        if self._complete is not None and self.input.has_focus:
            asked = partial(self._complete, self.input.value, self.input.cursor_position, tuple(self.saved))
            self.background("complete", asked, self._offered)

    def _offered(self, offers: Sequence[Completion]) -> None:
        if self.input.has_focus:
            from mailtui.query import candidates

            word = candidates(self.input.value, self.input.cursor_position)
            typed = self.input.value[word.start : word.end]
            before = self.input.value[: word.start]
            self.offers.offer([offer for offer in offers if offer.text != typed], before)
            self._show_hint()

    def action_complete(self) -> None:
        """Take the chosen completion, or the first; with nothing offered, ask for some."""
        offers = self.offers
        if not offers.is_open:
            self._offer()
            return
        from mailtui.query import candidates

        offer = offers.chosen or offers.offers[0]
        word = candidates(self.input.value, self.input.cursor_position)
        self.input.replace(offer.text, word.start, word.end)
        self.input.cursor_position = word.start + len(offer.text)

    def action_choose(self, step: int) -> None:
        """Into the completions; from the line itself up to earlier queries and down again."""
        if self.offers.is_open and (step > 0 or self.offers.chosen is not None):
            self.offers.choose(step)
            return
        self._back = max(0, min(self._back - step, len(self.history)))
        self.show_history()

    def show_history(self) -> None:
        """Put the earlier query that was gone back to into the line; 0 is the empty line."""
        with self.prevent(Input.Changed):
            self.input.set_text(self.history[self._back - 1] if self._back else "")
        self._read()
        self.offers.close()

    # -- leaving ---------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Out of the completions, or of the line; a text that cannot be run gives way to the last one."""
        if self.offers.chosen is not None:
            self.offers.close()
            return
        if self._timer is not None:
            self._timer.stop()
        if self.reading.error is not None:
            self.show_text(self._applied)
        self._close()
        self._ask()

    def _close(self) -> None:
        self._back = 0
        self.drop("complete")
        self.offers.close()
        self.post_message(self.Left())
