"""DIAGNOSIS: what a failure means. Made by `mailtui.diagnosis`, kept with each attempt and recipient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mailtui.model.enums import Area, FailureClass, Side, Suppress


class Candidate(NamedTuple):
    """Another rule that spoke, and did not win."""

    rule: str
    failure_class: FailureClass
    confidence: float


class After(NamedTuple):
    """So many failures of an address within so many days."""

    times: int
    days: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The verdict on one reply in its context."""

    failure_class: FailureClass
    side: Side
    area: Area | None
    permanent: bool | None
    """None when text and fact disagree, or nothing says."""
    suppress: Suppress
    """`now` is said only by words about the mailbox itself, never by a code alone."""
    after: After | None
    """With `Suppress.AFTER`: how often is enough."""
    rule: str | None
    """Id of the rule that won; None when none matched."""
    confidence: float
    """0 to 1."""
    smtp_code: int | None
    enhanced_code: str | None
    provider: str | None
    """Who runs the other side, by MX host suffix or by the marks of its replies."""
    advice: str
    template: str
    """The reply without what differs from message to message: see `mailtui.diagnosis.template`."""
    candidates: tuple[Candidate, ...] = ()
    """The best of the others, best first."""
    inherits: bool = False
    """The reply names no cause (`retry time not reached`): take that of the newest concrete failure."""

    @property
    def reckoned(self) -> str:
        """The class with how sure it is and by which rule; how sure nothing is, is not said."""
        if self.inherits:
            return f"{self.failure_class}   names no cause; that of the failure before counts"
        by = f"   confidence {self.confidence:.2f}  rule {self.rule}" if self.rule else ""
        return f"{self.failure_class}{by}"
