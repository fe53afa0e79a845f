"""Every command of the screens, once. One grammar: a key means the same wherever it means something.

A screen says which of them it does, and how, with `mailtui.ui.commands.does`.
"""

from __future__ import annotations

from mailtui.ui.commands.command import Command

GROUPS = {
    "move": "Move",
    "row": "This row",
    "domain": "Domains",
    "query": "Query",
    "find": "Find in the results",
    "view": "View",
    "go": "Go",
    "app": "mailtui",
}
"""The groups in the order of the help, with their headings."""

_ALL = (
    Command("move.down", ("j", "down"), "Down", "Go to the next row."),
    Command("move.up", ("k", "up"), "Up", "Go to the row above."),
    Command("move.page-down", ("pagedown",), "Page down", "Go one screenful down."),
    Command("move.page-up", ("pageup",), "Page up", "Go one screenful up."),
    Command("move.first", ("g", "home"), "First", "Go to the first row."),
    Command("move.last", ("G", "end"), "Last", "Go to the last row."),
    Command("move.next-failure", ("e",), "Next failure", "Go to the next failure below.", "failure"),
    Command("move.previous-failure", ("E",), "Previous failure", "Go to the next failure above."),
    Command(
        "row.open",
        ("enter",),
        "Open",
        "Open what the cursor is on: the incident, the trace, the domain, the failures.",
        "open",
    ),
    Command(
        "row.incident",
        ("w",),
        "Who else",
        "Go to the incident of this row: who else is hit, since when; of a domain, to its failures.",
        "who else",
    ),
    Command(
        "row.domain",
        ("d",),
        "Sending domain",
        "Go to the domain that this mail was sent from: what DNS says about it, what to publish.",
    ),
    Command(
        "row.state",
        ("m",),
        "State",
        "Set the state of the incident: new, open, waiting, resolved or ignored.",
        "state",
    ),
    Command("row.assign", ("a",), "Take or give back", "Assign the incident to me, or to nobody.", "take"),
    Command("row.fold", ("space",), "Fold or unfold", "Fold or unfold a thread, or tries that are one line."),
    Command(
        "row.raw",
        ("P",),
        "Raw lines",
        "Show the log lines as they were written, of a domain the zone file to publish, or hide them.",
        "raw",
    ),
    Command(
        "row.diagnosis",
        ("x",),
        "Diagnosis",
        "Show why mail failed or waits and what to do, or hide it.",
        "why",
    ),
    Command(
        "domain.add",
        ("+",),
        "Add a domain",
        "Put a domain on the list, or expect more of it, in the words of `mailtui domains add`.",
        "add",
        before_text=True,
    ),
    Command(
        "domain.suggest", ("A",), "Add from the logs", "Choose from the domains that the logs show.", "logs"
    ),
    Command("domain.remove", ("D",), "Remove", "Take the domain off the list; asks first.", "remove"),
    Command("domain.check-all", ("R",), "Check all", "Look at the DNS of all domains now.", "check all"),
    Command(
        "query.edit",
        ("/",),
        "Edit the query",
        "Go to the query line, or to the filter of a list; enter runs it, esc leaves.",
        "query",
        before_text=True,
    ),
    Command("query.failures", ("!",), "Failures only", "Add is:failed to the query, or drop it.", "failed"),
    Command(
        "find.edit",
        ("\\",),
        "Highlight",
        "Mark a word in the results; n and N go to the next.",
        before_text=True,
    ),
    Command("find.next", ("n",), "Next highlight", "Go to the next row with the highlighted word."),
    Command("find.previous", ("N",), "Previous highlight", "Go to the row above with the highlighted word."),
    Command("view.facts", ("p",), "Facts", "Show or hide everything known about the row.", "facts"),
    Command("view.histogram", ("i",), "Enlarge the histogram", "Make the histogram high, or a strip again."),
    Command(
        "view.follow",
        ("f",),
        "Follow",
        "Hold the list still; again: show new lines as they are imported.",
        "follow",
    ),
    Command("view.refresh", ("r",), "Refresh", "Run the query again now; of a domain, look at its DNS now."),
    Command("go.back", ("q",), "Back", "Leave this screen; from the home screen, quit.", "back"),
    Command(
        "go.leave",
        ("escape",),
        "Leave",
        "Leave the innermost: input, panel, highlight; never a screen.",
    ),
    Command("go.earlier", ("[",), "Earlier place", "Go back in the history: the query or message of before."),
    Command("go.later", ("]",), "Later place", "Go forward again in the history."),
    Command("go.last-place", ("-",), "Last place", "Go to and fro between the last two messages."),
    Command("go.triage", ("1",), "Triage", "Go to the Triage screen: what is failing."),
    Command("go.search", ("2",), "Search", "Go to the Search screen."),
    Command("go.trace", ("3",), "Last trace", "Go to the trace that was open last."),
    Command("go.domains", ("5",), "Domains", "Go to the Domains screen: is it us, and what to publish."),
    Command("app.help", ("?",), "Help", "Show what can be done here; type to search.", "help"),
    Command("app.palette", (":", "ctrl+p"), "Command palette", "Find any command by its name and do it."),
    Command(
        "app.print",
        ("L",),
        "Print plainly",
        "Print in full on the plain terminal, to select and copy.",
    ),
    Command("app.mouse", ("M",), "Mouse on or off", "Give the mouse to the terminal, or take it back."),
)

CATALOGUE = {command.id: command for command in _ALL}
"""Every command by its id, in the order of the help."""


def command(identifier: str) -> Command:
    """The command with that id; KeyError when there is none."""
    return CATALOGUE[identifier]
