"""Everything known about a domain as lines with a cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailtui.model.visible import shown
from mailtui.ui.widgets.domain_checks import checks
from mailtui.ui.widgets.domain_course import failures, history, senders, spf
from mailtui.ui.widgets.domain_lines import PageLine, flat
from mailtui.ui.widgets.domain_mending import publishing, to_mend
from mailtui.ui.widgets.line_page import LinePage
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail
    from mailtui.model.view import SearchRow


def page_lines(
    detail: DomainDetail, rows: Sequence[SearchRow] | None, cells: int, look: Look
) -> list[PageLine]:
    """All sections: what is wrong, what mends it, the rest."""
    rows = shown(rows)
    found = flat(
        (
            to_mend(detail, cells, look),
            publishing(detail, cells, look),
            checks(detail, cells, look),
            spf(detail, cells, look),
            senders(detail, cells, look),
            failures(detail, rows, cells, look),
            history(detail.changes, cells, look),
        )
    )
    return found[1:]


class DomainPage(LinePage[PageLine]):
    """Shows one domain."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._detail: DomainDetail | None = None
        self.failures: Sequence[SearchRow] | None = None

    def show(self, detail: DomainDetail, rows: Sequence[SearchRow] | None = None) -> None:
        """Show this domain; the cursor stays on its line."""
        self._detail = detail
        self.failures = self.failures if rows is None else rows
        self.fill()

    def make(self, cells: int) -> Sequence[PageLine] | None:
        return page_lines(self._detail, self.failures, cells, self.look) if self._detail is not None else None
