"""RULE: a code whose expectation and advice are the same for every domain."""

from __future__ import annotations

from dataclasses import dataclass

from mailtui.model.enums import Severity
from mailtui.model.finding import Finding, Record
from mailtui.verify.codes import Code


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding, with its words."""

    kind: Code
    expected: str
    advice: str

    def finding(
        self,
        name: str,
        found: str,
        publish: tuple[Record, ...] = (),
        *,
        severity: Severity | None = None,
        expected: str = "",
        advice: str = "",
    ) -> Finding:
        """The rule broken at `name`; what is given replaces the rule's own words."""
        return self.kind.found(
            name, found, expected or self.expected, advice or self.advice, publish, severity
        )
