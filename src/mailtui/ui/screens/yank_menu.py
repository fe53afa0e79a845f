"""The yank menu: what can be copied, each with a letter; a copy takes two keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mailtui.services.yanking.entries import ENTRIES, Entry, Offer
from mailtui.ui.background import Background
from mailtui.ui.rendering import content, contents, cut, fit

TITLE_WIDTH = max(len(entry.title) for entry in ENTRIES) + 2
PREVIEW = 5
"""Lines of the text that are shown before it is copied."""
READING = "reading ..."


class YankMenu(ModalScreen[Offer | None], Background):
    """Answers what was picked, or None. Reads in the background; a letter typed before it is there counts."""

    CSS_PATH = "yank_menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("y", "pick_here", show=False),
        *(Binding(entry.key, f"pick('{entry.id}')", show=False) for entry in ENTRIES),
    ]

    def __init__(self, about: str, gather: Callable[[], Sequence[Offer]]) -> None:
        """`about`: what is acted on, such as `412 marked`; `gather` may block."""
        super().__init__()
        self._about = about
        self._gather = gather
        self._offers: dict[str, Offer] = {}
        self._wanted = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="picker"):
            title = contents(("Copy  ", "bold"), self._about, ("   esc leaves", "dim"))
            yield Static(title, id="title", markup=False)
            yield OptionList(*map(self._option, ENTRIES), markup=False)
            yield Static(id="preview", markup=False)

    def on_mount(self) -> None:
        """Read what there is."""
        options = self.query_one(OptionList)
        options.highlighted = 0
        self.set_focus(options)
        self.background("gather", self._gather, self._arrived, self._broken)

    # -- what there is ---------------------------------------------------------------------------

    def _arrived(self, offers: Sequence[Offer]) -> None:
        self._offers = {offer.entry.id: offer for offer in offers}
        options = self.query_one(OptionList)
        for place, entry in enumerate(ENTRIES):
            options.replace_option_prompt_at_index(place, self._line(entry))
        self._preview()
        if self._wanted:
            self.action_pick(self._wanted)

    def _broken(self) -> None:
        self.query_one("#preview", Static).update(content("This could not be read; esc leaves."))

    def _option(self, entry: Entry) -> Option:
        return Option(self._line(entry), id=entry.id)

    def _line(self, entry: Entry) -> Content:
        """Letter, name, and the beginning of the text, or why there is none."""
        offer = self._offers.get(entry.id)
        dim = "dim" if offer is None or offer.why_not else ""
        says = READING if offer is None else offer.why_not or offer.summary
        key = (f" {entry.key} ", f"bold {dim}")
        room = max(10, self.size.width - TITLE_WIDTH - 9) if self.is_attached else 40
        return contents(key, (fit(entry.title, TITLE_WIDTH), dim), (cut(says, min(room, 66)), "dim"))

    @on(OptionList.OptionHighlighted)
    def _preview(self) -> None:
        offer = self._offer_here
        if offer is None:
            return
        lines = offer.text.split("\n")
        more = f"\n... {len(lines) - PREVIEW + 1} more lines" if len(lines) > PREVIEW else ""
        shown = lines[: PREVIEW - 1] if more else lines
        text = f"Not now: {offer.why_not}." if offer.why_not else "\n".join(shown) + more
        self.query_one("#preview", Static).update(content(text, "dim" if offer.why_not else ""))

    @property
    def _offer_here(self) -> Offer | None:
        option = self.query_one(OptionList).highlighted_option
        return self._offers.get(option.id or "") if option is not None else None

    # -- picking ---------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_pick(event.option.id or "")

    def action_pick_here(self) -> None:
        """What the cursor is on."""
        option = self.query_one(OptionList).highlighted_option
        self.action_pick((option.id if option is not None else None) or ENTRIES[0].id)

    def action_pick(self, identifier: str) -> None:
        """This one: at once, or as soon as it has been read; what is not there says why."""
        offer = self._offers.get(identifier)
        if offer is None:
            self._wanted = identifier
            return
        self._wanted = ""
        if offer.why_not:
            self.query_one(OptionList).highlighted = list(self._offers).index(identifier)
            self._preview()
        else:
            self.dismiss(offer)

    def action_move(self, step: int) -> None:
        """Down (1) or up (-1)."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_leave(self) -> None:
        """Copy nothing."""
        self.dismiss(None)
