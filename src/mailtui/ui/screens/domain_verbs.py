"""What people do about the list of domains: add, add from the logs, remove, look at DNS."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenDatabase
from mailtui.ui.screens.looking import Looking
from mailtui.ui.widgets.bottom_line import BottomLine
from mailtui.ui.words import Look, count

if TYPE_CHECKING:
    from mailtui.model.domain import DomainRow, Suggestion

ADD_HINT = "example.org --selector s1 --ip 192.0.2.25 --spf-include _spf.example.net"
ADD_KEYS = (
    ("enter", "add"),
    ("esc", "leave"),
    ("--selector --ip --spf-include --mx --ses-token --mail-from ...", "as `domains add`"),
)


def add_line() -> BottomLine:
    """Where a domain to add is typed."""
    return BottomLine("add domain:", ADD_HINT, ADD_KEYS, id="add")


def no_desk(screen: DomainVerbs) -> str | None:
    """Why nothing can be done yet."""
    return None if screen.is_open else "the database is not open"


def no_domain(screen: DomainVerbs) -> str | None:
    """Why there is nothing to act on."""
    return None if screen.domain_here is not None else "there is no domain here"


def nothing_to_look_at(screen: DomainVerbs) -> str | None:
    """Why DNS cannot be looked at."""
    return None if screen.failed else no_domain(screen)


class DomainVerbs(Looking):
    """Mixin for screens with a domain to act on; named after the screen's other base."""

    look: Look
    failed = False
    """Whether the database could not be opened, or not be read."""

    @property
    def is_open(self) -> bool:
        """Whether there is a database."""
        return self._desk is not None

    @property
    def domain_here(self) -> DomainRow | None:
        """The domain to act on."""
        raise NotImplementedError

    def list_changed(self) -> None:
        """Domains were added or taken off: read again."""
        raise NotImplementedError

    # -- adding ----------------------------------------------------------------------------------

    @property
    def _add_line(self) -> BottomLine:
        return self.query_one("#add", BottomLine)

    @does("domain.add", unless=no_desk)
    def add(self) -> None:
        """Ask for a domain and what is expected of it."""
        if not self._add_line.value:
            self._add_line.set_text(self.add_begins())
        self._add_line.open()

    def add_begins(self) -> str:
        """What stands in the line already."""
        return ""

    def add_typed(self, text: str) -> None:
        """Put what was typed on the list, then look at it; the line stays until it can be."""
        if self._desk is None or text.strip() == self.add_begins().strip():
            self.close_add()
            return
        work = partial(_add, self._desk, text)
        self.background("add", work, self._added)

    def _added(self, name: str) -> None:
        self._add_line.set_text("")
        self.close_add()
        self.list_changed()
        self.look_at([name])

    def close_add(self) -> bool:
        """Out of the line; whether one was in it."""
        shown = bool(self._add_line.display)
        self._add_line.display = False
        if shown:
            self.back_to_list()
        return shown

    def back_to_list(self) -> None:
        """The keys go to the list again."""
        raise NotImplementedError

    @does("domain.suggest", unless=no_desk)
    def suggest(self) -> None:
        """Ask the logs."""
        if self._desk is not None:
            self.background("suggest", self._desk.domains.suggestions, self._suggested)

    def _suggested(self, found: Sequence[Suggestion]) -> None:
        if not found:
            self.post_message(Notice("The logs show no sending domain that is not on the list"))
            return
        from mailtui.ui.screens.suggesting import Suggestions

        self.app.push_screen(Suggestions(found, self.look), self._chosen_to_add)

    def _chosen_to_add(self, chosen: list[Suggestion] | None) -> None:
        if chosen and self._desk is not None:
            work = partial(_add_suggested, self._desk, chosen)
            self.background("add", work, self._many_added)

    def _many_added(self, names: Sequence[str]) -> None:
        self.post_message(Notice(f"{count(len(names), 'domain')} put on the list"))
        self.list_changed()
        self.look_at(names)

    # -- removing --------------------------------------------------------------------------------

    @does("domain.remove", unless=no_domain)
    def take_off(self) -> None:
        """Ask first."""
        from mailtui.ui.screens.confirming import Confirm

        row = self.domain_here
        assert row is not None
        preview = (
            "What is expected of it is forgotten, and it is looked at no more. Its checks and its history "
            "stay in the database and come back when it is added again. Mail is not touched."
        )
        question = f"Take {row.name} off the list of domains?"
        self.app.push_screen(
            Confirm(question, preview, "takes it off"), partial(self._removal_confirmed, row)
        )

    def _removal_confirmed(self, row: DomainRow, sure: bool | None) -> None:
        if sure and self._desk is not None:
            self.background(
                "remove", partial(self._desk.domains.remove, row.name), lambda _: self.removed(row)
            )

    def removed(self, row: DomainRow) -> None:
        """It is off the list."""
        self.post_message(Notice(f"{row.name} is off the list"))
        self.list_changed()

    # -- looking ---------------------------------------------------------------------------------

    @does("view.refresh", unless=nothing_to_look_at)
    def look_again(self) -> None:
        """Look at the domain's DNS now; where it could not be read, read it."""
        row = self.domain_here
        if row is not None:
            self.look_at([row.name])
        elif self._desk is None:
            self.post_message(OpenDatabase(self))
        else:
            self.list_changed()


def _add(desk: Desk, text: str) -> str:
    from mailtui.services.domains.wording import read

    name, wish = read(text)
    return desk.domains.add(name, wish).domain


def _add_suggested(desk: Desk, chosen: Sequence[Suggestion]) -> list[str]:
    from mailtui.services.domains.wording import of_suggestion

    return [desk.domains.add(one.domain, of_suggestion(one)).domain for one in chosen]
