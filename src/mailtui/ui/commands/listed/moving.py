"""How one moves over rows, and finds some of them."""

from __future__ import annotations

from mailtui.ui.commands.command import Command

MOVE = (
    Command("move.down", ("j", "down"), "Down", "Go to the next row."),
    Command("move.up", ("k", "up"), "Up", "Go to the row above."),
    Command("move.page-down", ("pagedown",), "Page down", "Go one screenful down."),
    Command("move.page-up", ("pageup",), "Page up", "Go one screenful up."),
    Command("move.first", ("g", "home"), "First", "Go to the first row."),
    Command("move.last", ("G", "end"), "Last", "Go to the last row."),
    Command("move.next-failure", ("e",), "Next failure", "Go to the next failure below.", "failure"),
    Command("move.previous-failure", ("E",), "Previous failure", "Go to the nearest failure above."),
)

FIND = (
    Command(
        "find.edit",
        ("\\",),
        "Highlight",
        "Mark a word in the results; n and N go to the next.",
        before_text=True,
    ),
    Command("find.next", ("n",), "Next highlight", "Go to the next row with the highlighted word."),
    Command("find.previous", ("N",), "Previous highlight", "Go to the row above with the highlighted word."),
)
