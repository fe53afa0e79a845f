"""A desk in memory: rows made from their number, so that 100 000 of them cost nothing until they are read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from tests.ui.acting import FakeActing
from tests.ui.audit import FakeAudit
from tests.ui.campaigns_fake import FakeCampaigns
from tests.ui.domains import FakeDomains
from tests.ui.incidents import FakeIncidents
from tests.ui.notes import FakeNotes

from mailtui.errors import NotFoundError
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
)
from mailtui.model.moment import MINUTE, SECOND
from mailtui.model.row_keys import RowKeys
from mailtui.model.view import (
    Completion,
    Histogram,
    MessageView,
    RawLine,
    RowKey,
    SearchPage,
    SearchRow,
    StoreState,
    Total,
    Trace,
    TraceEvent,
    TraceThread,
)
from mailtui.query import candidates
from mailtui.query.tree import And, Choice, Domain, Not, Query, Saved, Term, Text
from mailtui.services.searches import Searches

NOON = 1_795_262_400 * SECOND
"""2026-11-21 12:00:00 UTC: what the frozen clock of the tests says."""

HOSTILE = (
    "[red]",
    "[/oops]",
    "[@click=app.quit]press[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;cm0gLXJm\x07",
    "a\u202eb\u2066c",
    "zero\u200bwidth\ufeff",
    "tab\tnew\nline\rback\x08",
    "\x9b31m\x85",
    "日本語のメール",
    "e\u0301\u0327",
    "\udcff\udc80",
    "$error",
    "\\[x]",
)
"""What strangers write."""

PEOPLE = ("bob", "alice", "carol.long.name", "info", "d")
DOMAINS = ("gmail.com", "example.org", "outlook.com", "mail.some-quite-long-domain.example")
CASES = (
    (Status.DELIVERED, 250, "2.0.0", "OK id=1tKxyz-000000001AB-2cD"),
    (Status.DELIVERED, 250, "2.0.0", "Ok: queued as 4XyZ12"),
    (Status.BOUNCED, 550, "5.1.1", "The email account that you tried to reach does not exist"),
    (Status.DEFERRED, 451, "4.7.1", "Greylisted, try again in 300 seconds"),
    (Status.DELIVERED, 250, None, "queued"),
    (Status.BLOCKED, 550, "5.7.1", "part of their network is on our block list (S3140)"),
    (Status.QUEUED, None, None, None),
    (Status.REJECTED, 550, None, "relay not permitted"),
)
WHY = {
    Status.BOUNCED: (FailureClass.RECIPIENT_UNKNOWN, Side.RCPT),
    Status.DEFERRED: (FailureClass.GREYLISTED, Side.THEM),
    Status.BLOCKED: (FailureClass.PROVIDER_BLOCK, Side.US),
}


def make_row(number: int) -> SearchRow:
    """Row `number` of the fake database, newest first; every eighth is a rejection."""
    status, code, enhanced, reply = CASES[number % len(CASES)]
    rejection = status is Status.REJECTED
    key = RowKey(
        NOON - number * 37 * SECOND, 0 if rejection else 1_000_000 - number, number if rejection else 1
    )
    domain = DOMAINS[number // 3 % len(DOMAINS)]
    failure_class, side = WHY.get(status, (None, None))
    return SearchRow(
        key=key,
        server="mx1",
        queue_id=None if rejection else f"1tKxy{number % 10}-00000000{number % 100:02}B-2cD",
        message_id=f"{number}@shop.example",
        received=key.time,
        sender="" if number % 11 == 0 else f"news{number % 7}@shop.example",
        subject=f"Order {number}",
        size=1200 + number,
        recipient=f"{PEOPLE[number % len(PEOPLE)]}@{domain}",
        original=None,
        role=Role.ENVELOPE,
        status=status,
        outcome=Outcome(status) if status.value in set(Outcome) else Outcome.UNKNOWN,
        queue_state=QueueState.DEFERRED if status is Status.DEFERRED else QueueState.NONE,
        attempts=0 if rejection else 1 + number % 4,
        last_attempt=key.time + SECOND,
        host=f"mx{number % 3}.{domain}" if code else None,
        ip=f"192.0.2.{number % 250}" if code else None,
        smtp_code=code,
        enhanced_code=enhanced,
        reply=reply,
        failure_class=failure_class,
        side=side,
    )


def make_hostile(number: int) -> SearchRow:
    """A row whose every text was written by a stranger with bad intentions."""

    def word(step: int) -> str:
        return HOSTILE[(number + step) % len(HOSTILE)]

    return replace(
        make_row(number),
        server=word(0),
        queue_id=word(1),
        message_id=word(2),
        sender=word(3) + "@a.example",
        subject=word(4),
        recipient=word(5) + "@b.example",
        original=word(6),
        host=word(7),
        ip=word(8),
        enhanced_code=word(9),
        reply=f"{word(10)}\n{word(11)}",
    )


def accepts(query: Query) -> Callable[[SearchRow], bool]:
    """A few conditions, enough for the tests: is:failed, status:, to:, and texts."""

    def node(part: object, row: SearchRow) -> bool:
        match part:
            case None:
                return True
            case And(children):
                return all(node(child, row) for child in children)
            case Saved(_, child):
                return node(child, row)
            case Not(child):
                return not node(child, row)
            case Term("is", (Choice("failed"),)):
                return row.status in (Status.BOUNCED, Status.BLOCKED, Status.REJECTED)
            case Term("is", (Choice("open"),)):
                return row.status in (Status.DEFERRED, Status.QUEUED)
            case Term("is", (Choice("unfiled"),)):
                return row.status in (Status.BOUNCED, Status.DEFERRED, Status.BLOCKED)
            case Term("state", values):
                return row.state is not None and any(row.state == value.word for value in values)
            case Term("inc", _):
                return row.status is Status.BLOCKED
            case Term("status", values):
                return any(row.status == value.word for value in values)
            case Term("to", (Domain(name),)):
                return (row.recipient or "").endswith(f"@{name}")
            case Term(_, (Text(text), *_)):
                return text.lower() in f"{row.recipient} {row.sender} {row.reply}".lower()
        return False

    return lambda row: node(query.where, row)


FOUND: dict[object, list[int]] = {}
"""What queries find among rows that are the same in all tests."""


@dataclass
class FakeSearch:
    """Counts how many rows were read; can be made slow (`gate`) or broken (`error`)."""

    count: int = 100_000
    make: Callable[[int], SearchRow] = make_row
    rows_read: int = 0
    asked: list[str] = field(default_factory=list)
    error: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    _numbers: dict[RowKey, int] = field(default_factory=dict)
    _found: dict[object, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.gate.set()

    def _matching(self, query: Query) -> list[int]:
        if query.where is None:
            return list(range(self.count))
        found = FOUND if self.make in (make_row, make_hostile) else self._found
        if (place := (query, self.count, self.make, accepts)) not in found:
            test = accepts(query)
            found[place] = [number for number in range(self.count) if test(self.make(number))]
        return found[place]

    def _wait(self) -> None:
        self.gate.wait(10)
        if self.error is not None:
            raise self.error

    def _key(self, number: int) -> RowKey:
        key = RowKey(NOON - number * 37 * SECOND, 0, number)
        if number % 8 != 7:
            key = RowKey(key.time, 1_000_000 - number, 1)
        self._numbers[key] = number
        return key

    def page(
        self, query: Query, after: RowKey | None = None, limit: int = 100, *, detailed: bool = False
    ) -> SearchPage:
        self.asked.append(str(query))
        self._wait()
        numbers = self._matching(query)
        keys = [self._key(number) for number in numbers[:limit]]
        rows = tuple(self.rows(keys))
        return SearchPage(rows, keys[-1] if len(numbers) > limit else None)

    def total(self, query: Query, limit: int = 10_000) -> Total:
        self._wait()
        found = len(self._matching(query))
        return Total(min(found, limit), found <= limit)

    def keys(self, query: Query, limit: int) -> RowKeys:
        self._wait()
        return RowKeys([self._key(number) for number in self._matching(query)[:limit]])

    def rows(self, keys: Sequence[RowKey], *, detailed: bool = False) -> list[SearchRow]:
        self._wait()
        self.rows_read += len(keys)
        return [self.make(self._numbers[key]) for key in keys]

    def details(self, key: RowKey) -> SearchRow | None:
        return self.rows([key])[0]

    def lines(self, key: RowKey) -> list[RawLine]:
        row = self.rows([key])[0]
        text = f"2026-11-20 12:00:00 H=bot [192.0.2.9] rejected RCPT <{row.recipient}>: {row.reply}"
        return [RawLine("/var/log/exim4/mainlog", LogType.MAIN, 7, 700, text.encode())]

    def proofs(self, keys: Sequence[RowKey]) -> list[RawLine]:
        return [line for key in keys for line in self.lines(key)]

    def histogram(self, query: Query, buckets: int) -> Histogram:
        self._wait()
        good = tuple(5 + number % 17 for number in range(buckets))
        return Histogram(NOON - buckets * MINUTE, MINUTE, good, (1,) * buckets, (0,) * buckets)

    def complete(self, text: str, cursor: int, saved: Iterable[str] = ()) -> list[Completion]:
        found = candidates(text, cursor, saved)
        return [Completion(item.text, item.help, 1204 + place) for place, item in enumerate(found.items)]


@dataclass
class FakeTracing:
    """Every message has one recipient, one delivery and one line."""

    make: Callable[[int], SearchRow] = make_row

    def find(self, identifier: str) -> list[MessageView]:
        return []

    def trace(self, message_id: int) -> Trace:
        if message_id < 0:
            raise NotFoundError("no message has that id", "look for its queue id")
        row = self.make(1_000_000 - message_id)
        raw = RawLine(
            "/var/log/exim4/mainlog", LogType.MAIN, 7, 700, f"{row.queue_id} => {row.recipient}".encode()
        )
        event = TraceEvent(row.key.time, EventKind.DELIVERY, f"delivered by {row.host}", row.host, raw=raw)
        thread = TraceThread("recipient", row.recipient or "", row.outcome, row.status, (event,))
        return Trace(_view(row, message_id), (row,), (thread,))


def _view(row: SearchRow, message_id: int) -> MessageView:
    return MessageView(
        id=message_id,
        server=row.server,
        queue_id=row.queue_id or "",
        kind=MessageKind.MTA,
        message_id=row.message_id,
        sender=row.sender,
        subject=row.subject,
        size=row.size,
        received=row.received,
        first_seen=row.key.time,
        last_seen=row.key.time,
        completed=row.key.time,
        frozen=False,
        client_host=None,
        client_helo=None,
        client_ip=None,
        protocol="esmtps",
        auth=None,
        tls=None,
        user=None,
        status=row.status,
    )


@dataclass
class FakeState:
    """What the database says of itself; tests put another value in to import something."""

    value: StoreState = field(default_factory=lambda: StoreState(310_422, 100_000, NOON - 3 * MINUTE))

    def is_news(self) -> bool:
        return True

    def read(self) -> StoreState:
        return self.value


@dataclass
class FakeDesk:
    """The bundle."""

    search: FakeSearch = field(default_factory=FakeSearch)
    tracing: FakeTracing = field(default_factory=FakeTracing)
    state: FakeState = field(default_factory=FakeState)
    searches: Searches = field(default_factory=lambda: Searches(None))
    incidents: FakeIncidents = field(default_factory=FakeIncidents)
    domains: FakeDomains = field(default_factory=FakeDomains)
    campaigns: FakeCampaigns = field(default_factory=FakeCampaigns)
    acting: FakeActing = field(default_factory=FakeActing)
    audit: FakeAudit = field(default_factory=FakeAudit)
    notes: FakeNotes = field(default_factory=FakeNotes)
    place: str = "fake"

    def __post_init__(self) -> None:
        self.acting.incidents = self.incidents
