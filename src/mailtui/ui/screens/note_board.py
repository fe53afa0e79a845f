"""What the note editor shows: what the note is about, for whom it is, the notes that are there; its draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from mailtui.errors import MailtuiError
from mailtui.model.work import NoteView
from mailtui.ui.background import Background
from mailtui.ui.drafts import Draft, Drafts
from mailtui.ui.noting import Target, Written
from mailtui.ui.remarks import note_line
from mailtui.ui.rendering import content, contents, cut
from mailtui.ui.widgets.note_text import NoteText, may_show
from mailtui.ui.words import Look, short_stamp

if TYPE_CHECKING:
    from mailtui.ui.desk import Acting, Noting

KEEP_AFTER = 0.5
"""Seconds of quiet after which the draft is written down."""
TEXT_KEYS = (("esc", "leaves the text, then s saves"),)
KEYS = (("s", "saves"), ("i", "text"), ("p", "private"), ("o", "on what"), ("q", "leaves, keeps the draft"))
LIST_KEYS = (("j/k", "a note"), ("e", "edits it"), ("d", "deletes it"))


class NoteBoard(ModalScreen[Written | None], Background):
    """Base of the note editor: reads what it is about, shows it, keeps the draft."""

    def __init__(
        self,
        acting: Acting,
        notes: Noting,
        targets: Callable[[], Sequence[Target]],
        drafts: Drafts,
        look: Look,
        *,
        place: str = "",
    ) -> None:
        """`targets`: what it can be put on, the usual first; may block.

        `place`: of which database the drafts are.
        """
        super().__init__()
        self._acting, self._notes, self._find_targets = acting, notes, targets
        self._drafts, self._look, self._of = drafts, look, place
        self._targets: Sequence[Target] = ()
        self._chosen = 0
        self._there: list[NoteView] = []
        self._editing: NoteView | None = None
        self._private = False
        self._timer: Timer | None = None
        self._reading = False
        self._saving = False
        self._save_wanted = False
        """`s` was pressed before it was known what the note is on."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static("...", id="title", markup=False)
            yield Static("", id="whose", markup=False)
            yield NoteText()
            yield Static("", id="wrong", markup=False)
            with VerticalScroll(id="now", can_focus=False):
                yield Static("", id="theirs", markup=False)
            yield OptionList(markup=False)
            yield Static("", id="keys", markup=False)

    def on_mount(self) -> None:
        """Type at once; what it is about comes when it is read."""
        self.query_one(OptionList).can_focus = False
        self.query_one("#now").display = False
        self.set_focus(self._text)
        self._show()
        self._read_again()

    def _read_again(self) -> None:
        self._reading = True
        self.background("read", self._read, self._arrived)

    @property
    def _text(self) -> NoteText:
        return self.query_one(NoteText)

    @property
    def target(self) -> Target | None:
        """What the note is on."""
        return self._targets[self._chosen] if self._targets else None

    # -- reading ---------------------------------------------------------------------------------

    def _read(self) -> tuple[Sequence[Target], Sequence[NoteView]] | MailtuiError:
        try:
            targets = self._targets or self._find_targets()
            subjects = [one for target in targets for one in target.subjects]
            return targets, self._notes.notes_of(subjects)
        except MailtuiError as error:
            return error

    def _arrived(self, found: tuple[Sequence[Target], Sequence[NoteView]] | MailtuiError) -> None:
        self._reading = False
        if isinstance(found, MailtuiError):
            self._say(found)
            return
        first = not self._targets
        self._targets, there = found
        self._there = [*reversed(there)]
        if first:
            self._restore()
        self._list()
        self._show()
        self.arrived()

    def arrived(self) -> None:
        """What it is about is known."""

    def _list(self) -> None:
        options = self.query_one(OptionList)
        room = max(20, self.size.width * 9 // 10 - 6)
        options.clear_options()
        options.add_options([Option(content(cut(note_line(one, self._look), room))) for one in self._there])
        options.display = bool(self._there)
        options.highlighted = 0 if self._there else None

    # -- what is shown ---------------------------------------------------------------------------

    def _show(self) -> None:
        """Title, for whom it is, and the keys as they are now."""
        about = self.target.name if self.target else "..."
        verb = "Edit your note" if self._editing else "Note"
        several = f"  ({self._chosen + 1} of {len(self._targets)}: o)" if len(self._targets) > 1 else ""
        title = contents(f"{verb} on {about}", ("" if self._editing else several, "dim"))
        self.query_one("#title", Static).update(title)
        whose = (
            ("private: only you see it", "bold $warning")
            if self._private
            else ("shared: all who use mailtui here see it", "dim")
        )
        self.query_one("#whose", Static).update(contents(whose))
        keys = TEXT_KEYS if self._writing else (*KEYS, *(LIST_KEYS if self._there else ()))
        parts = [part for key, meaning in keys for part in ((f" {key} ", "bold"), f"{meaning} ")]
        self.query_one("#keys", Static).update(contents(*parts))

    @property
    def _writing(self) -> bool:
        return self.focused is self._text

    def _say(self, problem: MailtuiError | str) -> None:
        text = problem if isinstance(problem, str) else f"{problem.title}. {problem.hint}".rstrip(". ")
        self.query_one("#wrong", Static).update(content(text, "$error"))

    def _tell(self, text: str) -> None:
        self.query_one("#wrong", Static).update(content(text, "dim"))

    # -- the draft -------------------------------------------------------------------------------

    @property
    def _about(self) -> str:
        """What the draft is about."""
        if self._editing is not None:
            return f"{self._of}#note:{self._editing.id}"
        subject = self.target.subjects[0] if self.target else None
        return f"{self._of}#{subject.kind}:{subject.id}" if subject else ""

    def _restore(self) -> None:
        """What was written about this before and not saved, unless something is being written already."""
        found = self._drafts.find(self._about)
        if found is None or self._text.text or not may_show(found.text):
            return
        self._private = found.private
        self._text.put(found.text)
        self._tell(f"a draft of {short_stamp(found.time, self._look)}, which was not saved")

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        """Write the draft down, or forget it where nothing is left of it."""
        about, text = self._about, self._text.text
        unchanged = self._editing is not None and text == self._editing.text
        if not about:
            return
        if not text.strip() or unchanged:
            self._drafts.drop(about)
            return
        version = None if self._editing is None else self._editing.version
        self._drafts.keep(Draft(about, text, self._private, version, self._look.now()))
