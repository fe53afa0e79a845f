"""SMTP replies as providers pass them on: codes and the text."""

from __future__ import annotations

import re

_TYPE = re.compile(r"^\s{0,8}(?:smtp|x-\w{1,20})\s{0,8};\s{0,8}", re.IGNORECASE | re.ASCII)
"""RFC 3464 section 2.3.6: the diagnostic type before the diagnostic."""
_CODE = re.compile(r"^\W{0,4}([245]\d\d)(?:[ -]|$)", re.ASCII)
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])", re.ASCII)
_LOOKED_AT = 400
NOT_SPAM = "not-spam"
"""The type of a report (RFC 6430) that says that a message was taken for spam by mistake: no complaint."""


def without_type(text: str) -> str:
    """`smtp; 550 5.1.1 ...` without its first word."""
    return _TYPE.sub("", text, count=1)


def smtp_code(reply: str) -> int | None:
    """The reply code that a reply begins with (RFC 5321 section 4.2)."""
    found = _CODE.match(reply)
    return int(found[1]) if found else None


def enhanced_code(reply: str) -> str:
    """The first enhanced status code near the beginning (RFC 3463)."""
    found = _ENHANCED.search(reply[:_LOOKED_AT])
    return found[1] if found else ""


def is_enhanced(text: str) -> bool:
    """Whether this is an enhanced status code and nothing else."""
    return _ENHANCED.fullmatch(text) is not None


def permanent(code: int | None, enhanced: str) -> bool | None:
    """What the codes say about trying again; None when they say nothing."""
    first = enhanced[:1] or str(code or "")[:1]
    return {"5": True, "4": False}.get(first)


def bare_id(text: str) -> str:
    """A Message-ID without its angle brackets and the space around them."""
    return text.strip().removeprefix("<").removesuffix(">")
