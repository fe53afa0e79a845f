"""Looking at DNS from a screen: in a thread, with progress, until it is done or `esc` stops it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from textual.timer import Timer

from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import count

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail

AT_MOST_EVERY = 0.5
"""Seconds between two repaints while answers come in."""


class Run:
    """One look at some domains. The thread that looks puts what it learns in here."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.done: set[str] = set()
        self._told: SimpleQueue[DomainDetail] = SimpleQueue()

    def tell(self, one: DomainDetail) -> None:
        """A domain is done; called in the thread."""
        self._told.put(one)

    def news(self) -> list[DomainDetail]:
        """What was told since the last time."""
        found: list[DomainDetail] = []
        try:
            while True:
                found.append(self._told.get_nowait())
        except Empty:
            self.done.update(one.row.name for one in found)
            return found


class Looking(BaseScreen):
    """Mixin for screens that look at domains, one run at a time; named after the screen's other base."""

    _desk: Desk | None
    _run: Run | None = None
    _next: tuple[str, ...] = ()
    _timer: Timer

    @property
    def looking(self) -> frozenset[str]:
        """The domains whose turn is now or comes."""
        now = set(self._run.names) - self._run.done if self._run is not None else set()
        return frozenset(now | set(self._next))

    def look_at(self, names: Sequence[str]) -> None:
        """Look at these domains now, or when the run that goes on is over."""
        if self._desk is None or not names:
            return
        if self._run is not None:
            self._next = tuple(dict.fromkeys((*self._next, *(set(names) - self.looking))))
        else:
            self._begin(self._desk, names)
        self._show_progress()
        self.looked(())

    def _begin(self, desk: Desk, names: Sequence[str]) -> None:
        self._run = run = Run(names)
        self._timer = self.set_interval(AT_MOST_EVERY, self._drain)
        work = partial(desk.domains.verify, names, run.tell)
        self.background("looking", work, self._finished, self._ended)

    def _drain(self) -> None:
        """Show what came in."""
        news = self._run.news() if self._run is not None else []
        if news:
            self._show_progress()
            self.looked(news)

    def _finished(self, found: Sequence[DomainDetail]) -> None:
        said = f"Looked at {count(len(found), 'domain')}"
        unsure = sum(bool(one.row.unsure) for one in found)
        if unsure:
            said += f"; {unsure} could not be checked in full: see ?"
        self.post_message(Notice(said))
        self._ended()

    def _ended(self) -> None:
        self._drain()
        self._timer.stop()
        self._run = None
        waiting, self._next = self._next, ()
        if waiting and self._desk is not None:
            self._begin(self._desk, waiting)
        self._show_progress()
        self.look_over()

    def stop_looking(self) -> bool:
        """Stop; whether there was anything to stop. What is learnt already is kept."""
        run = self._run
        if run is None:
            return False
        self._next = ()
        self.drop("looking")
        self._ended()
        self.post_message(Notice(f"Stopped; {len(run.done)} of {len(run.names)} looked at, which is kept"))
        return True

    def _show_progress(self) -> None:
        run = self._run
        said = ""
        if run is not None:
            said = f"looking at DNS: {len(run.done)} of {len(run.names) + len(self._next)}, esc stops"
        for line in self.query(StatusLine):
            line.show_mode(said)
        self.update_keys()

    def looked(self, news: Sequence[DomainDetail]) -> None:
        """Some are done, or others are looked at."""

    def look_over(self) -> None:
        """Nothing is looked at any more, or something else: read again."""
