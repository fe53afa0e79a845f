"""INCIDENT: all failures of one cause, as lists and screens show it. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

from mailtui.model.enums import Area, FailureClass, IncidentState, Phase, Side, Urgency
from mailtui.model.work import NO_REMARKS, Remarks


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident. Times are UTC microseconds; texts may be hostile."""

    id: int
    failure_class: FailureClass
    side: Side
    area: Area | None
    provider: str
    """Who runs the hosts that refuse (the recipient's domain where a failure names no host)."""
    host: str | None
    """The host that said it last; None where a failure names none."""
    server: str
    egress: str
    """Our address of the connection; '' where the log has none."""
    phase: Phase
    template: str
    """The reply without what differs from message to message."""
    sample_reply: str
    """The newest reply of this kind, whole."""
    rule: str | None
    confidence: float
    onset: int
    """First failure of this kind after the last success at the destination."""
    opened: int
    recovered: int | None
    reopened: int | None
    first_seen: int
    last_seen: int
    failures: int
    messages: int
    recipients: int
    """People affected: distinct addresses."""
    waiting: int
    """Recipients of it whose mail is still in the queue."""
    next_bounce: int | None
    """When the first of those that wait is given up, as far as the retry rules tell."""
    severity: Urgency
    score: float
    """What triage sorts by: people affected x time left x novelty."""
    state: IncidentState
    assignee: str | None
    previous: int | None
    """The incident of the same signature before this one."""
    hours: tuple[int, ...] = ()
    """Failures of the last 24 hours, one number an hour, oldest first."""
    recipient: str | None = None
    """The one address that it is about: it fails for a day. None when it is about many."""
    remarks: Remarks = NO_REMARKS
    """What people put on it."""

    @property
    def signature(self) -> str:
        """Destination, class, phase and template in one line: what makes it one incident."""
        where = f" from {self.egress}" if self.egress else ""
        return (
            f"{self.provider}{where} via {self.server}: {self.failure_class} at {self.phase}: {self.template}"
        )


@dataclass(frozen=True, slots=True)
class Triage:
    """What the home screen shows beside its rows."""

    incidents: tuple[Incident, ...]
    """Open ones first, by score."""
    unfiled: int
    """Recipients that fail or wait and fit no open incident."""
    last_failure: int | None
    undiagnosed: int = 0
    """Failures that have no cause yet (an older database): `mailtui diagnose --all` finds them."""
