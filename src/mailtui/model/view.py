"""What services answer and screens show: rows, pages, traces. Plain values, no database, no widget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mailtui.model.enums import (
    EventKind,
    FailureClass,
    IncidentState,
    LogType,
    MessageKind,
    Outcome,
    Phase,
    QueueState,
    Role,
    Side,
    Status,
)
from mailtui.model.work import NO_REMARKS, Remarks

if TYPE_CHECKING:
    from mailtui.model.diagnosis import Diagnosis
    from mailtui.model.domain import SenderSetup
    from mailtui.model.engaged import Engaged
    from mailtui.model.outlook import Outlook
    from mailtui.model.precedent import Precedent


class RowKey(NamedTuple):
    """The place of a search row: newest first by `time`, then stable. Rows page by it (keyset)."""

    time: int
    """UTC microseconds: when the message was received (or first seen), or refused."""
    owner: int
    """Message id in the database; 0 for a rejection."""
    number: int
    """Recipient number within the message, or the rejection's id."""

    @property
    def is_rejection(self) -> bool:
        return self.owner == 0


class Quiet(NamedTuple):
    """Why the status of mail that waits by its log is shown as unknown."""

    since: int
    """Time of its last line, UTC microseconds."""
    gone: bool
    """It is not on the queue any more; else only the log went on without it."""

    @property
    def reason(self) -> str:
        """What is known, without the time."""
        return "it is not on the queue any more" if self.gone else "the log goes on without it"


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One recipient of one message, or one rejection."""

    key: RowKey
    server: str
    queue_id: str | None
    message_id: str | None
    """RFC 5322 Message-ID."""
    received: int | None
    sender: str | None
    """Envelope sender, '' for the null sender, None when the log does not say."""
    subject: str | None
    size: int | None
    recipient: str | None
    """None when the log names no recipient (yet)."""
    original: str | None
    """The envelope recipient that an alias turned into `recipient`."""
    role: Role
    status: Status
    outcome: Outcome
    queue_state: QueueState
    attempts: int
    last_attempt: int | None
    host: str | None
    ip: str | None
    smtp_code: int | None
    enhanced_code: str | None
    reply: str | None
    failure_class: FailureClass | None = None
    """Why it failed or waits; None where it came to a good end, and for a rejection."""
    side: Side | None = None
    """Whose doing that is."""
    quiet: Quiet | None = None
    """Set when it waits by its log, but nothing is heard of it."""
    state: IncidentState | None = None
    """What people decided about this failure by itself; None: nothing yet, or about its incident only."""
    assignee: str | None = None
    """Who takes this failure by itself."""
    remarks: Remarks = NO_REMARKS
    """What people put on its message, its recipient or its addresses."""
    engaged: Engaged | None = None
    """What the recipient did, where a sending service tells it."""

    @property
    def kind(self) -> str:
        return "rejection" if self.key.is_rejection else "delivery"

    @property
    def id(self) -> str:
        """The row's lasting name: `d123.1` is recipient 1 of message 123, `r7` is rejection 7."""
        return f"r{self.key.number}" if self.key.is_rejection else f"d{self.key.owner}.{self.key.number}"


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows a query has; above the limit of counting only `more than value` is known."""

    value: int
    exact: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Rows newest first; `after` is the key to ask the next page with, None at the end."""

    rows: tuple[SearchRow, ...]
    after: RowKey | None


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts over time: `good`, `waiting` and `failed` rows per bucket of `step` microseconds."""

    start: int
    step: int
    good: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RawLine:
    """A log record as it was written, and where."""

    path: str
    log_type: LogType
    line_number: int
    """1-based number of the record's first physical line in the (uncompressed) file."""
    offset: int
    """Byte position in the (uncompressed) file."""
    data: bytes
    """The record without its last newline; rejectlog records hold several lines."""


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A log record by itself, of no message or whatever message."""

    time: int
    """UTC microseconds; of a line without a stamp that of the line before."""
    raw: RawLine


@dataclass(frozen=True, slots=True)
class TraceEvent:
    """One thing that happened to a message."""

    time: int | None
    kind: EventKind
    text: str
    """One plain sentence: 'deferred by mx1.example: 451 4.7.1 greylisted'."""
    host: str | None = None
    ip: str | None = None
    smtp_code: int | None = None
    enhanced_code: str | None = None
    reply: str | None = None
    duration: float | None = None
    """Seconds (DT=)."""
    attempted: bool = True
    raw: RawLine | None = None
    copies: tuple[RawLine, ...] = ()
    """The same event as other logs have it: the reject or panic log, a syslog file."""
    phase: Phase | None = None
    """How far the session had come."""
    errno: int | None = None
    """The number in `defer (N)`: positive = the system's errno, negative = Exim's own."""
    entry: int | None = None
    """Id of its log entry in the database."""


@dataclass(frozen=True, slots=True)
class TraceThread:
    """The events of one recipient, of one host, or of the message as a whole."""

    kind: str
    """recipient, host or system."""
    name: str
    outcome: Outcome | None
    status: Status | None
    events: tuple[TraceEvent, ...]


class Origin(NamedTuple):
    """The message whose failure is the cause, where that is another one."""

    message: int
    """Its id in the database."""
    queue_id: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a recipient failed or waits, and the events that say so."""

    diagnosis: Diagnosis
    proof: TraceEvent
    """The newest event that names a cause."""
    last: TraceEvent
    """The last word on the recipient; another than the proof when it names no cause itself."""
    origin: Origin | None = None
    """Set when the proof is of another message."""
    precedent: Precedent | None = None
    """What came before; None when nobody looked."""
    outlook: Outlook | None = None
    """What comes next; None when the recipient does not wait."""
    commands: tuple[str, ...] = ()
    """Command lines for a shell on the server, quoted; never run by mailtui."""
    setup: SenderSetup | None = None
    """What DNS says of the sender's domain; None where that cannot be the reason."""

    @property
    def inherited(self) -> bool:
        return self.proof is not self.last


