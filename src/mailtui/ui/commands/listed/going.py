"""Where one goes, and what mailtui itself does. Commands `go.*` that have a screen are in the menu too."""

from __future__ import annotations

from mailtui.ui.commands.command import Command

GO = (
    Command("go.back", ("q",), "Back", "Leave this screen; from the home screen, quit.", "back"),
    Command(
        "go.leave",
        ("escape",),
        "Leave",
        "Leave the innermost: input, panel, highlight; never a screen.",
    ),
    Command("go.earlier", ("[",), "Earlier place", "Go back in the history: the query or message of before."),
    Command("go.later", ("]",), "Later place", "Go forward again in the history."),
    Command("go.last-place", ("-",), "Last place", "Go to and fro between the last two queries or messages."),
    Command(
        "go.label", ("'",), "Jump to a row", "Label the rows; typing a label goes there.", before_text=True
    ),
    Command(
        "go.saved",
        ("J",),
        "Jump to a saved search",
        "Choose a saved search and go to its rows.",
        before_text=True,
    ),
    Command("go.menu", ("0",), "Screens", "Choose a screen to go to.", before_text=True),
    Command("go.triage", ("1",), "Triage", "Go to the Triage screen: what is failing."),
    Command("go.search", ("2",), "Search", "Go to the Search screen."),
    Command("go.trace", ("3",), "Last trace", "Go to the trace that was open last."),
    Command("go.campaigns", ("4",), "Campaigns", "Campaigns: every rate, limits, recipients."),
    Command("go.domains", ("5",), "Domains", "Is it us? DNS of our domains, what to mend."),
    Command("go.contacts", ("C",), "Contacts", "Contacts, lists, segments, templates."),
    Command("go.providers", ("7",), "Providers", "Accounts that send: limits, last errors."),
    Command("go.webhooks", ("8",), "Events that failed", "What services sent that was not understood."),
    Command("go.worker", ("W",), "Worker status", "Who reads the logs, how far; jobs, queue."),
    Command("go.threads", ("T",), "Threads", "Conversations: who answered whom."),
    Command("go.suppressions", ("O",), "Suppressions", "Who is not to be mailed, who may soon not."),
    Command("go.audit", ("B",), "Audit", "Who did what here, when, on what and why."),
    Command("go.unrecognised", ("Q",), "Lines not understood", "Log lines that were not understood."),
)

NO_SCREENS = frozenset(
    {"go.back", "go.leave", "go.earlier", "go.later", "go.last-place", "go.label", "go.saved", "go.menu"}
)
"""Commands of this group that go to no screen; the menu of screens has all the others."""

APP = (
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
