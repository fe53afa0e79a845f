"""DOMAIN: how it stands, area by area, and what was learnt about it. For lists, the screen and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mailtui.model.enums import ChangeKind, CheckArea, DomainState, Severity
from mailtui.model.finding import Expected, Finding, Record
from mailtui.model.spf import SpfSender, SpfView
from mailtui.model.work import NO_REMARKS, Remarks


@dataclass(frozen=True, slots=True)
class Check:
    """How one check of one target stands. Times are UTC microseconds."""

    area: CheckArea
    target: str
    state: DomainState
    """The last verdict; an answer that is not definite never changes it."""
    since: int
    tried: int
    checked: int | None = None
    """The last definite answer; None when there was none yet."""
    unsure: str = ""
    """Why the last try was not definite; '' when it was. Show a `?` beside the state."""
    unsure_since: int | None = None
    failures: int = 0
    """Definite failures in a row."""
    failing_from: int | None = None
    """When those began."""
    warned_from: int | None = None
    """Since when every definite answer had at least a warning."""
    findings: tuple[Finding, ...] = ()
    """Of the last definite answer. With a state better than these, they are not confirmed yet."""
    fresh: int = 0
    """So many of them, the first, are of the last try, definite or not."""
    seen: tuple[str, ...] | None = None
    """What DNS had, canonical."""
    spf: SpfView | None = None

    @property
    def doubted(self) -> bool:
        """A failure that a second look, ten minutes later, has not confirmed yet."""
        return self.failures > 0 and self.state is not DomainState.FAILING

    def told(self) -> tuple[Finding, ...]:
        """The findings; those that the last try could not confirm say why."""
        if not self.unsure:
            return self.findings
        old = (replace(one, unsure=one.unsure or self.unsure) for one in self.findings[self.fresh :])
        return (*self.findings[: self.fresh], *old)


@dataclass(frozen=True, slots=True)
class Change:
    """A check got another state, or DNS another value."""

    area: CheckArea
    target: str
    time: int
    kind: ChangeKind
    old: str
    """A state, or values joined by a newline; '' when there was none. A stranger's text."""
    new: str


@dataclass(frozen=True, slots=True)
class AreaState:
    """How one area of a domain stands."""

    area: CheckArea
    state: DomainState
    since: int
    unsure: str = ""
    """Why some last try was not definite: show a `?`."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What an imported system says of a domain, or of one area of it."""

    area: CheckArea | None
    """None: of the whole domain."""
    verified: bool
    source: str
    time: int


@dataclass(frozen=True, slots=True)
class Managed:
    """What an imported system keeps about a record that it manages."""

    ttl: int | None = None
    priority: int | None = None
    managed_by: str | None = None
    """The DNS provider."""
    provider_record: str | None = None
    """The record's id there."""
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What an imported system keeps about a domain beside what DNS should say."""

    origin: str | None = None
    """The file it was imported from; None for a person at the terminal."""
    from_name: str | None = None
    reply_to: str | None = None
    bounce_address: str | None = None
    provider_identity: str | None = None
    """Under which name a mail provider knows it, such as an ARN of Amazon SES."""
    deleted: int | None = None
    """When the system took it off its list."""
    managed: Mapping[tuple[str, str], Managed] = field(default_factory=dict)
    """By type and name of the record."""

    def said(self) -> dict[str, str | None]:
        """What there is a column for."""
        names = ("origin", "from_name", "reply_to", "bounce_address", "provider_identity")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain in a list."""

    name: str
    """In its ASCII form."""
    state: DomainState
    since: int
    checked: int | None
    """How old what is known is: the oldest last definite answer of its checks; None before the first."""
    tried: int | None
    areas: tuple[AreaState, ...] = ()
    unsure: str = ""
    """Why some last try was not definite: show a `?`."""
    worst: Finding | None = None
    disagreements: tuple[str, ...] = ()
    """Where an imported system says otherwise than DNS, in words; such rows come first."""
    caused: int | None = None
    """Failed recipients that its set-up may have caused; None where nobody counted."""
    next_check: int | None = None
    id: int = 0
    """Its row in the database."""
    remarks: Remarks = NO_REMARKS
    """What people put on it; the notes in full where one domain was asked for."""

    def area(self, area: CheckArea) -> AreaState | None:
        """How that area stands; None when it was never checked."""
        return next((one for one in self.areas if one.area is area), None)


@dataclass(frozen=True, slots=True)
class DomainDetail:
    """Everything known about one domain."""

    row: DomainRow
    expected: Expected
    checks: tuple[Check, ...] = ()
    """By area and target."""
    changes: tuple[Change, ...] = ()
    """Newest first."""
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Worst first; with `drift` notes of what changed lately."""
    query: str = ""
    """The search for the failures that its set-up may have caused."""

    @property
    def publish(self) -> tuple[Record, ...]:
        """What mends it: each record once, those of failures first."""
        return tuple(dict.fromkeys(record for one in self.findings for record in one.publish))

    @property
    def zone(self) -> str:
        """The records to publish as lines of a zone file."""
        return "\n".join(record.snippet() for record in self.publish)

    @property
    def spf(self) -> SpfView | None:
        """The tree of the SPF record and who passes it."""
        return next((check.spf for check in self.checks if check.spf is not None), None)

    @property
    def logged_ips(self) -> tuple[str, ...]:
        """Addresses that were looked at because its mail leaves from them by the logs."""
        return tuple(
            one.ip for one in (self.spf.senders if self.spf else ()) if one.ip not in self.expected.ips
        )

    @property
    def refused_ips(self) -> tuple[SpfSender, ...]:
        """Sending addresses that do not pass SPF; the others' `via` says which include lets them in."""
        return tuple(one for one in (self.spf.senders if self.spf else ()) if one.result != "pass")


@dataclass(frozen=True, slots=True)
class SenderSetup:
    """What is known of the sending domain of a failure that its set-up may be behind."""

    domain: str
    """The domain on the list: that of the envelope sender or one above it; else the sender's own."""
    state: DomainState | None
    """None when no such domain is on the list."""
    checked: int | None = None
    unsure: str = ""
    findings: tuple[Finding, ...] = ()
    """Those that may be the reason, worst first."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the logs say about a domain that sends through our servers."""

    domain: str
    messages: int
    last_seen: int
    ips: tuple[str, ...] = ()
    """Egress addresses its mail left from, where the log has them (+outgoing_interface)."""
    selectors: tuple[str, ...] = ()
    """DKIM selectors its newest mail was signed with, where the log has them."""
    known: bool = False
    """Already on the list; then only what it lacks is here."""


WORST = (
    DomainState.FAILING,
    DomainState.WARNINGS,
    DomainState.UNKNOWN,
    DomainState.PENDING,
    DomainState.OK,
)
"""States in the order of lists."""


def gravest(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings worst first, otherwise as they are."""
    order = list(Severity)
    return tuple(sorted(findings, key=lambda one: order.index(one.severity)))
