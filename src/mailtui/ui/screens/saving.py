"""Saved searches on the Search screen: tabs with live counts, and a name for the query of now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from mailtui.errors import ConfigError, MailtuiError, QueryError
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.language import read
from mailtui.ui.messages import Notice
from mailtui.ui.pacing import Pace
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.widgets.bottom_line import BottomLine
from mailtui.ui.widgets.tab_line import FREE, TabLine, counted

if TYPE_CHECKING:
    from mailtui.ui.widgets.query_bar import QueryBar

COUNTED = 10_000
"""Rows of a saved search that are counted at most."""
LOOK_EVERY = 1.0
"""Seconds between two looks whether the file was edited; one costs a `stat`."""
KEYS = (("enter", "save"), ("esc", "leave"))


def name_line() -> BottomLine:
    """Where the name is typed."""
    return BottomLine("save as:", "a name; @name stands for this query then", KEYS, id="name")


def nothing_to_save(screen: Saving) -> str | None:
    """Why the query cannot get a name."""
    if not screen.query("#name"):
        return "mailtui is still opening"
    if screen.bar.reading.error is not None:
        return "the query has an error; / mends it"
    return None if screen.bar.reading.text.strip() else "the query is empty; narrow it first"


def no_tabs(screen: Saving) -> str | None:
    """Why there is no tab to go to."""
    if not screen.query(TabLine):
        return "mailtui is still opening"
    return None if screen.bar.saved else "no search is saved yet; S saves this one"


class Saving(BaseScreen):
    """Mixin for a screen with a query line, a `TabLine` and a `name_line`; named after its other base."""

    bar: QueryBar
    _desk: Desk | None
    _free = ""
    """The text in the first tab, while another one is on."""
    _counts: Mapping[str, str] = {}
    _counting: Pace

    def run_text(self, text: str) -> None:
        """Put a query into the line and run it."""
        raise NotImplementedError

    def search(self, *, keep: bool = False) -> None:
        """Run what is in the query line."""
        raise NotImplementedError

    def watch_searches(self) -> None:
        """The desk is there: show the tabs, and look at their file from now on."""
        self._counting = Pace(self._count, self.set_timer)
        self._searches_changed()
        self.set_interval(LOOK_EVERY, self._glance_at_searches)

    def _glance_at_searches(self) -> None:
        if self._desk is not None and self._desk.searches.is_news():
            self._searches_changed()

    def _searches_changed(self) -> None:
        """Also for the query line, which may name one."""
        if self._desk is None:
            return
        try:
            self._desk.searches.names()
            problems = self._desk.searches.problems()
        except ConfigError as error:
            problems = [f"{error.title}; {error.hint}"]
        if problems:
            self.post_message(Notice(problems[0], error=True))
        if "@" in self.bar.reading.text:
            self.bar.reread()
            self.search()
        self.show_tabs()
        self.count_tabs()

    # -- tabs ------------------------------------------------------------------------------------

    def show_tabs(self) -> None:
        """Which there are, and which is on: whose name begins the query, or who says the same."""
        saved, text = self.bar.saved, self.bar.reading.text.strip()
        names, first = tuple(saved), text.partition(" ")[0]
        here = first[1:] if first.startswith("@") and first[1:] in names else FREE
        here = here or next((name for name in names if saved[name] == text), FREE)
        if here == FREE:
            self._free = self.bar.reading.text
        for line in self.query(TabLine):
            line.show(names, here, self._counts)

    def count_tabs(self) -> None:
        """There may be more of them, or fewer; not more often than a slow line bears."""
        if self.bar.saved:
            self._counting.ask()

    def _count(self) -> None:
        desk, names = self._desk, self.bar.saved
        if desk is not None:
            work = partial(counts_of, desk, dict(names))
            self.background("tabs", work, self._tabs_counted, self._counting.done)

    def _tabs_counted(self, counts: Mapping[str, str]) -> None:
        self._counting.done()
        self._counts = counts
        self.show_tabs()

    @does("view.next-tab", unless=no_tabs)
    def next_tab(self) -> None:
        """To the next saved search."""
        self._go_to_tab(self.query_one(TabLine).beside(1))

    @does("view.previous-tab", unless=no_tabs)
    def previous_tab(self) -> None:
        """To the one before."""
        self._go_to_tab(self.query_one(TabLine).beside(-1))

    @on(TabLine.Chosen)
    def _tab_clicked(self, event: TabLine.Chosen) -> None:
        self._go_to_tab(event.name)

    def _go_to_tab(self, name: str) -> None:
        self.run_text(f"@{name}" if name else self._free)

    # -- a name for the query --------------------------------------------------------------------

    @does("query.save", unless=nothing_to_save)
    def ask_name(self) -> None:
        """Ask for the name."""
        line = self.query_one("#name", BottomLine)
        line.set_text(self.query_one(TabLine).here)
        line.open()

    @on(Input.Submitted, "#name-text")
    def _name_entered(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip().removeprefix("@")
        if not name:
            self.leave_name()
        elif name in self.bar.saved:
            self._ask_to_replace(name)
        else:
            self._save(name, replace=True)

    def _ask_to_replace(self, name: str) -> None:
        from mailtui.ui.screens.confirming import Confirm

        preview = f"now:   {self.bar.saved[name]}\nthen:  {self.bar.reading.text}"
        asked = Confirm(f"@{name} is a saved search already", preview, "replaces it")
        self.app.push_screen(asked, lambda answer: self._save(name, replace=bool(answer)))

    def _save(self, name: str, *, replace: bool) -> None:
        """The file is small: it is written here and now."""
        if not replace or self._desk is None:
            return
        try:
            self._desk.searches.save(name, self.bar.reading.text)
        except QueryError as error:
            self.post_message(Notice(error.title, error=True))
        except MailtuiError as error:
            self.post_message(Notice(f"{error.title}; {error.hint}", error=True))
        else:
            self.leave_name()
            self.post_message(Notice(f"@{name} stands for this query now"))
            self._searches_changed()

    def leave_name(self) -> bool:
        """Out of the line for the name; whether it was there."""
        line = self.query_one("#name", BottomLine)
        shown = bool(line.display)
        line.display = False
        if shown:
            self.left_line()
        return shown

    def left_line(self) -> None:
        """Give the keys back to the list."""
        raise NotImplementedError


def counts_of(desk: Desk, names: Mapping[str, str]) -> dict[str, str]:
    """The rows of each search, in a few cells; `!` where the search has an error."""
    found = {}
    for name, text in names.items():
        query = read(text, names).query
        total = desk.search.total(query, COUNTED) if query is not None else None
        found[name] = counted(total.value, exact=total.exact) if total else "!"
    return found
