"""What replies and forwards of a subject have in common (RFC 5256 section 2.1), in many languages."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from typing import NamedTuple

_LONGEST = 1000
"""Characters of a subject that are looked at."""
_WORDS = (
    "re|fwd?|aw|wg|antw(?:ort)?|sv|vs|vb|vl|odp|pd|ynt|ilt|res|enc|rv|tr|rép|rif|doorst|betr|ang|hå|tb"
    "|továbbítás|vá|απ|πρθ|σχετ|на|отв|пересл|ответ"
    "|回复|回覆|答复|答覆|转发|轉寄|返信|転送|회신|전달"
)
"""Words before a colon that mark a reply or a forward: English, German, Nordic, Dutch, Polish, Turkish,
Romance languages, Hungarian, Greek, Russian, Chinese, Japanese, Korean."""
_BLOB = r"\[[^\[\]]*\]\s*"
_COUNT = r"[\[(]\d{1,3}[\])]|\^\d{1,3}"
_LEADER = re.compile(rf"(?:{_BLOB})*(?:{_WORDS})\s*(?:{_COUNT}|{_BLOB})?\s*[:：]\s*", re.IGNORECASE)
_TRAILER = re.compile(r"\(fwd\)$", re.IGNORECASE)
_LEADING_BLOB = re.compile(_BLOB)
_FORWARDED = re.compile(r"\[fwd:\s*(.*)\]$", re.IGNORECASE)


class Base(NamedTuple):
    """What is left of a subject."""

    text: str
    """Empty where nothing was said."""
    is_reply: bool
    """Whether something that marks a reply or forward was taken off."""


def base_subject(subject: str) -> Base:
    """The base of a raw or decoded Subject."""
    text = " ".join(decoded(subject[:_LONGEST]).split())
    is_reply = False
    while True:
        before = text
        stripped = _TRAILER.sub("", text).rstrip()
        leader = _LEADER.match(stripped)
        if leader:
            stripped = stripped[leader.end() :]
        wrapped = _FORWARDED.match(stripped)
        if wrapped:
            stripped = wrapped[1].strip()
        is_reply = is_reply or stripped != text
        blob = _LEADING_BLOB.match(stripped)
        text = stripped[blob.end() :] if blob and blob.end() < len(stripped) else stripped
        if text == before:
            return Base(text, is_reply)


def subject_key(subject: str) -> str:
    """The base as it is compared: without regard to case."""
    return base_subject(subject).text.casefold()


def decoded(subject: str) -> str:
    """The subject with its encoded words (RFC 2047) as text; what cannot be decoded stays as it is."""
    subject = subject.replace("\r", "").replace("\n", "")  # folding; the space after it stays
    if "=?" not in subject:
        return subject
    try:
        parts = decode_header(subject)
    except (HeaderParseError, ValueError):
        return subject
    return "".join(_text(part, charset) for part, charset in parts)


def _text(part: str | bytes, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "ascii", "replace")
    except (LookupError, ValueError):
        return part.decode("utf-8", "replace")
