"""The list of the Worker screen: sources, then jobs, each under the titles of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style
from textual.strip import Strip

from mailtui.model.view import RowKey, SearchRow
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.widgets.worker_columns import job_columns, source_columns
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.job import JobView
    from mailtui.services.standing import SourceStatus, Standings


class Line(NamedTuple):
    """A row of the list; titles and gaps have neither source nor job."""

    source: SourceStatus | None = None
    job: JobView | None = None
    title: str = ""
    """sources or jobs: the titles of their columns."""

    @property
    def name(self) -> tuple[str, int] | None:
        """What stands in it, whatever is above it; None where that is nothing."""
        if self.source is not None:
            return "source", self.source.id
        return None if self.job is None else ("job", self.job.id)


class WorkerList(RowList):
    """Holds everything: there are a few sources, and of the jobs the newest."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.lines: Sequence[Line] = ()

    def show(self, found: Standings) -> None:
        """Show these; the cursor stays on its row. Nothing is painted when nothing has changed."""
        lines = [Line(title="sources"), *(Line(source=one) for one in found.sources)]
        if found.jobs:
            lines += [Line(), Line(title="jobs"), *(Line(job=one) for one in found.jobs)]
        if lines == self.lines:
            return
        here, more = self.line, len(lines) != len(self.lines)
        shown = [] if more else self._texts()
        old, self.lines = self.lines, lines
        if more:
            self._resize()
        for place, (before, now) in enumerate(zip(shown, self._texts(), strict=False)):
            if before != now:
                self._refresh_row(place)
        names = [line.name for line in lines]
        name = None if here is None else here.name
        place = names.index(name) if name is not None and name in names else self._standing(self.cursor)
        if place != self.cursor or not old:
            self.move_to(place)

    def _texts(self) -> list[str]:
        """What every row says."""
        return [self.paint(place, cursor=False).text for place in range(self.count)]

    @property
    def line(self) -> Line | None:
        """What the cursor is on."""
        return self.lines[self.cursor] if 0 <= self.cursor < len(self.lines) else None

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002
        return ()

    def item(self, place: int) -> tuple[str, int] | None:
        return self.lines[place].name

    def stands(self, place: int) -> bool:
        return self.lines[place].name is not None

    # -- scrolling -------------------------------------------------------------------------------

    def _go(self, place: int, below: int) -> None:
        """The top row of the screen is for the titles, however far the list is scrolled."""
        super()._go(place, max(1, below))

    def _title(self) -> Strip | None:
        """The titles of the columns of what is under the top row; None where those stand there themselves."""
        top = round(self.scroll_y)
        under = self.lines[top + 1] if top and top + 1 < self.count else Line()
        if under.source is not None:
            return self._source_painter.header(Style(bold=True))
        return None if under.job is None else self._job_painter.header(Style(bold=True))

    def render_line(self, y: int) -> Strip:
        title = None if y else self._title()
        return super().render_line(y) if title is None else title

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _source_painter(self) -> Painter[SourceStatus]:
        cells = self.scrollable_content_region.width
        return Painter(source_columns(cells), cells, self.look, self._styles_now)

    @cached_property
    def _job_painter(self) -> Painter[JobView]:
        cells = self.scrollable_content_region.width
        return Painter(job_columns(cells), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        for name in ("_source_painter", "_job_painter"):
            self.__dict__.pop(name, None)

    def paint(self, place: int, *, cursor: bool) -> Strip:
        line = self.lines[place]
        if line.source is not None:
            return self._source_painter.row(line.source, cursor=cursor, word=self.word)
        if line.job is not None:
            return self._job_painter.row(line.job, cursor=cursor, word=self.word)
        if line.title == "sources":
            return self._source_painter.header(Style(bold=True))
        if line.title == "jobs":
            return self._job_painter.header(Style(bold=True))
        return Strip.blank(self.scrollable_content_region.width, self.rich_style)
