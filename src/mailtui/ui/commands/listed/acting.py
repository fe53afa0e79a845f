"""Marks, and what is done with what is marked, or with the row under the cursor."""

from __future__ import annotations

from mailtui.ui.commands.command import Command

MARK: tuple[Command, ...] = (
    Command("mark.toggle", ("space",), "Mark", "Mark this row or no longer, and go to the next.", "mark"),
    Command(
        "mark.range",
        ("V",),
        "Mark a range",
        "Mark every row from the one marked last to this one.",
    ),
    Command(
        "mark.all",
        ("*",),
        "Mark all",
        "Mark all that match the query, also what is not loaded; rows that come later are not marked.",
    ),
    Command("mark.invert", ("~",), "Invert the marks", "Mark what is not marked, and no longer what is."),
)
"""Marking: `mark.*`."""
ACT: tuple[Command, ...] = (
    Command(
        "act.tag",
        ("t",),
        "Tags",
        "Put tags on the marks or on this row, and take others off: +vip -todo.",
        "tag",
        on_marks=True,
    ),
    Command(
        "act.note",
        ("c",),
        "Note",
        "Write a note on this mail, its address or its incident; notes of yours can be edited there.",
        "note",
        on_marks=True,
    ),
    Command(
        "act.suppress",
        ("s",),
        "Suppress or lift",
        "Mail these addresses no more, or this one again; on Suppressions: decide about the row.",
        on_marks=True,
    ),
    Command(
        "act.repeat",
        (".",),
        "Repeat",
        "Do the last act again, on the marks or on this row: the same state, tags, note.",
    ),
    Command("act.undo", ("u",), "Undo", "Take back what you changed last, also after a restart."),
    Command("act.redo", ("U",), "Redo", "Do again what was taken back last."),
)
"""Notes, tags, suppressions, repeating, undo and redo: `act.*`."""
TAKE: tuple[Command, ...] = (
    Command(
        "take.yank",
        ("y",),
        "Copy",
        "Choose what to copy of the marks, or of this row: y t copies the ticket text.",
        "copy",
        before_text=True,
    ),
    Command(
        "take.export",
        ("X",),
        "Export",
        "Write the marks, or every row of the query, into a file: CSV, JSON Lines or Markdown.",
    ),
)
"""Taking away: yank, export: `take.*`."""
