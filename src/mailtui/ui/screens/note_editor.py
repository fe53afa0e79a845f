"""The note editor: a text of several lines, for whom it is, what it is about, and the notes that are there.

`esc` leaves the text; then single keys do things, and `s` saves. The text stays until it is written: what
goes wrong is said beside it, a note that was changed elsewhere is shown below it, and whatever ends the
program, a draft is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static

from mailtui.errors import MailtuiError
from mailtui.model.work import NoteChangedError, NoteView
from mailtui.ui.noting import Written
from mailtui.ui.remarks import note_head
from mailtui.ui.rendering import contents
from mailtui.ui.screens.note_board import NoteBoard
from mailtui.ui.widgets.note_text import may_show
from mailtui.ui.words import short_stamp

if TYPE_CHECKING:
    from mailtui.model.act import Done


class NoteEditor(NoteBoard):
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

    # -- keys ------------------------------------------------------------------------------------

    def arrived(self) -> None:
        """Save, if that was asked for before."""
        if self._save_wanted:
            self.action_save()

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
        if self._saving:
            return  # it ends by itself, or says why not
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
        if note is not None and self._is_own(note) and not self._saving:
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
        self._save_wanted = target is None
        if target is None and not self._reading:
            self._read_again()
        if target is None or self._saving:
            return
        if editing is None:
            subjects = list(target.subjects)
            self._do(lambda: self._acting.note(subjects, text, private=private), text)
        else:
            id_, version = editing.id, editing.version
            self._do(lambda: self._acting.edit_note(id_, version, text, private=private), text)

    def _do(self, work: Callable[[], Done], text: str) -> None:
        """In a thread; the editor stays until it is done."""
        self._saving = True
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
        self._saving = False
        self._say("this could not be done; your text is kept as a draft")

    def _written(self, found: Done | MailtuiError, text: str) -> None:
        self._saving = False
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
        self._read_again()
