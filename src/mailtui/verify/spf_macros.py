"""Domains with macros, as far as they are the same for all mail (RFC 7208 section 7)."""

from __future__ import annotations

import re

_MACRO = re.compile(r"%(?:\{([A-Za-z])(\d{0,4})([rR]?)([-.+,/_=]*)\}|([%_-]))")
_LITERAL = {"%": "%", "_": " ", "-": "%20"}


def expanded(value: str, domain: str, sender: str) -> str | None:
    """A domain-spec for the record at `domain`, when mail from `sender` is checked; None: differs by mail."""
    differs = False

    def one(found: re.Match[str]) -> str:
        nonlocal differs
        if found[5]:
            return _LITERAL[found[5]]
        whole = {"d": domain, "o": sender}.get(found[1].lower())
        if whole is None:
            differs = True
            return ""
        return _transformed(whole, found[2], bool(found[3]), found[4] or ".")

    text = _MACRO.sub(one, value).lower().removesuffix(".")
    return None if differs else text


def _transformed(text: str, digits: str, reverse: bool, delimiters: str) -> str:
    parts = re.split(f"[{re.escape(delimiters)}]", text)
    if reverse:
        parts.reverse()
    return ".".join(parts[-int(digits) :] if digits else parts)
