"""Saved searches to jump to, each with the number of its rows now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from mailtui.ui.background import Background
from mailtui.ui.language import read
from mailtui.ui.rendering import contents, cut, fit, query_text
from mailtui.ui.screens.chooser import Chooser

if TYPE_CHECKING:
    from mailtui.ui.desk import Desk

NAME_WIDTH, COUNT_WIDTH = 20, 6


class SavedPicker(Chooser[str], Background):
    """Answers the name of a saved search."""

    PLACEHOLDER = "type to search, enter goes there, esc leaves"

    def __init__(self, desk: Desk, saved: Mapping[str, str]) -> None:
        super().__init__("Saved searches", list(saved))
        self._desk = desk
        self._saved = saved
        self._counts: Mapping[str, str] = {}

    def on_mount(self) -> None:
        """Count in the background: the list is there at once."""
        from mailtui.ui.screens.saving import counts_of

        super().on_mount()
        self.background("tabs", partial(counts_of, self._desk, dict(self._saved)), self._counted)

    def _counted(self, counts: Mapping[str, str]) -> None:
        self._counts = counts
        self.repaint()

    def matches(self, item: str, words: str) -> bool:
        text = f"@{item} {self._saved[item]}".lower()
        return all(word in text for word in words.lower().split())

    def line(self, item: str, cells: int) -> Content:
        room = cells - NAME_WIDTH - COUNT_WIDTH - 4
        number = fit(self._counts.get(item, "..."), COUNT_WIDTH, right=True)
        name = fit(f"@{item}", NAME_WIDTH, middle=True)
        query = cut(query_text(self._saved[item]), room)
        return contents((f" {name} ", "bold"), f"{number}  ", (query, "dim"))

    def detail(self, item: str) -> Content:
        reading = read(self._saved[item], self._saved)
        return contents(reading.error.title if reading.error else reading.english)
