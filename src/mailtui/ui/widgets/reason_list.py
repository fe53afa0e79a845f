"""What became of the contacts of an audience, a line for each reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

from mailtui.model.preflight import Part, Reason
from mailtui.model.view import RowKey, SearchRow
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.preflight import Preflight

WORDS = {
    Reason.REACHABLE: "can be mailed",
    Reason.SUPPRESSED: "the address, or its domain, is suppressed",
    Reason.UNCONFIRMED: "asked to confirm, and has not",
    Reason.UNSUBSCRIBED: "has left",
    Reason.BOUNCED: "has bounced, says who keeps the contacts",
    Reason.COMPLAINED: "called it spam",
    Reason.INVALID_ADDRESS: "is no email address",
    Reason.INVALID_DOMAIN: "DNS says: the domain takes no mail",
    Reason.NOT_CHECKED: "DNS did not say whether it takes mail",
    Reason.DUPLICATE: "twice there, but for upper or lower case",
}
_BAD = frozenset({Reason.SUPPRESSED, Reason.COMPLAINED, Reason.INVALID_ADDRESS, Reason.INVALID_DOMAIN})


def tone(part: Part) -> Tone:
    """How a line is painted."""
    if not part.number:
        return Tone.DIM
    if part.reason is Reason.REACHABLE:
        return Tone.GOOD
    return Tone.FAILED if part.reason in _BAD else Tone.WAITING


class ReasonList(RowList):
    """Ten lines."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.parts: tuple[Part, ...] = ()
        self._total = 0

    def show(self, found: Preflight) -> None:
        """Show this."""
        self.parts, self._total = found.parts, found.total
        self._repaint()
        self._resize()
        self.move_to(0)

    @property
    def part(self) -> Part | None:
        """The one under the cursor."""
        return self.parts[self.cursor] if 0 <= self.cursor < len(self.parts) else None

    @property
    def count(self) -> int:
        return len(self.parts)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002 - no row here is a search row
        return ()

    def item(self, place: int) -> None:
        """Nothing here is marked."""

    @cached_property
    def _own_painter(self) -> Painter[Part]:
        cells, total = self.scrollable_content_region.width, self._total

        def share(part: Part, _: Look) -> Cell:
            return (f"{part.number / total * 100:.1f} %" if total else "-"), Tone.DIM

        head = [
            Column("CONTACTS", 10, _number, right=True),
            Column("SHARE", 7, share, right=True),
            Column("REASON", 16, _reason),
        ]
        rest = max(4, cells - 1 - sum(column.width + 1 for column in head))
        return Painter((*head, Column("WHAT IT SAYS", rest, _words)), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_own_painter", None)

    def header_line(self) -> Strip:
        return self._own_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        return self._own_painter.row(self.parts[place], cursor=cursor)


def _number(part: Part, _: Look) -> Cell:
    return count(part.number, "", " ").strip(), tone(part)


def _reason(part: Part, _: Look) -> Cell:
    return part.reason.replace("-", " "), tone(part)


def _words(part: Part, _: Look) -> Cell:
    return WORDS[part.reason], Tone.DIM
