"""Tags and notes on what is marked, or on the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from mailtui.ui.commands import does
from mailtui.ui.messages import Notice
from mailtui.ui.repeating import Deed
from mailtui.ui.screens.acting import Acting, nothing_to_do_it_to
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.tags import TagChange
    from mailtui.ui.acted import Acted
    from mailtui.ui.desk import Desk
    from mailtui.ui.noting import Target, Written


def to_tags(change: TagChange) -> Deed:
    """What puts tags on and takes others off."""
    return Deed(
        "tag",
        f"tag {change}",
        lambda actor, acted, why, progress: actor.tag(list(acted.things), change, why, progress),
    )


def to_note(text: str, *, private: bool) -> Deed:
    """What writes the same note."""
    return Deed(
        "note",
        f"note {text.split(chr(10), 1)[0]}",
        lambda actor, acted, why, _: actor.note(list(acted.things), text, private=private, why=why),
    )


class Remarking(Acting):
    """Mixin for screens with something to tag and note; named after the screen's other base."""

    look: Look = LOCAL

    @does("act.tag", unless=partial(nothing_to_do_it_to, "tag"))
    def tag(self) -> None:
        """Ask which to put on and take off."""
        from mailtui.ui.acted import named
        from mailtui.ui.screens.tag_editor import TagEditor

        acted, desk = self.acted(), self._desk
        if desk is not None:
            tell = self.telling(acted) if len(acted.items) > 1 else None
            editor = TagEditor(named(acted.things), list(acted.things), desk.notes, tell=tell)
            self.app.push_screen(editor, partial(self._tags_chosen, acted))

    def _tags_chosen(self, acted: Acted, change: TagChange | None) -> None:
        if change is not None:
            self.do(to_tags(change), acted, acted.things, shown=True)

    @does("act.note", unless=partial(nothing_to_do_it_to, "note"))
    def note(self) -> None:
        """Ask for the text."""
        from mailtui.config.paths import state_folder
        from mailtui.ui.drafts import Drafts
        from mailtui.ui.screens.note_editor import NoteEditor

        acted, desk, actor = self.acted(), self._desk, self.actor
        if desk is not None and actor is not None:
            targets = partial(note_targets, desk, acted)
            drafts = Drafts(state_folder())
            editor = NoteEditor(actor, desk.notes, targets, drafts, self.look, place=desk.place)
            self.app.push_screen(editor, partial(self._noted, acted))

    def _noted(self, acted: Acted, written: Written | None) -> None:
        if written is None:
            return
        from mailtui.ui.acted import said

        if written.done.made:
            self.remember(to_note(written.text, private=written.private))
        self.post_message(Notice(said(written.done)))
        self.settled(acted, done=False)


def note_targets(desk: Desk, acted: Acted) -> Sequence[Target]:
    """What a note can be put on; may block."""
    from mailtui.ui import noting

    keys, subjects = acted.keys, list(acted.things)
    if acted.incidents or not keys:
        return noting.of_subjects(desk.notes, subjects)
    if len(keys) == 1:
        return noting.of_row(desk.notes, keys[0])
    return noting.of_rows(desk.notes, keys, subjects)
