"""SUPPRESSION: an address or a domain that is not to be mailed. Plain values; texts may be hostile."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from mailtui.errors import UsageError
from mailtui.model.enums import SubjectKind, Suppress, SuppressionReason, SuppressionState
from mailtui.model.work import Subject

ERASED = "erased:"
"""What the target begins with that stands for an address that was erased: `store.persons.hashed`."""
_PLAIN = r"[^\x00-\x20\x7f@<>,;]"
_DOMAIN = re.compile(rf"{_PLAIN}{{1,250}}\.{_PLAIN}{{2,63}}")
_WAS_ERASED = re.compile(rf"{ERASED}[0-9a-f]{{32}}")
_ADDRESS = re.compile(rf"(?:{_PLAIN}{{1,256}}|\"[^\"\x00-\x1f]{{1,254}}\")@{_PLAIN}{{1,255}}")


class Whom(NamedTuple):
    """Whom somebody wants suppressed, and the failure that it comes from, if any."""

    target: str
    subject: Subject | None = None
    cause: str = ""


class Failing(NamedTuple):
    """A recipient of some rows, with what its failure says of suppressing it."""

    target: str
    subject: Subject
    cause: str
    suppress: Suppress | None
    """What the diagnosis says; None when it did not fail."""


@dataclass(frozen=True, slots=True)
class SuppressionView:
    """One suppression, or the proposal of one. Times are UTC microseconds."""

    id: int
    target: str
    """An address or a domain, in lower case."""
    reason: SuppressionReason
    state: SuppressionState
    subject: Subject | None
    """The failing recipient that it came from."""
    cause: str
    """What was said of it, such as the reply."""
    proposed: int
    proposed_by: str
    decided: int | None
    decided_by: str | None
    until: int | None
    lifted: int | None
    lifted_by: str | None
    lift_reason: str
    failed: int | None = None
    """When the failure was that it came from, or the complaint; None when that is not known any more."""

    @property
    def since(self) -> int:
        """Since when it stands so: a proposal since the failure, whenever it was found."""
        return self.lifted or self.decided or self.failed or self.proposed

    @property
    def is_open(self) -> bool:
        """Whether it holds or waits for a decision."""
        return self.state in (SuppressionState.PROPOSED, SuppressionState.ACTIVE)

    def holds(self, now: int) -> bool:
        """Whether mail to the target is to be left out at that moment."""
        return self.state is SuppressionState.ACTIVE and (self.until is None or now < self.until)


def target_of(text: str) -> str:
    """An address or a domain, or what stands for one that was erased, as it is kept; UsageError else."""
    wanted = text.strip().strip("<>").lower().removeprefix("@").rstrip(".")
    if _WAS_ERASED.fullmatch(wanted):
        return wanted
    form = _ADDRESS if "@" in wanted else _DOMAIN
    if not form.fullmatch(wanted):
        raise UsageError(
            f"{text!r} is neither an address nor a domain",
            "write bob@example.org, or example.org for all there",
        )
    return wanted


def is_suppressible(kind: SubjectKind) -> bool:
    """Whether people stand behind a subject."""
    return kind in (SubjectKind.RECIPIENT, SubjectKind.INCIDENT, SubjectKind.ADDRESS)
