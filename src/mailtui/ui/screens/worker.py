"""The Worker screen: who reads the logs, how far each is, which jobs there are, how the queue was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mailtui.config.paths import yank_folder
from mailtui.model.visible import visible
from mailtui.ui.clipboard import carry
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import (
    Notice,
    OpenDatabase,
    OpenUnclear,
    OpenWebhooks,
    RowChosen,
    RowOpened,
    StateRead,
)
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, one_line, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.confirming import Confirm
from mailtui.ui.screens.moving import Moving
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.worker_head import WorkerHead, WorkerNote
from mailtui.ui.widgets.worker_list import WorkerList
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.job import JobView
    from mailtui.services.standing import Standings

NO_SOURCES = """\
No log was read yet. Say once what to follow, in ~/.config/mailtui/config.toml:

  logs = ["/var/log/exim4"]

From then on mailtui reads them whenever it is open, and `mailtui worker` as a
service at all times. `mailtui import FILE...` reads logs once."""
READING = "Reading how it stands ..."


def nothing_to_open(screen: WorkerScreen) -> str | None:
    """Why `enter` does nothing here."""
    line = screen.rows.line
    if line is None or line.source is None:
        return "lines that were not understood open from a source"
    if line.source.unrecognised:
        return None
    return one_line(line.source.error or "") or "every line of this source was understood"


def nothing_to_copy(screen: WorkerScreen) -> str | None:
    """Why there is no path to take away."""
    line = screen.rows.line
    return None if line is not None and line.source is not None else "the path of a source can be copied"


def nothing_to_cancel(screen: WorkerScreen) -> str | None:
    """Why no job can be ended."""
    line = screen.rows.line
    if line is None or line.job is None:
        return "no job is under the cursor"
    if line.job.finished is not None:
        return "this job is over"
    return "it ends already" if line.job.cancel_asked else None


class WorkerScreen(Moving):
    """Sources and jobs."""

    CSS_PATH = "worker.tcss"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.found: Standings | None = None
        """As it was read last."""
        self._desk: Desk | None = None
        self._list = WorkerList(look, id="rows")
        self._pace = Pace(self.read, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Worker", self.look)
        yield Static(READING, id="empty", markup=False)
        yield WorkerHead(self.look, id="head")
        yield self._list
        yield WorkerNote(self.look, id="note")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read as soon as there is a database."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.post_message(OpenDatabase(self))

    @property
    def rows(self) -> WorkerList:
        return self._list

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""
        self._desk = desk
        self.read()

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        super().cannot_open(title, hint)
        self._explain(empty.not_opened(title, hint))

    def on_state_read(self, event: StateRead) -> None:
        """Somebody wrote something, or time has passed."""
        super().on_state_read(event)
        if self._desk is not None:
            self._pace.ask()

    @does("view.refresh")
    def read(self) -> None:
        """Read again; the cursor stays."""
        if self._desk is not None:
            self.background("standings", self._desk.working.read, self._arrived, self._broken)

    def _arrived(self, found: Standings) -> None:
        self._pace.done()
        self.found = found
        self.query_one(WorkerHead).show(found)
        self.set_class(not found.sources and not found.jobs, "-empty")
        if found.sources or found.jobs:
            self._list.show(found)
        else:
            self._explain(NO_SOURCES)
        self._follow()

    def _broken(self) -> None:
        self._pace.done()
        if self.found is None:
            self._explain("It could not be read.\n\nr tries again.")

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    @on(RowChosen)
    def _follow(self) -> None:
        """The note shows the row under the cursor."""
        receivers = () if self.found is None else self.found.receivers
        self.query_one(WorkerNote).show(self._list.line, receivers)
        self.update_keys()

    def plain(self) -> list[str]:
        """The head, and every row with its columns."""
        rows = [self._list.paint(place, cursor=False).text.rstrip() for place in range(self._list.count)]
        return [*self.query_one(WorkerHead).plain(), "", *rows]

    # -- this row --------------------------------------------------------------------------------

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=nothing_to_open)
    def open_row(self) -> None:
        """What of this source was not understood: lines, or payloads."""
        line = self._list.line
        if line is None or line.source is None:
            return
        one = line.source
        if one.unclear_payloads:
            self.post_message(OpenWebhooks(one.server_id, one.server))
        else:
            self.post_message(OpenUnclear(one.id))

    @does("take.yank", unless=nothing_to_copy)
    def yank(self) -> None:
        """Copy where this source is."""
        line = self._list.line
        assert line is not None
        assert line.source is not None
        work = partial(carry, visible(line.source.path), "path", yank_folder())
        self.background("copy", work, partial(self._carried, "The path"))

    @does("job.cancel", unless=nothing_to_cancel)
    def cancel_job(self) -> None:
        """End the job under the cursor; asks first."""
        line = self._list.line
        assert line is not None
        assert line.job is not None
        job = line.job
        preview = f"asked for by {safe(job.asked_by)}; what it has done stays"
        question = Confirm(f"End job {job.id} ({safe(job.kind)})?", preview, "ends it")
        self.app.push_screen(question, partial(self._answered, job))

    def _answered(self, job: JobView, yes: bool | None) -> None:
        desk = self._desk
        if yes and desk is not None:
            self.background("cancel", lambda: desk.working.cancel(job.id), partial(self._asked, job))

    def _asked(self, job: JobView, _: None) -> None:
        self.post_message(Notice(f"Job {job.id} ends after the step it is at"))
        self.read()
