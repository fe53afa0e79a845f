"""What the Contacts screen asks of the services; a part of `ui.desk`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mailtui.model.people_view import (
        ContactView,
        ListView,
        MembershipView,
        SegmentView,
        TemplateView,
    )
    from mailtui.model.preflight import Preflight
    from mailtui.query.contacts import ContactQuery


class Contacting(Protocol):
    """Know contacts, and the lists, segments and templates they are mailed by."""

    def there(self) -> Mapping[str, int]:
        """How many `contacts`, `lists`, `segments` and `templates` there are."""

    def edition(self) -> tuple[int, ...]:
        """Differs when what segments come to may differ."""

    def ids_of(self, query: ContactQuery, limit: int) -> Sequence[int]:
        """The ids of the first contacts of a query."""

    def contacts(self, wanted: Sequence[int]) -> Sequence[ContactView]:
        """Contacts by their ids; those that are gone are left out."""

    def memberships(self, contact: int) -> Sequence[MembershipView]:
        """The lists that a contact is on, then those it was on."""

    def lists(self) -> Sequence[ListView]:
        """Every list by its name, counted."""

    def segments(self) -> Sequence[SegmentView]:
        """Every segment by its name."""

    def segment_counts(self, segments: Sequence[SegmentView]) -> Mapping[int, int]:
        """How many contacts each segment has now; those that cannot be evaluated are left out."""

    def templates(self) -> Sequence[TemplateView]:
        """Every template by its name, the newest version first."""

    def preflight(self, query: str, told: Callable[[str, int, int], None], first: int) -> Preflight:
        """Who of a query can be mailed; `told` is called from the thread of the work."""
