"""Taking away: copying the marked rows, or the row under the cursor, out of the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from mailtui.config.paths import yank_folder
from mailtui.model.visible import is_shared
from mailtui.ui.clipboard import Carried, carry
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice
from mailtui.ui.rendering import query_text
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.words import Look, count

if TYPE_CHECKING:
    from pathlib import Path

    from mailtui.model.view import SearchRow
    from mailtui.query.tree import Query
    from mailtui.services.exporting import Plan
    from mailtui.services.yanking import Item, Offer
    from mailtui.ui.widgets.row_list import RowList


class Taken(NamedTuple):
    """What is taken away."""

    items: Sequence[Item]
    """Row keys, incidents by number, domains by name, campaigns by their key."""
    query: str = ""
    """The query that found them, '' when there is none."""
    marked: bool = False
    """Whether they were chosen by marks; otherwise it is the row under the cursor."""
    incident: int | None = None
    """The incident whose screen this is."""


def nothing_to_take(screen: Taking) -> str | None:
    """Why there is nothing to take away."""
    if screen.desk is None:
        return "the database is not open"
    return None if screen.has_taken() else "there is nothing here to take away"


def nothing_to_export(screen: Taking) -> str | None:
    """Why there is nothing to write into a file."""
    return screen.NO_EXPORT or nothing_to_take(screen)


class Taking(BaseScreen):
    """Mixin for screens with something to take away; named after the screen's other base."""

    NO_EXPORT: ClassVar[str] = ""
    """Why nothing here is exported; '' when it is."""

    @property
    def desk(self) -> Desk | None:
        """The services, when they are there."""
        found: Desk | None = getattr(self, "_desk", None)
        return found

    @property
    def zone(self) -> tzinfo:
        """The zone of the reader."""
        from mailtui.services.zones import machine_zone

        look: Look | None = getattr(self, "look", None) or getattr(self, "_look", None)
        return look.zone if look is not None and look.zone is not None else machine_zone()

    @property
    def searched(self) -> Query | None:
        """The query whose rows are listed, for an export of all of them; None when no query lists them."""
        return None

    @property
    def query_here(self) -> str:
        """The query that finds what is shown, '' when there is none."""
        return ""

    def taken(self) -> Taken:
        """What the commands of this group act on now."""
        raise NotImplementedError

    def taken_whole(self) -> Taken:
        """What an export is of."""
        return self.taken()

    def has_taken(self) -> bool:
        """Whether there is anything; asked often."""
        return bool(self.taken().items)

    @does("take.yank", unless=nothing_to_take)
    def yank(self) -> None:
        """Ask what to copy."""
        from mailtui.ui.screens.yank_menu import YankMenu

        taken, desk = self.taken(), self.desk
        assert desk is not None
        work = partial(_offers, desk, taken, self.zone)
        self.app.push_screen(YankMenu(_about(taken), work), self._picked)

    @does("take.export", unless=nothing_to_export)
    def export(self) -> None:
        """Ask for the format and the file."""
        from mailtui.ui.screens.export_box import ExportBox

        taken, desk, query = self.taken_whole(), self.desk, self.searched
        assert desk is not None
        about = _about(taken)
        if query is not None and not taken.marked:
            about = f"all that match: {query_text(self.query_here)}" if self.query_here else "everything"
        read, record = partial(_rows, desk, taken, query), partial(_record, desk, self.query_here or about)
        box = ExportBox(about, read, masked=is_shared(), record=record)
        self.app.push_screen(box, self._exported)

    def _exported(self, said: str | None) -> None:
        if said:
            self.post_message(Notice(said))

    def _picked(self, offer: Offer | None) -> None:
        if offer is not None:
            work = partial(carry, offer.text, offer.entry.id, yank_folder())
            self.background("copy", work, partial(self._carried, offer.entry.title))

    def _carried(self, title: str, done: Carried) -> None:
        """It is in its file; what the terminal is to be told can only be told here."""
        driver = self.app._driver
        if done.escape and driver is not None:
            driver.write(done.escape)
            driver.flush()
        self.post_message(Notice(done.said(title), error=not (done.how or done.file)))


def item_here(rows: RowList) -> Item | None:
    """What the cursor is on, where that can be taken away."""
    here = rows.item(rows.cursor) if rows.count else None
    from mailtui.model.view import RowKey  # the first paint needs none of it

    return here if isinstance(here, RowKey | int | str) else None


def taken_of(rows: RowList, query: str) -> Taken:
    """Of a list: the marks in its order, then those that it does not show; else the row of the cursor."""
    marks = rows.marks
    if not marks:
        here = item_here(rows)
        return Taken([] if here is None else [here], query)
    listed = [item for item in rows.items() if item in marks]
    hidden = marks.frozen().difference(listed)
    return Taken(cast("list[Item]", [*listed, *sorted(hidden, key=repr)]), query, marked=True)


def _rows(desk: Desk, taken: Taken, query: Query | None) -> Iterable[SearchRow]:
    """The marks, else all that the query finds, else the row."""
    from mailtui.model.view import RowKey
    from mailtui.services.exporting import rows_of_items, rows_of_query

    if query is not None and not taken.marked:
        return rows_of_query(desk.search, query)
    return rows_of_items(desk.search, [item for item in taken.items if isinstance(item, RowKey | int)])


def _record(desk: Desk, about: str, plan: Plan, path: Path, rows: int) -> None:
    """Into the audit."""
    from mailtui.services.acting.recording import of_export

    desk.acting.record("export", after=of_export(about, plan, path, rows))


def _offers(desk: Desk, taken: Taken, zone: tzinfo) -> Sequence[Offer]:
    from mailtui.services.yanking import Yanking, offers, seen, within

    yanking = Yanking(desk, zone)
    matter = seen(yanking.of(taken.items, taken.query))
    if taken.incident is None or taken.marked:
        return offers(matter)
    return within(matter, seen(yanking.of_incidents([taken.incident], taken.query)))


def _about(taken: Taken) -> str:
    if taken.marked:
        return count(len(taken.items), "marked", "marked")
    return "this row"
