"""Which error of Exim's retry rules a failure is (manual, 'Retry rules for specific errors')."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailtui.diagnosis.context import Context
from mailtui.model.enums import Phase

_BY_ERRNO = {
    111: "refused",
    110: "timeout",
    -18: "lost_connection",
    -22: "quota",
    122: "quota",
    28: "quota",
    -32: "lookup",
    -37: "tls_required",
    -38: "tls_required",
    -42: "auth_failed",
    -44: "rcpt",
    -45: "mail",
    -46: "data",
}
_BY_PHASE = {Phase.RCPT: "rcpt", Phase.MAIL: "mail", Phase.DATA: "data", Phase.END_OF_DATA: "data"}
_BY_WORDS = {
    "connection refused": "refused",
    "timed out": "timeout",
    "timeout": "timeout",
    "closed connection": "lost_connection",
}
_COMMAND = re.compile(r"(rcpt|mail|data)_4([0-9x])([0-9x])")
_VARIANTS = re.compile(r"(?:refused|timeout|timeout_connect)(?:_(?:mx|a))?|quota_\w+")
"""Kinds that the log does not tell apart: from an MX record or not, while connecting or later, how old."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error in the words of retry rules; both unknown: one that only `*` names."""

    name: str | None
    """refused, timeout, lost_connection, quota, lookup, tls_required, auth_failed, rcpt, mail, data."""
    code: int | None = None
    """The reply's three digits, for rcpt, mail and data."""

    def is_named(self, error: str) -> bool | None:
        """Whether a rule's second field names it; None where the log does not say enough."""
        if error in ("*", self.name):
            return True
        if found := _COMMAND.fullmatch(error):
            return self._is_reply(found)
        if self.name is None or not error.startswith(self.name) or not _VARIANTS.fullmatch(error):
            return False
        return None

    def _is_reply(self, wanted: re.Match[str]) -> bool | None:
        if self.name != wanted[1]:
            return False
        if self.code is None:
            return None if wanted[2] + wanted[3] != "xx" else True
        digits = f"{self.code}"
        return digits[:1] == "4" and all(
            want in ("x", digit) for want, digit in zip(wanted.groups()[1:], digits[1:], strict=True)
        )


def failure_of(context: Context) -> Failure:
    """From Exim's number, else the phase and code of the reply, else the words."""
    name = _BY_ERRNO.get(context.errno or 0)
    temporary = context.smtp_code is not None and 400 <= context.smtp_code < 500
    if name is None and temporary and context.phase is not None:
        name = _BY_PHASE.get(context.phase)
    if name is None and context.smtp_code is None:
        words = context.text[:500].lower()
        name = next((name for said, name in _BY_WORDS.items() if said in words), None)
    return Failure(name, context.smtp_code if name in _BY_PHASE.values() else None)
