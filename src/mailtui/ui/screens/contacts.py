"""The Contacts screen: contacts, the lists and segments they are in, and templates."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on

from mailtui.errors import QueryError
from mailtui.model.people_view import ContactView, ListView, SegmentView, TemplateView
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenPerson
from mailtui.ui.rendering import filter_text, safe
from mailtui.ui.screens.contact_suppressing import ContactSuppressing
from mailtui.ui.screens.narrowing import Narrowing
from mailtui.ui.screens.rows_person import RowsPerson
from mailtui.ui.screens.taking import Taken
from mailtui.ui.widgets.facts import Fact, FactPage
from mailtui.ui.widgets.people_columns import Tab
from mailtui.ui.widgets.people_facts import contact_facts, list_facts, segment_facts, template_facts
from mailtui.ui.widgets.people_list import PeopleList
from mailtui.ui.widgets.people_tabs import PeopleTabs
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from textual.widget import Widget

    from mailtui.model.people_view import MembershipView
    from mailtui.query.contacts import ContactQuery

MOST = 100_000
"""Contacts that are listed; a query finds the others."""
NONE = {
    Tab.CONTACTS: "There are no contacts yet. Read a CSV or JSON file of them:\n\n"
    "  mailtui contacts import FILE --list NAME\n\n"
    "--dry-run says which rows are bad, and writes nothing.",
    Tab.LISTS: "There are no lists yet. They come with contacts, or from a file:\n\n"
    "  mailtui contacts import FILE --list NAME\n  mailtui contacts import FILE --kind lists",
    Tab.SEGMENTS: "There are no segments yet:\n\n  mailtui contacts import FILE --kind segments",
    Tab.TEMPLATES: "There are no templates yet:\n\n  mailtui contacts import FILE --kind templates",
}


class Listed(NamedTuple):
    """What a tab shows."""

    tab: Tab
    ids: Sequence[int]
    items: Sequence[Any]
    there: Mapping[str, int]
    more: bool = False
    """There are more than are listed."""
    edition: tuple[int, ...] = ()
    """Of what segments come to; of other tabs nothing is said."""


def nothing_here(screen: ContactsScreen) -> str | None:
    """Why there is nothing to open."""
    return None if screen.rows.here is not None else "the list is empty"


def no_audience(screen: ContactsScreen) -> str | None:
    """Why there is nobody to look at before mailing."""
    here = screen.rows.here
    if isinstance(here, SegmentView) and here.error:
        return "this segment cannot be evaluated"
    return None if isinstance(here, ListView | SegmentView) else "this is for a list or a segment"


def no_filter(screen: ContactsScreen) -> str | None:
    """Why nothing is asked."""
    return None if screen.tab is Tab.CONTACTS else "only contacts are asked for; > and < go there"


class ContactsScreen(RowsPerson, Narrowing[PeopleList, Listed], ContactSuppressing):
    """Four lists as tabs; under the list the one under the cursor in full."""

    CSS_PATH = "contacts.tcss"
    NO_EXPORT = "contacts are exported by mailtui contacts --csv"
    NAME = "Contacts"
    READING = "Reading the contacts ..."
    BROKEN = "The list could not be read.\n\nr tries again."
    HINT = "bob status:subscribed list:NAME segment:NAME domain:example.org tag:vip"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__(look, PeopleList(look, id="rows"))
        self.tab = Tab.CONTACTS
        self._there: Mapping[str, int] = {}
        self._edition: tuple[int, ...] = ()
        """As of which segments were counted last: while logs are followed, they are not counted anew."""
        self._memberships: tuple[int, Sequence[MembershipView]] = (-1, ())

    def above(self) -> Iterable[Widget]:
        return (PeopleTabs(),)

    def panels(self) -> Iterable[Widget]:
        return (FactPage(id="entry"), *super().panels())

    def taken(self) -> Taken:
        return Taken(())

    def has_taken(self) -> bool:
        return False

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""
        self._list.reads(desk.people.contacts)
        self.ask_who(desk)
        super().open_desk(desk)

    def mask_changed(self) -> None:
        """What is told of the one under the cursor, and what narrows the list, is told otherwise."""
        self._list.refresh()
        self.follow()
        super().mask_changed()

    @property
    def asked(self) -> Hashable:
        return self.query_text, self.tab

    def look_again(self) -> None:
        """Read the list again, if it is known what is asked for."""
        try:
            super().look_again()
        except QueryError as error:
            self.post_message(Notice(f"{error.title}; {error.hint}", error=True))

    def question(self, desk: Desk) -> Callable[[], Listed]:
        return partial(_listed, desk, self.tab, self._asked())

    def _asked(self) -> ContactQuery:
        from mailtui.query.contacts import parse

        return parse(self.query_text)

    def show(self, found: Listed) -> None:
        self._there = found.there
        self._list.show(found.tab, found.ids, found.items)
        self.query_one(ListHeader).refresh()
        self.query_one(PeopleTabs).show(self.tab, found.there)
        asked = self.query_text
        said = f"No contact matches {safe(filter_text(asked))}. esc lists all."
        narrowed = asked and self.tab is Tab.CONTACTS and found.there["contacts"]
        self.explain("" if found.ids else said if narrowed else NONE[self.tab])
        self._say(found)
        if self.tab is Tab.SEGMENTS and self._desk is not None and found.edition != self._edition:
            self._edition = found.edition
            work = partial(self._desk.people.segment_counts, found.items)
            self.background("counts", work, self._counted, self._not_counted)

    def _not_counted(self) -> None:
        """The error was told; `r` counts again."""
        self._edition = ()

    def _counted(self, counts: Mapping[int, int]) -> None:
        self._list.counts.update(counts)
        self._list.refresh()
        self.follow()

    def _say(self, found: Listed) -> None:
        said = ""
        if self.tab is Tab.CONTACTS and self.query_text:
            number = f"more than {len(found.ids)}" if found.more else str(len(found.ids))
            of = found.there["contacts"]
            said = f"{number} of {of} match {filter_text(self.query_text)}"
        elif found.more:
            said = f"the first {count(len(found.ids), 'contact')}"
        self.tell(said)

    def follow(self) -> None:
        """The one under the cursor in full."""
        here, desk = self._list.here, self._desk
        self.query_one("#entry", FactPage).show([] if here is None else self._facts(here))
        if isinstance(here, ContactView) and desk is not None and self._memberships[0] != here.id:
            work = partial(desk.people.memberships, here.id)
            self.background("memberships", work, partial(self._on_lists, here.id))
        super().follow()

    def _on_lists(self, contact: int, found: Sequence[MembershipView]) -> None:
        self._memberships = (contact, found)
        here = self._list.here
        if here is not None and here.id == contact:
            self.query_one("#entry", FactPage).show(self._facts(here))

    def _facts(self, here: object) -> list[Fact]:
        if isinstance(here, ContactView):
            lists = self._memberships[1] if self._memberships[0] == here.id else ()
            return contact_facts(here, lists, self.look)
        if isinstance(here, ListView):
            return list_facts(here, self.look)
        if isinstance(here, SegmentView):
            from mailtui.query.segments.explaining import explained

            return segment_facts(here, explained(here.conditions, here.error), self._list.counts.get(here.id))
        assert isinstance(here, TemplateView)
        return template_facts(here, self.look)

    def plain(self) -> list[str]:
        """What is on screen, field by field."""
        facts = [fact for one in self._list.shown_items() for fact in [*self._facts(one), Fact("", "")]]
        return [f"{fact.label:11} {safe(fact.text)}".rstrip() for fact in facts]

    # -- this one --------------------------------------------------------------------------------

    @property
    def person_here(self) -> str:
        here = self._list.here
        return here.recipient if isinstance(here, ContactView) else ""

    @does("row.open", unless=nothing_here)
    def open_row(self) -> None:
        """The person; who is on the list or in the segment; the template as text."""
        here = self._list.here
        if isinstance(here, ContactView):
            self.post_message(OpenPerson(here.recipient))
        elif isinstance(here, ListView):
            self._ask_for(f"list:{here.id}")
        elif isinstance(here, SegmentView):
            self._ask_for(f"segment:{here.id}")
        elif isinstance(here, TemplateView):
            from mailtui.ui.screens.template import TemplateScreen

            self.app.push_screen(TemplateScreen(here, self.look))

    @does("row.preflight", unless=no_audience)
    def preflight(self) -> None:
        """Who of the list or segment can be mailed."""
        from mailtui.ui.screens.preflight import PreflightScreen

        here, desk = self._list.here, self._desk
        if isinstance(here, ListView | SegmentView) and desk is not None:
            kind = "list" if isinstance(here, ListView) else "segment"
            self.app.push_screen(PreflightScreen(desk, f"{kind}:{here.id}", here.name, self.look))

    # -- which -----------------------------------------------------------------------------------

    @does("view.next-tab")
    def next_tab(self) -> None:
        """Lists after contacts, then segments, then templates."""
        self._beside(1)

    @does("view.previous-tab")
    def previous_tab(self) -> None:
        """The tab before."""
        self._beside(-1)

    def _beside(self, step: int) -> None:
        tabs = list(Tab)
        self._to_tab(tabs[(tabs.index(self.tab) + step) % len(tabs)])

    @on(PeopleTabs.Chosen)
    def _tab_chosen(self, event: PeopleTabs.Chosen) -> None:
        self._to_tab(event.tab)

    def _to_tab(self, tab: Tab) -> None:
        self.tab = tab
        self.query_one(PeopleTabs).show(tab, self._there)
        self.read()

    def _ask_for(self, query: str) -> None:
        self.query_text = query
        self._filter.set_text(query)
        self._to_tab(Tab.CONTACTS)

    @does("query.edit", unless=no_filter)
    def edit_query(self) -> None:
        """Only some."""
        super().edit_query()


def _listed(desk: Desk, tab: Tab, asked: ContactQuery) -> Listed:
    people = desk.people
    there = people.there()
    if tab is Tab.CONTACTS:
        ids = people.ids_of(asked, MOST + 1)
        return Listed(tab, ids[:MOST], (), there, more=len(ids) > MOST)
    found: Sequence[Any] = {
        Tab.LISTS: people.lists,
        Tab.SEGMENTS: people.segments,
        Tab.TEMPLATES: people.templates,
    }[tab]()
    edition = people.edition() if tab is Tab.SEGMENTS else ()
    return Listed(tab, [one.id for one in found], found, there, edition=edition)
