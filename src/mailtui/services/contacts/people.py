"""Contacts and what they are in, read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mailtui.errors import AmbiguousError, NotFoundError
from mailtui.model.people_view import (
    CampaignLinkView,
    ContactView,
    Filter,
    ListView,
    MembershipView,
    SegmentView,
    TemplateView,
)
from mailtui.query.contacts import ContactQuery
from mailtui.query.segments.tree import Node
from mailtui.services.contacts import segmenting
from mailtui.services.contacts.segmenting import tree_of
from mailtui.store.asking import asking
from mailtui.store.engine import Engine
from mailtui.store.people import reading

if TYPE_CHECKING:
    from mailtui.model.preflight import Preflight
    from mailtui.services.domains.options import Options

Told = Callable[[str, int, int], None]
"""What is done (`contacts`, `domains`), how many, of how many (0: not known)."""
_TABLES = {"list": "contact_list", "segment": "segment", "template": "mail_template"}


class Chosen(NamedTuple):
    """A query with its names looked up."""

    wanted: Filter
    lists: tuple[int, ...] = ()
    """The contact is on each of these."""
    trees: tuple[Node, ...] = ()
    """Conditions of segments, all of which hold."""

    @property
    def is_plain(self) -> bool:
        """Whether the database alone can say who it is."""
        return not self.lists and not self.trees


class People:
    """Every call may block; make it in a thread. It ends soon with Stopped within `stopping.stoppable`."""

    def __init__(self, engine: Engine, looking: Options | None = None) -> None:
        """`looking`: how DNS is asked in a preflight."""
        self._engine = engine
        self._looking = looking

    @property
    def engine(self) -> Engine:
        """For what walks past contacts in its own way."""
        return self._engine

    def there(self) -> dict[str, int]:
        """How many `contacts`, `lists`, `segments` and `templates` there are."""
        with asking(self._engine) as connection:
            return reading.there(connection)

    def edition(self) -> tuple[int, ...]:
        """Differs when what segments come to may differ."""
        with asking(self._engine) as connection:
            return reading.edition(connection)

    def page(self, wanted: Filter, after: int = -1, limit: int = 100) -> list[ContactView]:
        """The next contacts with an id above `after`."""
        with asking(self._engine) as connection:
            return reading.page(connection, wanted, after, limit)

    def ids(self, wanted: Filter, limit: int) -> list[int]:
        """The ids of the first contacts of a filter."""
        with asking(self._engine) as connection:
            return reading.ids(connection, wanted, limit)

    def contacts(self, wanted: Sequence[int]) -> list[ContactView]:
        """Contacts by their ids; those that are gone are left out."""
        with asking(self._engine) as connection:
            return reading.by_ids(connection, wanted)

    def count(self, wanted: Filter) -> int:
        """How many contacts a filter finds."""
        with asking(self._engine) as connection:
            return reading.count(connection, wanted)

    def contact_of(self, address: str) -> ContactView | None:
        """The contact of an address, whatever its case; None when there is none."""
        with asking(self._engine) as connection:
            return reading.of_address(connection, address)

    def memberships(self, contact: int) -> list[MembershipView]:
        """The lists that a contact is on, then those it was on."""
        with asking(self._engine) as connection:
            return reading.memberships(connection, contact)

    def lists(self) -> list[ListView]:
        """Every list by its name, counted."""
        with asking(self._engine) as connection:
            return reading.lists(connection)

    def list_of(self, wanted: int) -> ListView | None:
        """One list by its id; None when it is gone."""
        with asking(self._engine) as connection:
            return next(iter(reading.lists(connection, wanted)), None)

    def segments(self) -> list[SegmentView]:
        """Every segment by its name."""
        with asking(self._engine) as connection:
            return reading.segments(connection)

    def segment_of(self, wanted: int) -> SegmentView | None:
        """One segment by its id; None when it is gone."""
        with asking(self._engine) as connection:
            return next(iter(reading.segments(connection, wanted)), None)

    def templates(self) -> list[TemplateView]:
        """Every template by its name, the newest version first."""
        with asking(self._engine) as connection:
            return reading.templates(connection)

    def template(self, wanted: int) -> TemplateView | None:
        """One template by its id; None when it is gone."""
        with asking(self._engine) as connection:
            return next(iter(reading.templates(connection, wanted)), None)

    def links(self, campaign: int) -> list[CampaignLinkView]:
        """The links that a campaign has, clicked or not."""
        with asking(self._engine) as connection:
            return reading.links(connection, campaign)

    def find(self, kind: str, name: str) -> int:
        """The id of a `list`, `segment` or `template` by its name or id.

        NotFoundError, or AmbiguousError when several have the name.
        """
        with asking(self._engine) as connection:
            found = reading.called(connection, _TABLES[kind], name)
        if not found:
            raise NotFoundError(f"there is no {kind} {name}", f"`mailtui {kind}s` lists them")
        if len(found) > 1:
            raise AmbiguousError(
                f"{len(found)} {kind}s are called {name}",
                f"name one by its id: {', '.join(map(str, found))}",
            )
        return found[0]

    def chosen(self, query: ContactQuery) -> Chosen:
        """What a query means here. NotFoundError or UsageError where a list or segment is none."""
        lists = [self.find("list", name) for name in query.lists]
        segments = [self.segment_of(self.find("segment", name)) for name in query.segments]
        there = [one for one in segments if one is not None]
        wanted = Filter(query.words, query.statuses, (), query.domains, query.tags)
        lists += [one.list_id for one in there if one.list_id is not None]
        if len(set(lists)) == 1:
            wanted, lists = wanted._replace(lists=(lists[0],)), []
        return Chosen(wanted, tuple(dict.fromkeys(lists)), tuple(map(tree_of, there)))

    def ids_of(self, query: ContactQuery, limit: int) -> list[int]:
        """The ids of the first contacts of a query, in the order of ids."""
        found = self.chosen(query)
        with asking(self._engine) as connection:
            if found.is_plain:
                return reading.ids(connection, found.wanted, limit)
            return list(islice(segmenting.ids(connection, found.trees, found.wanted, found.lists), limit))

    def count_of(self, query: ContactQuery) -> int:
        """How many contacts a query finds."""
        found = self.chosen(query)
        with asking(self._engine) as connection:
            if found.is_plain:
                return reading.count(connection, found.wanted)
            return sum(1 for _ in segmenting.ids(connection, found.trees, found.wanted, found.lists))

    def walk(self, query: ContactQuery) -> Iterator[ContactView]:
        """All contacts of a query, in the order of ids, read as they are taken."""
        found = self.chosen(query)
        with asking(self._engine) as connection:
            yield from segmenting.contacts(connection, found.trees, found.wanted, found.lists)

    def preflight(self, query: str, told: Told, first: int) -> Preflight:
        """Who of a query can be mailed, with the `first` addresses of each reason; DNS is asked."""
        from mailtui.query.contacts import parse
        from mailtui.services.contacts.preflight import Audience
        from mailtui.services.domains.options import Options
        from mailtui.services.run import now

        audience = Audience(self, parse(query), now(), query, first)
        return audience.look(told, self._looking or Options())

    def segment_counts(self, segments: Sequence[SegmentView]) -> dict[int, int]:
        """How many contacts each segment has now; those that cannot be evaluated are left out."""
        return segmenting.counts(self._engine, segments)
