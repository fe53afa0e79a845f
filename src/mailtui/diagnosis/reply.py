"""A failure as the rules see it: words, codes, phase, voice, provider."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailtui.diagnosis.context import Context
from mailtui.diagnosis.folding import fold
from mailtui.diagnosis.joining import LONGEST, joined
from mailtui.diagnosis.mending import mended
from mailtui.diagnosis.wrapping import unwrapped
from mailtui.model.enums import Phase

_CODE = re.compile(r"(?:^[\W_]{0,3}|[:;'\"(>] ?)([245][0-9]{2})(?=[ -]|$|[^\w.])", re.ASCII)
_ENHANCED = re.compile(r"(?<![0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?!\.?[0-9])", re.ASCII)
_EXPIRED = ": retry timeout exceeded"
_ERRNO_PHASE = {-44: Phase.RCPT, -45: Phase.MAIL, -46: Phase.DATA}
"""Exim's numbers for a 4xx of the other side (`macros.h`)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One failure, read."""

    text: str
    """The innermost words on one line."""
    folded: str
    code: int | None
    enhanced: str | None
    host: str | None
    ip: str | None
    phase: Phase | None
    errno: int | None
    remote: bool | None

    @property
    def subject(self) -> tuple[int, int] | None:
        """The enhanced code without its class digit: (7, 1) for 5.7.1."""
        if self.enhanced is None:
            return None
        _, subject, detail = self.enhanced.split(".")
        return int(subject), int(detail)


def read(context: Context) -> Reply:
    """What the text holds, and what the context says; the context wins."""
    whole = joined(mended(context.text[:LONGEST]))
    if whole.endswith(_EXPIRED):
        whole = whole.removesuffix(_EXPIRED)
    inner = unwrapped(whole)
    words = whole if inner.words == whole else joined(inner.words)
    code = context.smtp_code or (_code(whole) if whole[:3].isdecimal() else None) or _code(words)
    remote = context.remote
    if remote is None:
        remote = _voice(context, inner.remote, words, code)
    return Reply(
        words,
        fold(words, names=remote is not False),
        code,
        context.enhanced_code or _enhanced(words) or (_enhanced(whole) if words != whole else None),
        context.host or inner.host,
        context.ip or inner.ip,
        context.phase or inner.phase or _ERRNO_PHASE.get(context.errno or 0) or _phase(words),
        context.errno,
        remote,
    )


def _phase(words: str) -> Phase | None:
    """Postfix names what it refuses, whenever it does (access(5), smtpd_delay_reject)."""
    return Phase.RCPT if "Recipient address rejected: " in words else None


def _code(text: str) -> int | None:
    if text[:3].isdecimal() and text[:1] in "245" and text[3:4] in " -":
        return int(text[:3])
    found = _CODE.search(text)
    return int(found[1]) if found else None


def _enhanced(text: str) -> str | None:
    found = _ENHANCED.search(text)
    return found[1] if found else None


def _voice(context: Context, said: bool, words: str, code: int | None) -> bool | None:
    """Whether the other side spoke: a code at the beginning, or words around that say so."""
    if said or (code is not None and _CODE.match(words)):
        return True
    if context.errno is not None and context.errno not in _ERRNO_PHASE:
        return False
    return None
