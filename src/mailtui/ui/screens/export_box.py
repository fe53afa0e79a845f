"""The export box: a letter chooses the format and begins; it shows how far it is and can be stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mailtui.services.exporting import FORMATS, Plan, export
from mailtui.ui.background import Background
from mailtui.ui.rendering import contents
from mailtui.ui.widgets.query_input import QueryInput
from mailtui.ui.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailtui.model.view import SearchRow

    Read = Callable[[], Iterable[SearchRow]]
    Record = Callable[[Plan, Path, int], None]

PATIENCE = 1.0
"""Seconds after which it is told how far it is."""
MEANING = {
    "csv": "CSV, for a spreadsheet",
    "jsonl": "JSON Lines, for programs",
    "markdown": "Markdown, a table for a ticket or a wiki",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was set in the box."""

    name: str
    """The file's name; without one of the known endings it gets that of the format."""
    anonymise: bool = False
    force: bool = False

    @property
    def folder(self) -> Path:
        """Where the file will be, from the root on."""
        return working_folder() / Path(self.name).expanduser().parent

    def path(self, form: str) -> Path:
        """Where an export of that format goes."""
        path = Path(self.name).expanduser()
        known = path.suffix.lower() in {one.suffix for one in FORMATS.values()}
        return path if known else path.with_name(path.name + FORMATS[form].suffix)


class ExportBox(ModalScreen[str | None], Background):
    """Answers what came of it, in a line for the user, or None when nothing was exported."""

    CSS_PATH = "export_box.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c,q", "leave", show=False),
        Binding("a", "switch('anonymise')", show=False),
        Binding("o", "switch('force')", show=False),
        Binding("f", "edit", show=False),
        *(Binding(form[0], f"begin('{form}')", show=False) for form in ("csv", "markdown")),
        Binding("j", "begin('jsonl')", show=False),
    ]

    class Told(Message):
        """So many rows are written."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ExportBox.Told)

    def __init__(self, about: str, read: Read, *, masked: bool = False, record: Record | None = None) -> None:
        """`about`: what is exported; `read` answers its rows, in a thread. `masked`: names are hidden.

        `record` writes down that it was done, in the same thread.
        """
        super().__init__()
        self._about = about
        self._read = read
        self._masked = masked
        self._record = record
        self._wish = Wish(proposed())
        self._began: float | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="picker"):
            title = contents(("Export  ", "bold"), self._about, ("   esc leaves", "dim"))
            yield Static(title, id="title", markup=False)
            yield Static(self._choices(), id="choices", markup=False)
            yield QueryInput(self._wish.name, "a file", id="file")
            yield Static(id="said", markup=False)

    def on_mount(self) -> None:
        """The name of the file is edited only when it is asked for."""
        self.query_one("#file").display = False

    def _choices(self) -> Content:
        """The box in words."""
        forms = [
            part
            for form, meaning in MEANING.items()
            for part in ((f" {_key(form)} ", "bold"), f"{meaning}\n")
        ]
        return contents(
            *forms,
            ("\n a ", "bold"),
            f"[{'x' if self._wish.anonymise else ' '}] without names: a token for every local part\n",
            (" o ", "bold"),
            f"[{'x' if self._wish.force else ' '}] replace the file if it is there\n",
            (" f ", "bold"),
            f"file: {self._wish.name}",
            ("" if Path(self._wish.name).suffix else " (the format says its ending)", "dim"),
            (f"\n   in {self._wish.folder}", "dim"),
        )

    def _show(self) -> None:
        self.query_one("#choices", Static).update(self._choices())

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(contents(text))

    # -- choosing --------------------------------------------------------------------------------

    def action_switch(self, name: str) -> None:
        """With or without."""
        wish = self._wish
        if name == "force":
            self._wish = replace(wish, force=not wish.force)
        else:
            self._wish = replace(wish, anonymise=not wish.anonymise)
        self._show()

    def action_edit(self) -> None:
        """Another file."""
        field = self.query_one("#file", QueryInput)
        field.display = True
        self.set_focus(field)

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        self._wish = replace(self._wish, name=event.value.strip() or self._wish.name)
        self._close_field()
        self._show()

    def _close_field(self) -> bool:
        field = self.query_one("#file")
        shown = bool(field.display)
        field.display = False
        self.set_focus(None)
        return shown

    # -- exporting -------------------------------------------------------------------------------

    def action_begin(self, form: str) -> None:
        """Write it."""
        if self._began is not None:
            return
        self._began = time.monotonic()
        wish, path = self._wish, self._wish.path(form)
        plan = Plan(form, wish.anonymise, self._masked and not wish.anonymise)

        def work() -> int:
            rows = export(self._read(), plan, path, force=wish.force, told=self._told_in_thread)
            if self._record is not None:
                self._record(plan, path, rows)
            return rows

        self.background("export", work, lambda rows: self._done(rows, path), self._broken)

    def _told_in_thread(self, rows: int) -> None:
        self.post_message(self.Told(rows))

    def on_export_box_told(self, event: Told) -> None:
        """How far it is, when it takes its time."""
        if self._began is not None and time.monotonic() - self._began > PATIENCE:
            self._say(f"{count(event.rows, 'row')} written; esc stops and leaves no file")

    def _done(self, rows: int, path: Path) -> None:
        self.dismiss(f"{count(rows, 'row')} exported to {working_folder() / path}")

    def _broken(self) -> None:
        """The reason is told; what was set stays."""
        self._began = None

    def on_notice(self, event: Message) -> None:
        """What went wrong is said here: the key line is behind the box."""
        event.stop()
        self._say(getattr(event, "text", ""))

    def action_leave(self) -> None:
        """Out of the field; else stop; else leave."""
        if self._close_field():
            return
        if self._began is not None:
            self.drop("export")
            self.dismiss("The export was stopped; no file is left")
        else:
            self.dismiss(None)


def proposed() -> str:
    """A name that is not there yet."""
    return f"mailtui-{time.strftime('%Y%m%d-%H%M%S')}"


def working_folder() -> Path:
    """Where names without a folder go."""
    return Path.cwd()


def _key(form: str) -> str:
    return form[0]