@dataclass(frozen=True, slots=True)
class Freeze:
    """That a message is frozen, by the newest line that froze it, and what to type."""

    event: TraceEvent | None
    """None when that line is in no imported log."""
    commands: tuple[str, ...] = ()
    """As those of an explanation."""

    @property
    def reason(self) -> str:
        """`frozen: by the system filter: held for review`; may be hostile."""
        return self.event.text if self.event else "frozen: the line that says why is not in the log"


@dataclass(frozen=True, slots=True)
class Related:
    """Another message that hangs on this one."""

    relation: str
    """'cause on', 'bounce of', 'bounced by', 'reported by', 'same Message-ID', 'next hop', 'previous hop'.

    'answers' and 'answered by' are of its conversation. 'reported by': nobody's delivery had failed yet, so
    the report is no bounce but a warning of delay.
    """
    server: str
    queue_id: str
    message: int | None
    """Database id; None when the log of that message was never imported."""
    received: int | None = None
    sender: str | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class MessageView:
    """The head of a trace."""

    id: int
    server: str
    queue_id: str
    kind: MessageKind
    message_id: str | None
    sender: str | None
    subject: str | None
    size: int | None
    received: int | None
    """None when the beginning of the message is not in any imported log."""
    first_seen: int
    last_seen: int
    completed: int | None
    frozen: bool
    client_host: str | None
    client_helo: str | None
    client_ip: str | None
    protocol: str | None
    auth: str | None
    tls: str | None
    user: str | None
    status: Status

    @property
    def is_of_service(self) -> bool:
        """Whether a sending service or an archive tells of it, and no log."""
        return self.kind in (MessageKind.CAMPAIGN, MessageKind.TRANSACTIONAL, MessageKind.CONVERSATION)


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything known about one message."""

    message: MessageView
    recipients: tuple[SearchRow, ...]
    threads: tuple[TraceThread, ...]
    related: tuple[Related, ...] = ()
    diagnoses: tuple[Explained | None, ...] = ()
    """One for each recipient, None where there is nothing to explain; empty when nobody was asked."""
    undiagnosed: str = ""
    """Why failures could not be explained, such as an error in the operator's rules."""
    freeze: Freeze | None = None
    """None when the message is not frozen."""
    conversation: int | None = None
    """Of which it is a letter; None when no mail of it was imported."""
    remarks: Remarks = NO_REMARKS
    """What people put on the message, its recipients and their addresses; the notes in full."""

    def diagnosed(self) -> Iterator[tuple[TraceThread, Explained | None]]:
        """Every thread with its diagnosis: threads of recipients come in the order of the recipients."""
        found = iter(self.diagnoses)
        for thread in self.threads:
            yield thread, next(found, None) if thread.kind == "recipient" else None


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing the query bar can complete to."""

    text: str
    """What replaces the word at the cursor."""
    help: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far the running import is; kept in the database so that every screen sees it."""

    file: str
    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    lines: int
    lines_per_second: float
    unrecognised: int
    seconds: float = 0.0
    """Since it began; with `bytes_done` that gives the speed and the time left."""

    @property
    def bytes_per_second(self) -> float:
        """Bytes on the disk, so compressed ones count little."""
        return self.bytes_done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the speed so far; None when the end is not known."""
        if not (self.bytes_total and self.bytes_done and self.seconds):
            return None
        return max(0.0, (self.bytes_total - self.bytes_done) / self.bytes_per_second)


@dataclass(frozen=True, slots=True)
class StoreState:
    """What the status line shows about the database and its worker."""

    lines: int
    messages: int
    newest: int | None
    """Time of the newest line, UTC microseconds."""
    progress: ImportProgress | None = None
    worker: str | None = None
    """Who writes facts, such as 'service, pid 812 on mx1', or None when nobody does."""
    doing: str = ""
    """What the worker does, such as 'following 3 logs'."""
    notes: tuple[str, ...] = field(default=())
    """Short words of warning, such as '3 lines not understood'."""
    acts: int = 0
    """Differs when people decided, noted or tagged something."""

    @property
    def size(self) -> tuple[int, int]:
        """Differs when something was imported; lines or mail, since services and archives have no lines."""
        return self.lines, self.messages

    @property
    def written(self) -> tuple[object, ...]:
        """Differs when anybody wrote what is shown; what only time changes is left out."""
        return self.size, self.acts, self.progress, self.worker, self.doing
