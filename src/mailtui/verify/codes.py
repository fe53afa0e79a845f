"""CODE: one kind of finding, and what of it is always the same."""

from __future__ import annotations

from dataclasses import dataclass

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Finding, Record


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding."""

    code: str
    """Stable, like `dkim-revoked`."""
    severity: Severity
    """The usual one; a finding may be milder or graver where it says so."""
    area: CheckArea
    rfc: str

    def found(
        self,
        name: str,
        found: str,
        expected: str,
        advice: str,
        publish: tuple[Record, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this kind."""
        gravity = severity or self.severity
        return Finding(self.code, gravity, self.area, name, found, expected, publish, advice, self.rfc)
