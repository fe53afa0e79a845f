"""What can be done with the row under the cursor, and with domains."""

from __future__ import annotations

from mailtui.ui.commands.command import Command

ROW = (
    Command(
        "row.open",
        ("enter",),
        "Open",
        "Open what the cursor is on: the incident, the trace, the domain, the recipients of a number.",
        "open",
    ),
    Command(
        "row.incident",
        ("w",),
        "Who else",
        "Go to the incident of this row: who else is hit; of a domain or a campaign, to its failures.",
        "who else",
    ),
    Command("row.campaign", ("b",), "Campaign", "Go to the campaign that this mail belongs to."),
    Command(
        "row.thread",
        ("I",),
        "Conversation",
        "Go to the conversation of this mail: what it answers, what answered it.",
    ),
    Command(
        "row.preflight",
        ("%",),
        "Preflight",
        "Count who of a list or segment can be mailed, and who cannot, and why.",
        "preflight",
    ),
    Command(
        "row.domain",
        ("d",),
        "Sending domain",
        "Go to the domain that this mail was sent from: what DNS says about it, what to publish.",
    ),
    Command(
        "row.person",
        ("h",),
        "Person",
        "Go to the page of this address: contact, lists, campaigns, every mail; of a host, to its mail.",
    ),
    Command(
        "row.state",
        ("m",),
        "State",
        "Set the state of the marks or of this failure: new, open, waiting, resolved or ignored.",
        "state",
        on_marks=True,
    ),
    Command(
        "row.assign",
        ("a",),
        "Take or give back",
        "Assign the marks, or this failure, to me or to nobody.",
        "take",
        on_marks=True,
    ),
    Command("row.fold", ("z",), "Fold or unfold", "Fold or unfold a thread, or tries that are one line."),
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
        "Show why mail failed or waits and what to do, of a person all that is known; pagedown reads on.",
        "why",
    ),
)

JOB = (
    Command("job.cancel", ("K",), "Cancel the job", "End the job under the cursor; asks first.", "cancel"),
)

DOMAIN = (
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
    Command(
        "domain.check-all",
        ("R",),
        "Check all",
        "Look at the DNS of all domains now; of payloads, read all again.",
        "check all",
    ),
)
