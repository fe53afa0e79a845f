"""What is listed and how it is shown."""

from __future__ import annotations

from mailtui.ui.commands.command import Command

QUERY = (
    Command(
        "query.edit",
        ("/",),
        "Edit the query",
        "Go to the query line, or to the filter of a list; enter runs it, esc leaves.",
        "query",
        before_text=True,
    ),
    Command(
        "query.save",
        ("S",),
        "Save the search",
        "Give the query a name: it gets a tab, and @name stands for it in other queries.",
        before_text=True,
    ),
    Command("query.failures", ("!",), "Failures only", "Add is:failed to the query, or drop it.", "failed"),
)

VIEW = (
    Command("view.facts", ("p",), "Facts", "Show or hide everything known about the row.", "facts"),
    Command(
        "view.next-tab",
        (">", "right"),
        "Next tab",
        "Go to the next saved search, the next list; on a campaign, to the next number of the row.",
    ),
    Command(
        "view.previous-tab",
        ("<", "left"),
        "Previous tab",
        "Go to the saved search, the list before; on a campaign, to the number before.",
    ),
    Command("view.sort", ("o",), "Sort", "Sort the list by the next of its columns.", "sort"),
    Command("view.histogram", ("i",), "Enlarge the histogram", "Make the histogram high, or a strip again."),
    Command(
        "view.follow",
        ("f",),
        "Follow",
        "Hold the list still; again: show new lines as they are imported.",
        "follow",
    ),
    Command(
        "view.mask",
        ("H",),
        "Mask names",
        "Hide the local part of every address, for a shared screen, or show them again.",
    ),
    Command(
        "view.refresh",
        ("r",),
        "Refresh",
        "Run the query again; of a domain, look at its DNS; of a payload, read it again.",
    ),
)
