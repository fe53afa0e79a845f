"""The words a query can go on with, in a box under the query line. The keyboard stays in the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mailtui.ui.rendering import contents, fit, query_text, width

if TYPE_CHECKING:
    from mailtui.model.view import Completion

MOST = 8
WIDEST = 30


class CompletionList(OptionList, can_focus=False):
    """Shown while there is something to choose. Nothing is chosen until the user goes down into it."""

    DEFAULT_CSS = """
    CompletionList {
        overlay: screen;
        display: none;
        width: auto;
        max-width: 100%;
        height: auto;
        max-height: 10;
        margin-left: 2;
        padding: 0 1;
        border: none;
        background: $panel;
        scrollbar-size-vertical: 1;
        &.-open { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.offers: tuple[Completion, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose from."""
        return self.has_class("-open")

    @property
    def chosen(self) -> Completion | None:
        """What the user has gone down to."""
        return None if self.highlighted is None or not self.is_open else self.offers[self.highlighted]

    def offer(self, offers: Sequence[Completion], before: str = "") -> None:
        """Show these instead; none closes the box. `before`: the query up to them, which says their field."""
        self.offers = tuple(offers[:MOST])
        self.clear_options()
        names = min(WIDEST, max((width(offer.text) for offer in self.offers), default=0))
        self.add_options(Option(_line(offer, names, before)) for offer in self.offers)
        self.highlighted = None
        self.set_class(bool(self.offers), "-open")

    def close(self) -> None:
        """Offer nothing."""
        self.offer(())

    def choose(self, step: int) -> None:
        """Go down (1) or up (-1); above the first nothing is chosen."""
        place = (-1 if self.highlighted is None else self.highlighted) + step
        self.highlighted = None if place < 0 else min(place, len(self.offers) - 1)


def _line(offer: Completion, names: int, before: str) -> Content:
    text = query_text(before + offer.text)[len(before) :]  # masked it is as long
    number = "" if offer.count is None else f"{offer.count:,}".replace(",", " ")
    return contents(fit(text, names), (f" {number:>7} ", "bold"), (offer.help, "dim"))
