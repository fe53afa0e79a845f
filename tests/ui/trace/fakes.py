"""Made-up but realistic traces: what the services would answer for the stories the tests tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC

from tests.ui.acting import FakeActing

from mailtui.errors import NotFoundError
from mailtui.model.diagnosis import After, Diagnosis
from mailtui.model.enums import (
    EventKind,
    FailureClass,
    LogType,
    MessageKind,
    Outcome,
    QueueState,
    Role,
    Side,
    Status,
    Suppress,
)
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.model.outlook import Interval, Outlook
from mailtui.model.precedent import Novelty, Precedent, Success, Volume
from mailtui.model.view import (
    Explained,
    Freeze,
    MessageView,
    Origin,
    RawLine,
    Related,
    RowKey,
    SearchRow,
    Trace,
    TraceEvent,
    TraceThread,
)
from mailtui.ui.words import Look

START = 1_795_166_047 * SECOND
"""2026-11-20 09:14:07 UTC."""
NOW = START + 4 * DAY + 3 * HOUR
LOOK = Look(zone=UTC, now=lambda: NOW)
FULL = (
    "552 5.2.2 <{}>: The email account that you tried to reach is over quota and inactive. "
    "Please direct the recipient to https://support.example.net/mail/?p=OverQuotaPerm"
)


def raw(number: int, text: str, log: LogType = LogType.MAIN) -> RawLine:
    """A line of the main log."""
    return RawLine("/var/log/exim4/mainlog", log, number, number * 190, text.encode())


def event(kind: EventKind, at: int, text: str, **more: object) -> TraceEvent:
    """An event with a raw line that fits it."""
    number = 1200 + at // SECOND % 5000
    line = f"2026-11-20 09:14:07 1xUY2E-000000008IR-2k2P {kind}: {text}"
    return TraceEvent(START + at, kind, text, raw=raw(number, line), **more)  # type: ignore[arg-type]


ARRIVAL = event(
    EventKind.ARRIVAL,
    0,
    "received from client-77.dsl.example.net (192.168.1.5) [203.0.113.77], 1 438 bytes",
    host="client-77.dsl.example.net",
    ip="203.0.113.77",
)


def message(**changes: object) -> MessageView:
    """The head of a message from a customer's mail program."""
    view = MessageView(
        id=1,
        server="mx1",
        queue_id="1xUY2E-000000008IR-2k2P",
        kind=MessageKind.MTA,
        message_id="20261120091402.GA4711@client.ours.example",
        sender="alice@ours.example",
        subject="Quarterly invoice 2026/Q3",
        size=1438,
        received=START,
        first_seen=START,
        last_seen=START + 2 * SECOND,
        completed=START + 2 * SECOND,
        frozen=False,
        client_host="client-77.dsl.example.net",
        client_helo="[192.168.1.5]",
        client_ip="203.0.113.77",
        protocol="esmtpsa",
        auth="plain:alice",
        tls="TLS1.3:TLS_AES_256_GCM_SHA384:256",
        user=None,
        status=Status.ACCEPTED,
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def recipient(address: str, status: Status, number: int = 1, **changes: object) -> SearchRow:
    """A recipient of that message."""
    row = SearchRow(
        key=RowKey(START, 1, number),
        server="mx1",
        queue_id="1xUY2E-000000008IR-2k2P",
        message_id="20261120091402.GA4711@client.ours.example",
        received=START,
        sender="alice@ours.example",
        subject="Quarterly invoice 2026/Q3",
        size=1438,
        recipient=address,
        original=None,
        role=Role.ENVELOPE,
        status=status,
        outcome=outcome_of(status),
        queue_state=QueueState(status) if status in set(QueueState) else QueueState.NONE,
        attempts=1,
        last_attempt=START + SECOND,
        host="mx1.bigmail.example",
        ip="192.0.2.25",
        smtp_code=None,
        enhanced_code=None,
        reply=None,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def outcome_of(status: Status) -> Outcome:
    """The outcome behind a status."""
    return Outcome(status) if status in set(Outcome) else Outcome.UNKNOWN


def accepted(at: int = SECOND, host: str = "mx1.bigmail.example") -> TraceEvent:
    """The next hop said 250."""
    return event(
        EventKind.DELIVERY,
        at,
        f"accepted by {host}: 250 2.0.0 Ok: queued as 5180BC0DBC",
        host=host,
        ip="192.0.2.25",
        smtp_code=250,
        reply="250 2.0.0 Ok: queued as 5180BC0DBC",
        duration=0.412,
    )


def deferred(at: int, *, attempted: bool = True) -> TraceEvent:
    """Greylisted, or not even tried."""
    if not attempted:
        return event(EventKind.DEFERRAL, at, "not tried: retry time not reached", attempted=False)
    reply = "451 4.7.1 Greylisted, please try again in 300 seconds"
    return event(
        EventKind.DEFERRAL,
        at,
        f"deferred by mx.slow.example: {reply}",
        host="mx.slow.example",
        ip="192.0.2.28",
        smtp_code=451,
        enhanced_code="4.7.1",
        reply=reply,
    )


def failed(address: str, at: int = SECOND) -> TraceEvent:
    """A mailbox that is full."""
    reply = FULL.format(address)
    return event(
        EventKind.FAILURE,
        at,
        f"failed at mx1.bigmail.example: {reply}",
        host="mx1.bigmail.example",
        ip="192.0.2.25",
        smtp_code=552,
        enhanced_code="5.2.2",
        reply=reply,
        duration=1.25,
    )


def completed(at: int = 2 * SECOND) -> TraceEvent:
    """The end of a message."""
    return event(EventKind.COMPLETED, at, "completed")


def thread(address: str, status: Status, *events: TraceEvent) -> TraceThread:
    """The thread of a recipient."""
    return TraceThread("recipient", address, outcome_of(status), status, events)


def system(*events: TraceEvent) -> TraceThread:
    """The thread of the message itself."""
    return TraceThread("system", "the message", None, None, events)


def host(name: str, *events: TraceEvent) -> TraceThread:
    """The thread of a host."""
    return TraceThread("host", name, None, None, events)


def plain() -> Trace:
    """One recipient, accepted at once."""
    rows = (recipient("bob@bigmail.example", Status.ACCEPTED),)
    threads = (thread("bob@bigmail.example", Status.ACCEPTED, accepted()), system(ARRIVAL, completed()))
    return Trace(message(), rows, threads)


def bounced() -> Trace:
    """One recipient, refused; the bounce message is known, its further way is not."""
    address = "dave.the.recipient@bigmail.example"
    reply = FULL.format(address)
    row = recipient(address, Status.BOUNCED, smtp_code=552, enhanced_code="5.2.2", reply=reply)
    related = (
        Related("same Message-ID", "mx2", "1xUY2G-00000000Ab1-77Qz", None),
        Related("bounced by", "mx1", "1xUY2F-000000008IS-0a1B", 2, START + 2 * SECOND, "", Status.ACCEPTED),
    )
    threads = (
        thread(address, Status.BOUNCED, failed(address)),
        host("mx1.bigmail.example", failed(address)),
        system(ARRIVAL, completed()),
    )
    return Trace(message(status=Status.BOUNCED), (row,), threads, related)


def alias() -> Trace:
    """A team alias: two children, one accepted and one waiting for a greylisting host."""
    carol = recipient(
        "carol@bigmail.example", Status.ACCEPTED, 2, role=Role.CHILD, original="team@ours.example"
    )
    erin = recipient(
        "erin@slow.example",
        Status.DEFERRED,
        3,
        role=Role.CHILD,
        original="team@ours.example",
        attempts=2,
        host="mx.slow.example",
        smtp_code=451,
        enhanced_code="4.7.1",
        reply="451 4.7.1 Greylisted, please try again in 300 seconds",
    )
    threads = (
        thread("carol@bigmail.example <team@ours.example>", Status.ACCEPTED, accepted()),
        thread(
            "erin@slow.example <team@ours.example>", Status.DEFERRED, deferred(2 * SECOND), deferred(2 * HOUR)
        ),
        system(ARRIVAL),
    )
    view = message(status=Status.DEFERRED, completed=None, last_seen=START + 2 * HOUR)
    return Trace(view, (carol, erin), threads)


def mixed() -> Trace:
    """Twelve recipients: nine accepted, one delivered here, one bounced, one waiting."""
    rows, threads = [], []
    for number in range(1, 10):
        address = f"customer{number:02d}@bigmail.example"
        rows.append(recipient(address, Status.ACCEPTED, number))
        threads.append(thread(address, Status.ACCEPTED, accepted(SECOND)))
    local = event(EventKind.DELIVERY, SECOND, "delivered to the mailbox of bob (local_delivery)")
    for address, status, events in (
        ("bob@ours.example", Status.DELIVERED, (local,)),
        ("full@bigmail.example", Status.BOUNCED, (failed("full@bigmail.example"),)),
        ("erin@slow.example", Status.DEFERRED, (deferred(SECOND), deferred(HOUR))),
    ):
        rows.append(recipient(address, status, len(rows) + 1, attempts=len(events)))
        threads.append(thread(address, status, *events))
    threads.append(host("mx.slow.example", deferred(SECOND), deferred(HOUR)))
    threads.append(system(ARRIVAL))
    view = message(status=Status.PARTIAL, completed=None, last_seen=START + HOUR)
    return Trace(view, tuple(rows), tuple(threads))


def retried() -> Trace:
    """Forty lines of waiting over three days, a third of them real tries; then Exim gives up."""
    address = "erin@slow.example"
    waits = [deferred(2 * SECOND + number * 7 * HOUR // 4, attempted=number % 3 == 0) for number in range(40)]
    end = 73 * HOUR
    gave_up = event(EventKind.FAILURE, end, "failed: retry timeout exceeded")
    row = recipient(
        address,
        Status.EXPIRED,
        attempts=14,
        last_attempt=START + end,
        host="mx.slow.example",
        reply="retry timeout exceeded",
    )
    threads = (
        thread(address, Status.EXPIRED, *waits, gave_up),
        system(ARRIVAL, completed(end + SECOND)),
    )
    view = message(status=Status.EXPIRED, completed=START + end + SECOND, last_seen=START + end + SECOND)
    return Trace(view, (row,), threads)


GREYLISTED = Diagnosis(
    FailureClass.GREYLISTED, Side.THEM, None, False, Suppress.NEVER, None, "greylisted", 0.95, 451, "4.7.1",
    None, "The normal delay of a first contact: keep the same egress IP and wait",
    "451 4.7.1 greylisted, please try again in {n} seconds",
)  # fmt: skip
MAILBOX_FULL = replace(
    GREYLISTED,
    failure_class=FailureClass.MAILBOX_FULL,
    side=Side.RCPT,
    suppress=Suppress.AFTER,
    after=After(3, 30),
    rule="mailbox-full",
    advice="Nothing to fix here: tell the recipient, let retries run",
)


def explained(trace: Trace) -> Trace:
    """The trace with a diagnosis of each failure: a full mailbox, or greylisting."""
    return replace(trace, diagnoses=tuple(_explained(thread) for thread in trace.threads if thread.status))


def _explained(thread: TraceThread) -> Explained | None:
    tries = [event for event in thread.events if event.reply and event.kind is not EventKind.DELIVERY]
    if not tries:
        return None
    meant = MAILBOX_FULL if tries[-1].smtp_code == 552 else GREYLISTED
    return Explained(meant, tries[-1], thread.events[-1])


def foreseen() -> Trace:
    """Mail that was never tried: its cause is on another message, and everything is known about it."""
    address, other = "dan@slow.example", "1tKxyz-0000000017A-9aBc"
    refused = replace(deferred(HOUR), text="deferred by mx.slow.example [192.0.2.9]: Connection refused")
    refused = replace(refused, reply="Connection refused", smtp_code=None, enhanced_code=None, errno=111)
    not_due = deferred(2 * HOUR, attempted=False)
    success = Success(START - 40 * MINUTE, "slow.example", 11, 12)
    precedent = Precedent(
        success,
        Novelty(START, 31, START - 40 * DAY, START - 90 * DAY),
        Volume("slow.example", START, 212, 51.0),
    )
    outlook = Outlook(
        Interval(START + 3 * HOUR, START + 3 * HOUR + 30 * MINUTE),
        Interval(START + 4 * DAY, START + 4 * DAY + 6 * HOUR),
        START,
        (
            "Exim gives up on the host mx.slow.example 4 d after its first failure",
            "a message older than 4 d gets one last try",
            "tries wait for a queue run (each 30 min, assumed)",
            "default rules assumed: * * F,2h,15m; G,16h,1h,1.5; F,4d,6h",
        ),
    )
    meant = replace(
        GREYLISTED,
        failure_class=FailureClass.CONNECT_FAILED,
        side=Side.NET,
        rule="connect-failed",
        advice="Their server or the path to it is down: probe it, wait",
    )
    found = Explained(
        meant, refused, not_due, Origin(2, other), precedent, outlook, ("exim -Mvl 1tKxyz", "exim -M 1tKxyz")
    )
    row = recipient(address, Status.DEFERRED, attempts=0, reply=not_due.reply)
    view = message(status=Status.DEFERRED, completed=None, last_seen=START + 2 * HOUR)
    threads = (thread(address, Status.DEFERRED, not_due), system(ARRIVAL))
    related = (Related("cause on", "mx1", other, 2, START + HOUR),)
    return Trace(view, (row,), threads, related, (found,))


def frozen() -> Trace:
    """A bounce nobody takes: frozen, found frozen by a hundred queue runs."""
    address = "www-data@web3.customer.example"
    reply = f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
    row = recipient(address, Status.FROZEN, sender="", subject=None, smtp_code=550, reply=reply)
    rejected = event(
        EventKind.FAILURE, SECOND, f"failed at mx.customer.example: {reply}", smtp_code=550, reply=reply
    )
    first = event(EventKind.FROZEN, 2 * SECOND, "frozen (delivery error message)")
    found = [
        event(EventKind.FROZEN, number * 30 * MINUTE, "still frozen, not tried", attempted=False)
        for number in range(1, 101)
    ]
    threads = (thread(address, Status.FROZEN, rejected), system(ARRIVAL_OF_BOUNCE, first, *found))
    related = (
        Related(
            "bounce of",
            "mx1",
            "1xUY2D-000000008IQ-1zzX",
            1,
            START - DAY,
            "alice@ours.example",
            Status.BOUNCED,
        ),
    )
    view = message(
        sender="",
        subject=None,
        message_id="E1xUY2E-000000008IR-2k2P@mx1.ours.example",
        completed=None,
        frozen=True,
        client_host=None,
        client_helo=None,
        client_ip=None,
        protocol="local",
        auth=None,
        tls=None,
        user="Debian-exim",
        status=Status.FROZEN,
        last_seen=START + 50 * HOUR,
    )
    return Trace(view, (row,), threads, related)


def held() -> Trace:
    """A message that the system filter froze before anything was tried."""
    address = "bob@ours.example"
    row = recipient(address, Status.FROZEN, attempts=0, last_attempt=None, reply=None)
    freeze = event(EventKind.FROZEN, SECOND, "frozen: by the system filter: held for review")
    found = [
        event(EventKind.FROZEN, number * 30 * MINUTE, "still frozen, not tried", attempted=False)
        for number in range(1, 7)
    ]
    view = message(completed=None, frozen=True, status=Status.FROZEN)
    threads = (thread(address, Status.FROZEN), system(ARRIVAL, freeze, *found))
    typed = ("exim -Mvl 1tKxyz", "exim -Mt 1tKxyz  # changes the queue: thaws it")
    return Trace(view, (row,), threads, (), (None,), freeze=Freeze(freeze, typed))


ARRIVAL_OF_BOUNCE = event(EventKind.ARRIVAL, 0, "made here: the bounce of 1xUY2D-000000008IQ-1zzX")


def headless() -> Trace:
    """The log was rotated away: it begins with a deferral."""
    row = recipient("erin@slow.example", Status.DEFERRED, sender=None, subject=None, received=None, size=None)
    threads = (thread("erin@slow.example", Status.DEFERRED, deferred(0), deferred(HOUR)),)
    view = message(
        sender=None,
        subject=None,
        message_id=None,
        size=None,
        received=None,
        completed=None,
        client_host=None,
        client_helo=None,
        client_ip=None,
        protocol=None,
        auth=None,
        tls=None,
        status=Status.DEFERRED,
        last_seen=START + HOUR,
    )
    return Trace(view, (row,), threads)


def opened() -> Trace:
    """A service tells that it was sent and opened, and nothing in between."""
    row = recipient("ann@rcpt.example", Status.ACCEPTED)
    threads = (thread("ann@rcpt.example", Status.ACCEPTED),)
    view = message(kind=MessageKind.CAMPAIGN, completed=None, status=Status.ACCEPTED)
    return Trace(view, (row,), threads)


HOSTILE = (
    "[/oops][red]x[/red][@click=app.quit]q[/] \x1b[2J\x1b]52;c;AAAA\x07\r\n\t\x00\x9b31m"
    "\u202eevil\u2066\u200b\ufeff\u2028\udcff 日本語e\u0301🚀"
)
"""Markup, escape sequences, bidi, zero-width, undecodable bytes, wide and combining characters at once."""


def hostile(text: str = HOSTILE) -> Trace:
    """The same text in every field that comes from outside."""
    bad = TraceEvent(
        START, EventKind.FAILURE, text, text, text, 550, text, text, 1.0, raw=_hostile_line(text)
    )
    row = recipient(
        text, Status.BOUNCED, server=text, queue_id=text, message_id=text, sender=text, subject=text,
        original=f"{text}@x", host=text, ip=text, enhanced_code=text, reply=text,
    )  # fmt: skip
    view = message(
        server=text, queue_id=text, message_id=text, sender=text, subject=text, client_host=text,
        client_helo=text, client_ip=text, protocol=text, auth=text, tls=text, user=text,
        status=Status.BOUNCED,
    )  # fmt: skip
    waits = tuple(replace(bad, kind=EventKind.DEFERRAL, time=START + n * HOUR) for n in range(1, 5))
    threads = (thread(text, Status.BOUNCED, bad, *waits), host(text, bad), system(bad))
    related = (
        Related(text, text, text, None),
        Related("bounced by", text, text, 2, START, text, Status.QUEUED),
    )
    verdict = replace(GREYLISTED, rule=text, advice=text, template=text, provider=text)
    return Trace(view, (row,), threads, related, (Explained(verdict, bad, waits[-1]),))


def _hostile_line(text: str) -> RawLine:
    return RawLine(text, LogType.MAIN, 1, 0, text.encode("utf-8", "surrogatepass"))


@dataclass
class FakeTracing:
    """Answers from a dictionary; what is not in it is not found."""

    traces: dict[int, Trace]
    asked: list[int] = field(default_factory=list)
    """Every id that was asked for, in order."""

    def find(self, identifier: str) -> Sequence[MessageView]:
        return [trace.message for trace in self.traces.values() if trace.message.queue_id == identifier]

    def trace(self, message_id: int) -> Trace:
        self.asked.append(message_id)
        if message_id not in self.traces:
            raise NotFoundError(
                f"no message {message_id} in the database", "It may have been removed since; search again"
            )
        return self.traces[message_id]


class FakeDesk:
    """A desk that only traces."""

    def __init__(self, *traces: Trace) -> None:
        self.tracing = FakeTracing(dict(enumerate(traces, 1)))
        self.search = None
        self.state = None
        self.acting = FakeActing()
