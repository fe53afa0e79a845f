"""What the screens ask of the services. `mailtui.services.desk.Desk` answers; tests use a fake.

Every call may block and is made in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mailtui.model.act import AuditView, ChainState, Done, Progress, Steps
    from mailtui.model.domain import DomainDetail, DomainRow, Suggestion
    from mailtui.model.enums import IncidentState, SuppressionReason, SuppressionState
    from mailtui.model.finding import Expected
    from mailtui.model.incident import Incident, Triage
    from mailtui.model.operator import Operator
    from mailtui.model.row_keys import RowKeys
    from mailtui.model.suppression import Failing, SuppressionView, Whom
    from mailtui.model.tags import TagChange
    from mailtui.model.unclear import UnclearKey, UnclearPage
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
    )
    from mailtui.model.work import Carried, NoteView, Place, Remarks, Subject, TagView
    from mailtui.query.tree import Query
    from mailtui.services.domains.wishes import Wish
    from mailtui.services.standing import Standings
    from mailtui.ui.contacting import Contacting
    from mailtui.ui.sending import Accounting, Conversing, Counting, Introducing


class Searching(Protocol):
    """Find messages, recipients and rejections."""

    def page(
        self, query: Query, after: RowKey | None = None, limit: int = 100, *, detailed: bool = False
    ) -> SearchPage:
        """The first rows after a key, in the order of the query. `detailed`: with what lines hold."""

    def total(self, query: Query, limit: int = 10_000) -> Total:
        """How many rows there are, counted up to a limit."""

    def keys(self, query: Query, limit: int) -> RowKeys:
        """The keys of the first `limit` rows, in the order of the query."""

    def rows(self, keys: Sequence[RowKey], *, detailed: bool = False) -> Sequence[SearchRow]:
        """The rows of these keys; rows that are gone are left out. `detailed`: with what lines hold."""

    def details(self, key: RowKey) -> SearchRow | None:
        """One row with all that is known, what only the raw lines hold too; None when it is gone."""

    def lines(self, key: RowKey) -> Sequence[RawLine]:
        """The raw lines of one row: of a rejection the line (and headers) that says so."""

    def proofs(self, keys: Sequence[RowKey]) -> Sequence[RawLine]:
        """The raw lines that prove several rows."""

    def histogram(self, query: Query, buckets: int) -> Histogram:
        """Counts over the time the query spans, in at most `buckets` buckets."""

    def complete(self, text: str, cursor: int, saved: Iterable[str] = ()) -> Sequence[Completion]:
        """What the word at the cursor may become; `saved`: names of saved searches."""


class Tracing(Protocol):
    """Follow one message."""

    def find(self, identifier: str) -> Sequence[MessageView]:
        """The messages of a queue id or a Message-ID."""

    def trace(self, message_id: int) -> Trace:
        """Everything known about a message, by its id in the database."""


class Grouping(Protocol):
    """Know the incidents: failures of one cause."""

    def triage(self) -> Triage:
        """What the home screen shows: open incidents by score, then those recovered in the last 24 hours."""

    def list(self, query_text: str = "", limit: int = 5_000) -> Sequence[Incident]:
        """Incidents with a recipient that matches a query, in the order of triage; '' for all there are."""

    def get(self, incident: int) -> Incident | None:
        """One incident; None when there is none of that id (any more)."""

    def of_row(self, key: RowKey) -> int | None:
        """The id of the incident that a search row belongs to."""

    def newest(self, incident: int) -> RowKey | None:
        """The search row of its newest failure, which stands for all of them."""

    def evidence(self, incident: int, limit: int = 100) -> Sequence[RawLine]:
        """The log lines of its failures, newest first."""


class Acting(Protocol):
    """Change what people decide; all of it or none, told to the audit, undone with `undo`.

    NotAllowedError where `may` says why not; StoreError when the database cannot be written.
    """

    @property
    def operator(self) -> Operator:
        """Who acts; `known_as` is the name of assignees and authors."""

    def may(self, verb: str) -> str | None:
        """Why the operator may not use a verb (state, assign, tag, note, undo, ...); None: they may."""

    def state(
        self,
        subjects: Sequence[Subject],
        state: IncidentState,
        why: str = "",
        progress: Progress | None = None,
    ) -> Done:
        """Decide about incidents and single failures; what is gone is refused, the rest goes on."""

    def assign(
        self, subjects: Sequence[Subject], who: str | None, why: str = "", progress: Progress | None = None
    ) -> Done:
        """Somebody takes them; None gives them back."""

    def tag(
        self,
        subjects: Sequence[Subject],
        expression: str | TagChange,
        why: str = "",
        progress: Progress | None = None,
    ) -> Done:
        """`+vip -todo`: put tags on and take others off."""

    def note(
        self, subjects: Subject | Sequence[Subject], text: str, *, private: bool = False, why: str = ""
    ) -> Done:
        """Write a note, on each of several subjects the same."""

    def edit_note(self, note: int, version: int, text: str, *, private: bool, why: str = "") -> Done:
        """Another text for an own note; NoteChangedError when `version` is not the one of now."""

    def delete_note(self, note: int, version: int | None = None, why: str = "") -> Done:
        """Take an own note away."""

    def record(
        self,
        verb: str,
        subjects: Sequence[Subject] = (),
        why: str = "",
        after: Mapping[str, object] | None = None,
        result: str = "done",
    ) -> None:
        """Write down what changes nothing here, such as an export. It never fails."""

    def suppress(
        self,
        wishes: Sequence[Whom | str],
        reason: SuppressionReason = ...,
        until: int | None = None,
        why: str = "",
    ) -> Done:
        """Mail these addresses or domains no more, or accept that they were proposed."""

    def lift(self, targets: Sequence[str], why: str = "") -> Done:
        """Mail them again, or decline that they were proposed."""

    def undo(self) -> Done:
        """Take back the operator's newest act; NotFoundError when there is none."""

    def redo(self) -> Done:
        """Do again what was taken back last; NotFoundError when there is nothing."""

    def last(self) -> Steps:
        """What `undo` and `redo` would do next."""


