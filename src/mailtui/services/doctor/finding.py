"""One thing the doctor found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailtui.errors import MailtuiError


class Verdict(StrEnum):
    """How bad it is. Only `fail` makes `mailtui doctor` leave with 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about one subject, and the next step where there is one."""

    verdict: Verdict
    subject: str
    """logs, selectors, database, operator, time zone, webhooks or terminal."""
    text: str
    hint: str = ""


def failed(subject: str, error: MailtuiError) -> Finding:
    """An error as a finding: the doctor goes on to the next subject."""
    return Finding(Verdict.FAIL, subject, error.title, error.hint)
