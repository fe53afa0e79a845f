"""The note editor: a text of several lines, for whom it is, what it is about, and the notes that are there.

`esc` leaves the text; then single keys do things, and `s` saves. The text stays until it is written: what
goes wrong is said beside it, a note that was changed elsewhere is shown below it, and whatever ends the
program, a draft is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from mailtui.errors import MailtuiError
from mailtui.model.work import NoteChangedError, NoteView
from mailtui.ui.background import Background
from mailtui.ui.drafts import Draft, Drafts
from mailtui.ui.noting import Target, Written
from mailtui.ui.remarks import note_head, note_line
from mailtui.ui.rendering import content, contents, cut
from mailtui.ui.widgets.note_text import NoteText, may_show
from mailtui.ui.words import Look, short_stamp

if TYPE_CHECKING:
    from mailtui.model.act import Done
    from mailtui.ui.desk import Acting, Noting

KEEP_AFTER = 0.5
"""Seconds of quiet after which the draft is written down."""
TEXT_KEYS = (("esc", "leaves the text, then s saves"),)
KEYS = (("s", "saves"), ("i", "text"), ("p", "private"), ("o", "on what"), ("q", "leaves, keeps the draft"))
LIST_KEYS = (("j/k", "a note"), ("e", "edits it"), ("d", "deletes it"))


class NoteEditor(ModalScreen[Written | None], Background):
    """Writes the note itself and answers what was done, or None. Then the caller reads its rows again."""

    CSS_PATH = "note_editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "out", show=False),
        Binding("q", "leave", show=False),
        Binding("s", "save", show=False),
        Binding("i,enter", "write", show=False),
        Binding("p", "whose", show=False),
        Binding("o,tab", "next_target", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("e", "edit", show=False),
        Binding("d", "delete", show=False),
    ]

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
        self._busy = True

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
        if isinstance(found, MailtuiError):
            self._say(found)
            return
        first = not self._targets
        self._targets, there = found
        self._there = [*reversed(there)]
        self._busy = False
        if first:
            self._restore()
        self._list()
        self._show()

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

    # -- keys ------------------------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        self._show()

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self._show)

    def action_out(self) -> None:
        """Out of the text; from there, out of the editor."""
        if self._writing:
            self.set_focus(None)
            self._show()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Save nothing; what was written stays as a draft."""
        self._keep()
        self.dismiss(None)

    def action_write(self) -> None:
        """Back into the text."""
        self.set_focus(self._text)

    def action_whose(self) -> None:
        """Private or shared."""
        self._private = not self._private
        self._show()

    def action_next_target(self) -> None:
        """Another subject; the text stays."""
        if self._editing is None and len(self._targets) > 1:
            self._drafts.drop(self._about)
            self._chosen = (self._chosen + 1) % len(self._targets)
            self._keep()
            self._show()

    def action_move(self, step: int) -> None:
        """Another of the notes that are there."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.query_one(OptionList).highlighted = event.option_index

    # -- own notes -------------------------------------------------------------------------------

    @property
    def _here(self) -> NoteView | None:
        place = self.query_one(OptionList).highlighted
        return self._there[place] if place is not None and place < len(self._there) else None

    def action_edit(self) -> None:
        """The chosen note into the text, if it is an own one."""
        note = self._here
        if note is None or not self._is_own(note):
            return
        if not may_show(note.text):
            self._say("it names people, and the screen is shared: end that first")
            return
        self._keep()
        self._editing, self._private = note, note.private
        draft = self._drafts.find(self._about)
        if draft is not None and not may_show(draft.text):
            draft = None
        self._text.put(note.text if draft is None else draft.text)
        if draft is None:
            self._tell("")
        else:
            self._private = draft.private
            self._tell(f"with your draft of {short_stamp(draft.time, self._look)}, which was not saved")
        self.set_focus(self._text)

    def action_delete(self) -> None:
        """Take the chosen note away, if it is an own one; undo brings it back."""
        note = self._here
        if note is not None and self._is_own(note) and not self._busy:
            self._do(lambda: self._acting.delete_note(note.id, note.version), note.text)

    def _is_own(self, note: NoteView) -> bool:
        if not note.own:
            self._say(f"only {note.author} changes this note; write one of your own")
        return note.own

    # -- writing ---------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Write it."""
        target, text, private = self.target, self._text.text, self._private
        editing = self._editing
        if target is None or self._busy:
            return
        if editing is None:
            subjects = list(target.subjects)
            self._do(lambda: self._acting.note(subjects, text, private=private), text)
        else:
            id_, version = editing.id, editing.version
            self._do(lambda: self._acting.edit_note(id_, version, text, private=private), text)

    def _do(self, work: Callable[[], Done], text: str) -> None:
        """In a thread; the editor stays until it is done."""
        self._busy = True
        self._keep()
        if self._timer is not None:
            self._timer.stop()

        def run() -> Done | MailtuiError:
            try:
                return work()
            except MailtuiError as error:
                return error

        self.background("write", run, lambda found: self._written(found, text), self._failed)

    def _failed(self) -> None:
        self._busy = False
        self._say("this could not be done; your text is kept as a draft")

    def _written(self, found: Done | MailtuiError, text: str) -> None:
        self._busy = False
        if isinstance(found, NoteChangedError):
            self._conflict(found)
        elif isinstance(found, MailtuiError):
            self._say(found)
        elif found.refused and not found.changed:
            self._say(found.refused[0].why)
        else:
            self._drafts.drop(self._about)
            self.dismiss(Written(found, text, self._private))

    def _conflict(self, error: NoteChangedError) -> None:
        """The note as it is now below the own text; saving again means: instead of that."""
        now = error.now
        if now is None:
            self._editing = None
            self._say(f"{error.title}: s writes yours as a new note")
        else:
            self._editing = now
            self._say(f"{error.title}: below is what it says now, s puts yours in its place")
            theirs = contents((f"{note_head(now, self._look)}:\n", "bold"), now.text)
            self.query_one("#theirs", Static).update(theirs)
        self.query_one("#now").display = now is not None
        self._keep()
        self.background("read", self._read, self._arrived)
