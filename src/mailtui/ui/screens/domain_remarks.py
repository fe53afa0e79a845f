"""Tags and notes on domains of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.ui.acted import Acted, Item
from mailtui.ui.desk import Desk
from mailtui.ui.screens.remarking import Remarking

if TYPE_CHECKING:
    from mailtui.model.domain import DomainRow


@dataclass(frozen=True)
class OnDomains(Acted):
    """Domains by their names, with the numbers of their rows in the database in the same order."""

    numbers: tuple[int, ...] = ()

    @cached_property
    def things(self) -> dict[Subject, Item]:
        return {
            Subject(SubjectKind.DOMAIN, number): name
            for number, name in zip(self.numbers, self.items, strict=True)
        }


class DomainRemarks(Remarking):
    """Mixin for screens with domains; named before the screen's other bases, whose `acted` it answers."""

    LABELS: ClassVar[dict[str, str]] = {"move.next-failure": "problem", "row.incident": "failures"}

    def domains_here(self) -> Sequence[DomainRow]:
        """Those that are marked, else the one under the cursor."""
        raise NotImplementedError

    def list_changed(self) -> None:
        """Read again."""
        raise NotImplementedError

    def acted(self) -> Acted:
        rows = self.domains_here()
        return OnDomains(tuple(row.name for row in rows), len(rows) > 1, tuple(row.id for row in rows))

    def has_acted(self) -> bool:
        return bool(self.domains_here())

    def settled(self, acted: Acted, *, done: bool) -> None:  # noqa: ARG002
        """Show it."""
        self.list_changed()

    def work_changed(self) -> None:
        """Somebody noted or tagged something."""
        self.list_changed()

    def know_desk(self, desk: Desk | None) -> None:
        """The services are there: learn who acts."""
        if desk is not None:
            self.ask_who()