class Noting(Protocol):
    """Read notes and tags, as this operator may see them."""

    def of(self, subject: Subject) -> Remarks:
        """The tags and notes on one subject itself, the notes in full."""

    def notes_of(self, subjects: Collection[Subject]) -> Sequence[NoteView]:
        """The notes on some subjects, oldest first."""

    def tags(self) -> Sequence[TagView]:
        """All tags by name, with how many subjects carry each."""

    def carried(self, subjects: Collection[Subject]) -> Sequence[Carried]:
        """The tags on some subjects, each with how many of them carry it."""

    def names(self, subjects: Collection[Subject]) -> Mapping[Subject, str]:
        """What people call each."""

    def places(self, key: RowKey) -> Sequence[Place]:
        """What a note or tag of a search row can be put on; the first is the usual one."""


class Auditing(Protocol):
    """Read what was done, by whom, when and why."""

    def entries(self, query: str = "", limit: int = 200, before: int | None = None) -> Sequence[AuditView]:
        """The newest entries that a query finds, older than the entry `before`; QueryError for no query."""

    def count(self, query: str = "") -> int:
        """How many entries a query finds."""

    def verify(self) -> ChainState:
        """Look through the whole chain."""


class Suppressing(Protocol):
    """Know who is not to be mailed, and who is proposed for it."""

    def list(
        self, text: str = "", states: Sequence[SuppressionState] = ..., limit: int = 1_000
    ) -> Sequence[SuppressionView]:
        """Those in some states (default: proposed and active) with a text in them: proposals first."""

    def of(self, target: str) -> Sequence[SuppressionView]:
        """All there ever was about an address or its domain, what is open first."""

    def failing(self, recipients: Sequence[tuple[int, int]]) -> Sequence[Failing]:
        """The addresses of recipients (message id, number), with what the diagnosis says of each."""


class Checking(Protocol):
    """Know what DNS says of our domains, and look again."""

    def edition(self) -> tuple[int, ...]:
        """Differs when what `rows` says of the domains' checks may differ."""

    def rows(self) -> Sequence[DomainRow]:
        """All domains: disagreements first, then the worst."""

    def detail(self, name: str) -> DomainDetail:
        """Everything about one domain; NotFoundError when it is not on the list."""

    def listed(self, domain: str) -> str | None:
        """The domain of the list that stands for a sending domain: itself or the nearest above it."""

    def add(self, name: str, wish: Wish) -> Expected:
        """Put a domain on the list, or say more of one that is on it; InputError says what cannot be."""

    def remove(self, name: str) -> None:
        """Take a domain off the list; NotFoundError when it is not on it."""

    def suggestions(self) -> Sequence[Suggestion]:
        """Domains that the logs show as senders of ours, and what they show of each."""

    def verify(
        self, names: Sequence[str] | None = None, told: Callable[[DomainDetail], None] | None = None
    ) -> Sequence[DomainDetail]:
        """Look at domains now (None: at all) and keep what is learnt; `told` gets each as it is done.

        When asked to stop it ends soon, with what is done.
        """


class Working(Protocol):
    """Know how reading logs stands: who does it, how far it is, what was not understood."""

    def read(self) -> Standings:
        """Who works, how far each source is, which jobs there are, how the queue was."""

    def unclear(
        self, source: int | None = None, after: UnclearKey | None = None, limit: int = 200
    ) -> UnclearPage:
        """Lines that were not understood, newest first: of one source, or of all."""

    def cancel(self, job: int) -> None:
        """Ask that a job be ended. StoreError when the database cannot be written."""


class Naming(Protocol):
    """Know the saved searches."""

    def is_news(self) -> bool:
        """Whether their file was changed since it was read; costs a `stat`."""

    def names(self) -> Mapping[str, str]:
        """Name to query, in the order of the file; ConfigError when it cannot be read."""

    def problems(self) -> list[str]:
        """What is wrong in the file, each with file and line."""

    def save(self, name: str, query: str) -> bool:
        """Keep a query under a name; whether it took the place of another. UsageError says what cannot be."""


class Stating(Protocol):
    """Know how the database is."""

    def is_news(self) -> bool:
        """Whether a read may tell something new; answers at once, so it may be asked on the ui's thread."""

    def read(self) -> StoreState:
        """Its size, its newest line and its running import."""


class Desk(Protocol):
    """The bundle of services."""

    @property
    def search(self) -> Searching: ...

    @property
    def tracing(self) -> Tracing: ...

    @property
    def state(self) -> Stating: ...

    @property
    def searches(self) -> Naming: ...

    @property
    def incidents(self) -> Grouping: ...

    @property
    def acting(self) -> Acting: ...

    @property
    def place(self) -> str:
        """Which database it is, for what is kept of several."""

    @property
    def notes(self) -> Noting: ...

    @property
    def audit(self) -> Auditing: ...

    @property
    def suppressions(self) -> Suppressing: ...

    @property
    def domains(self) -> Checking: ...

    @property
    def campaigns(self) -> Counting: ...

    @property
    def persons(self) -> Introducing: ...

    @property
    def people(self) -> Contacting: ...

    @property
    def providers(self) -> Accounting: ...

    @property
    def conversations(self) -> Conversing: ...

    @property
    def working(self) -> Working: ...


OpenDesk = Callable[[], Desk]
"""Opens the database; called in a thread after the first paint, because it imports the store."""
