"""The head of a trace: verdict and id first, then who, what, from where, when."""

from __future__ import annotations

from collections import Counter

from mailtui.model.enums import MessageKind, Status
from mailtui.model.moment import SECOND
from mailtui.model.status import WORST_FIRST
from mailtui.model.view import MessageView, SearchRow, Trace
from mailtui.ui import words
from mailtui.ui.remarks import whole
from mailtui.ui.tones import Run
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled
from mailtui.ui.words import Look, Tone

NOT_TOLD = "not told by the service"
ARRIVED = (Status.ACCEPTED, Status.COMPLAINED)


class TraceHead(HeadLines):
    """Shows the head of one trace."""

    def show(self, trace: Trace) -> None:
        """Show the head of this trace."""
        self.put(head_lines(trace, self.look))


def head_lines(trace: Trace, look: Look) -> list[Line]:
    """The rows of the head, the most important first."""
    message = trace.message
    remarks = whole(trace.remarks, look)
    untold = NOT_TOLD if message.is_of_service else "not in the log (log selector +subject)"
    unnamed = NOT_TOLD if message.is_of_service else "no Message-ID in the log"
    lines = [
        _first(trace, look),
        *_people(trace, look),
        *([labelled("tags", *remarks)] if remarks else []),
        labelled("subject", *_known(message.subject, untold)),
        labelled("client", *_client(message)),
        labelled("times", *_times(message, look)),
        labelled("msg-id", *_known(message.message_id, unnamed)),
    ]
    return [*lines, *_related(trace)]


def _first(trace: Trace, look: Look) -> Line:
    message = trace.message
    tone = words.status_tone(message.status)
    left = [
        (f"{words.status_text(message.status, look)}  ", tone),
        (message.queue_id, Tone.STRONG),
        (f" on {message.server}", Tone.PLAIN),
    ]
    return left, [_state(trace, look)]


def _state(trace: Trace, look: Look) -> Run:
    message = trace.message
    quiet = next((row.quiet for row in trace.recipients if row.quiet is not None), None)
    if quiet is not None:
        return f"since {words.short_stamp(quiet.since, look)}: {quiet.reason}", Tone.WAITING
    if message.frozen:
        return "still queued, frozen", Tone.FAILED
    if _is_undated(message):
        return "kept in an archive", Tone.DIM
    if message.completed is not None and (message.is_of_service or message.received is not None):
        return f"completed {words.age(message.completed, look)}", Tone.DIM
    if message.received is None:
        return f"beginning {NOT_TOLD if message.is_of_service else 'not in the log'}", Tone.WAITING
    if message.is_of_service and message.status in ARRIVED:
        return f"arrived, when is {NOT_TOLD}", Tone.DIM
    return f"still queued after {_since(message.received, look)}", Tone.WAITING


def _since(moment: int, look: Look) -> str:
    return words.duration(max(0, look.now() - moment) // SECOND)


def _sender(message: MessageView) -> Run:
    if message.sender is None:
        return f"sender {NOT_TOLD if message.is_of_service else 'not in the log'}", Tone.DIM
    return message.sender or "<> (null sender: a bounce)", Tone.PLAIN


def _people(trace: Trace, look: Look) -> list[Line]:
    """Sender and one recipient on a row; several recipients on their own, counted, worst first."""
    rows, sender = trace.recipients, _sender(trace.message)
    if len(rows) > 1:
        return [labelled("from", sender), labelled("to", *_counted(rows, look))]
    name = rows[0].recipient if rows else None
    to = (name, Tone.PLAIN) if name else ("recipient not in the log", Tone.DIM)
    return [labelled("from", sender, ("  to ", Tone.DIM), to)]


def _counted(rows: tuple[SearchRow, ...], look: Look) -> list[Run]:
    found = Counter(row.status for row in rows)
    runs: list[Run] = [(f"{len(rows)} recipients: ", Tone.PLAIN)]
    for status in (Status.PARTIAL, *WORST_FIRST):
        if status in found:
            text = f"{words.status_symbol(status, look)} {found[status]} {status}  "
            runs.append((text, words.status_tone(status)))
    return runs


def _client(message: MessageView) -> list[Run]:
    helo = message.client_helo
    where = [
        message.client_host,
        f"[{message.client_ip}]" if message.client_ip else None,
        f"auth {message.auth}" if message.auth else None,
        f"user {message.user}" if message.user else None,
    ]
    how = [
        f"HELO {helo}" if helo and helo != message.client_host else None,
        message.protocol,
        message.tls,
    ]
    said = [" ".join(part for part in group if part) for group in (where, how)]
    if not any(said):
        return [(NOT_TOLD if message.is_of_service else "not in the log", Tone.DIM)]
    return [(said[0], Tone.PLAIN), ("  " if said[0] else "", Tone.PLAIN), (said[1], Tone.DIM)]


def _is_undated(message: MessageView) -> bool:
    """Whether it is a letter of an archive that does not say when it was sent."""
    return message.kind is MessageKind.CONVERSATION and message.received is None


def _times(message: MessageView, look: Look) -> list[Run]:
    if _is_undated(message):
        return [("the mail has no Date", Tone.DIM)]
    zone = words.zone_name(message.first_seen, look)
    if message.received is None:
        first = f"first line {words.stamp(message.first_seen, look)} {zone}"
    else:
        first = f"received {words.stamp(message.received, look)} {zone}"
    runs: list[Run] = [(first, Tone.PLAIN)]
    if message.completed is not None:
        start = message.received if message.received is not None else message.first_seen
        took = words.span((message.completed - start) / SECOND)
        runs.append((f", completed after {took}", Tone.PLAIN))
    else:
        runs.append((f", last line {words.age(message.last_seen, look)}", Tone.PLAIN))
    return [*runs, (f"  {words.size(message.size)}" if message.size is not None else "", Tone.DIM)]


_REPORTS = ("bounced by", "bounce of", "reported by")


def _related(trace: Trace) -> list[Line]:
    """The bounce or what it reports, by id; the rest as a count: they stand at the end of the timeline."""
    if not trace.related:
        return []
    bounces = [other for other in trace.related if other.relation in _REPORTS]
    named = ", ".join(f"{other.relation} {other.queue_id}" for other in bounces[:2])
    others = len(trace.related) - len(bounces[:2])
    more = f"{words.count(others, 'more' if named else 'message', 'more' if named else '')}" if others else ""
    text = ", ".join(part for part in (named, more) if part)
    return [labelled("related", (text, Tone.PLAIN), ("  (G goes there)", Tone.DIM))]


def _known(text: str | None, otherwise: str) -> list[Run]:
    return [(text, Tone.PLAIN)] if text else [(otherwise, Tone.DIM)]
