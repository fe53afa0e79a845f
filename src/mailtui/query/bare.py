"""Words without a field, recognised by their shape: ids, addresses, domains, IP addresses, or plain text."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from mailtui.query.tree import Domain, Term, Text, Value

Found = tuple[str, Value]
"""A field and a value of it."""

_ID = re.compile(
    r"(?=[0-9]|[0-9A-Z-]*[0-9][0-9A-Z-]*$)"
    r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{2,4})"
)
"""Exim's two forms. Base 62 begins with a digit until 2260; base 36 has no small letters."""
_MESSAGE_ID = re.compile(r"<([^<>\s]+)>|id=([^<>\s]+@[^<>\s]+)")
"""In brackets, or as Exim logs it."""
_DOMAIN = re.compile(r"\*?@(\*\.)?([\w-]+(?:\.[\w-]+)+|\[[0-9A-Fa-fv:.]+\])")
_ADDRESS = re.compile(r"[\w.!#$%&'+/=?^`{|}~-]+@[\w.-]*")
_LONGEST_ID = 23
_LONGEST_IP = 45


def recognised(word: str) -> Term:
    """The term that a bare word means. Several of one kind, with commas, mean any of them."""
    found = [_shape(part) for part in word.rstrip(",;").split(",")]
    kinds = {shape[0] if shape else None for shape in found}
    if len(kinds) == 1 and None not in kinds:
        return Term(str(kinds.pop()), tuple(shape[1] for shape in found if shape))
    return Term("text", (Text(word),))


def is_ip(word: str) -> bool:
    """Whether the word is a whole IP address (an IPv6 address looks like a field to the parser)."""
    return _ip(word) is not None


def _shape(word: str) -> Found | None:
    return next(filter(None, (shape(word) for shape in _SHAPES)), None)


def _ip(word: str) -> Found | None:
    inner = word[1:-1] if word[:1] == "[" and word[-1:] == "]" else word
    if len(inner) > _LONGEST_IP or not re.search(r"[.:]", inner):
        return None
    try:
        return "ip", Text(str(ipaddress.ip_address(inner)))
    except ValueError:
        return None


def _id(word: str) -> Found | None:
    return ("id", Text(word)) if len(word) <= _LONGEST_ID and _ID.fullmatch(word) else None


def _message_id(word: str) -> Found | None:
    found = _MESSAGE_ID.fullmatch(word)
    return ("msgid", Text(found[1] or found[2], exact=True)) if found else None


def _domain(word: str) -> Found | None:
    found = _DOMAIN.fullmatch(word)
    return ("address", Domain(found[2].lower(), bool(found[1]))) if found else None


def _address(word: str) -> Found | None:
    return ("address", Text(word)) if _ADDRESS.fullmatch(word) else None


_SHAPES: tuple[Callable[[str], Found | None], ...] = (_id, _message_id, _domain, _ip, _address)
