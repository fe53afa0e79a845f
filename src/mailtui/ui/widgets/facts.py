"""The fact panel: everything known about the row under the cursor, field by field, aligned and wrapped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailtui.model.status import OPEN
from mailtui.model.visible import shown
from mailtui.ui import rendering, words
from mailtui.ui.remarks import note_head, tags_sentence
from mailtui.ui.tones import Page, Run
from mailtui.ui.widgets import columns
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.view import MessageView, Quiet, RawLine, SearchRow, TraceEvent
    from mailtui.model.work import NoteView, Remarks

LABEL = 11
"""Cells of the longest label and the space after it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One field: what it is called here, and what it is. An empty label continues or heads a group."""

    label: str
    text: str
    tone: Tone = Tone.PLAIN


class FactPage(Page):
    """Shows facts; the value column is wrapped, never cut."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.facts: tuple[Fact, ...] = ()

    def show(self, facts: Iterable[Fact]) -> None:
        """Show these facts instead; scrolls to the top when they are others."""
        found = tuple(facts)
        if found != self.facts:
            self.facts = found
            self.rewrap(top=True)

    def lines(self, cells: int) -> list[list[Run]]:
        return [line for fact in self.facts for line in _fact_lines(fact, cells)]


class FactPanel(FactPage):
    """Everything known about the row under the cursor."""


def _fact_lines(fact: Fact, cells: int) -> list[list[Run]]:
    if not fact.label:
        return [[(row, fact.tone)] for row in rendering.wrap(fact.text, cells)]
    rows = rendering.wrap(fact.text, cells - LABEL)
    labels = [fact.label, *[""] * (len(rows) - 1)]
    return [
        [(rendering.fit(label, LABEL), Tone.DIM), (row, fact.tone)]
        for label, row in zip(labels, rows, strict=True)
    ]


def row_facts(row: SearchRow, look: Look = LOCAL) -> list[Fact]:
    """All fields of a search row: the verdict first, then the last attempt, then the message."""
    row = shown(row)
    rejected = row.key.is_rejection
    return _known(
        Fact("recipient", row.recipient if row.recipient is not None else "not named in the log"),
        Fact("status", words.status_text(row.status, look), words.status_tone(row.status)),
        Fact("since", "" if row.quiet is None else _quiet(row.quiet, look)),
        Fact("reply", _reply(row.smtp_code, row.enhanced_code, row.reply)),
        Fact("class", row.failure_class or ""),
        Fact("side", "" if row.side is None else columns.side_text(row.side)),
        *remark_facts(row.remarks, look),
        Fact("via alias", row.original or ""),
        Fact("outcome", words.outcome_sentence(row.outcome, row.host)),
        Fact("queue", str(row.queue_state)),
        Fact("tries", "" if rejected else str(row.attempts)),
        Fact("last try", _when(row.last_attempt, look)),
        Fact("client" if rejected else "host", _host(row.host, row.ip)),
        Fact("sender", _sender(row.sender)),
        Fact("subject", row.subject or ""),
        Fact("size", words.size(row.size) if row.size is not None else ""),
        Fact("refused" if rejected else "received", _when(row.received, look)),
        Fact("queue id", row.queue_id or ""),
        Fact("server", row.server),
        Fact("Message-ID", row.message_id or ""),
        Fact("role", str(row.role)),
        Fact("row id", row.id),
    )


def remark_facts(remarks: Remarks, look: Look = LOCAL) -> list[Fact]:
    """Tags, and the notes in full."""
    notes = [Fact("note", f"{note_head(note, look)}:\n{note.text}") for note in remarks.notes]
    return _known(Fact("tags", tags_sentence(remarks.tags), Tone.TAG), *notes)


def note_facts(note: NoteView, look: Look = LOCAL) -> list[Fact]:
    """A note, whole."""
    return [Fact("note", note_head(note, look), Tone.STRONG), Fact("", ""), Fact("", note.text)]


def event_facts(event: TraceEvent, look: Look = LOCAL) -> list[Fact]:
    """All fields of one event of a trace."""
    event = shown(event)
    reply = event.reply if event.reply and event.reply not in event.text else ""
    code = " ".join(str(part) for part in (event.smtp_code, event.enhanced_code) if part)
    duration = "" if event.duration is None else words.duration(event.duration)
    return _known(
        Fact("event", str(event.kind).replace("_", " "), Tone.STRONG),
        Fact("time", _when(event.time, look, fraction=True) or "not in the line"),
        Fact("", ""),
        Fact("says", event.text),
        Fact("reply", reply),
        Fact("code", code),
        Fact("host", _host(event.host, event.ip)),
        Fact("took", duration),
        Fact("tried", "" if event.attempted else "no: its retry time had not come"),
        *(
            []
            if event.raw is None
            else [Fact("line", place(event.raw)), Fact("log", str(event.raw.log_type))]
        ),
    )


def message_facts(message: MessageView, look: Look = LOCAL) -> list[Fact]:
    """All fields of the head of a trace."""
    message = shown(message)
    return _known(
        Fact("queue id", message.queue_id, Tone.STRONG),
        Fact("status", words.status_text(message.status, look), words.status_tone(message.status)),
        Fact("server", message.server),
        Fact("sender", _sender(message.sender)),
        Fact("subject", message.subject or ""),
        Fact("Message-ID", message.message_id or ""),
        Fact("size", words.size(message.size) if message.size is not None else ""),
        Fact("received", _when(message.received, look) or _not_received(message)),
        Fact("first line", _when(message.first_seen, look)),
        Fact("last line", _when(message.last_seen, look)),
        Fact("completed", _when(message.completed, look) or _not_completed(message)),
        Fact("frozen", "yes: Exim does not try any more by itself" if message.frozen else ""),
        Fact("client", _host(message.client_host, message.client_ip)),
        Fact("HELO", message.client_helo or ""),
        Fact("protocol", message.protocol or ""),
        Fact("auth", message.auth or ""),
        Fact("TLS", message.tls or ""),
        Fact("user", message.user or ""),
        Fact("kind", str(message.kind)),
    )


def _not_completed(message: MessageView) -> str:
    return "not told by the service" if message.is_of_service and message.status not in OPEN else "no"


def _not_received(message: MessageView) -> str:
    return "not told by the service" if message.is_of_service else "not in the log: it begins later"


def place(raw: RawLine) -> str:
    """Where a log record stands: `/var/log/exim4/mainlog:1204`."""
    return f"{raw.path}:{raw.line_number}"


def _quiet(quiet: Quiet, look: Look) -> str:
    return f"{_when(quiet.since, look)}: {quiet.reason}"


def _known(*facts: Fact) -> list[Fact]:
    return [fact for fact in facts if fact.text or not fact.label]


def _when(moment: int | None, look: Look, *, fraction: bool = False) -> str:
    if moment is None:
        return ""
    stamp = words.stamp(moment, look, fraction=fraction)
    return f"{stamp} {words.zone_name(moment, look)}, {words.age(moment, look)}"


def _sender(sender: str | None) -> str:
    if sender is None:
        return "not in the log"
    return sender or "<> (null sender: a bounce)"


def _host(host: str | None, ip: str | None) -> str:
    return " ".join(part for part in (host, f"[{ip}]" if ip else "") if part)


def _reply(code: int | None, enhanced: str | None, reply: str | None) -> str:
    """The reply as it was said; the codes before it where it does not say them itself."""
    said = reply or ""
    missing = [str(part) for part in (code, enhanced) if part is not None and str(part) not in said]
    return " ".join([*missing, said]).strip()
