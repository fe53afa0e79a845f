"""Which spellings in a log are one address (RFC 5321 section 4.1.2 for quoting; Exim logs both forms)."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_INTERNAL = ("/", "|", ">", ":", "save ")
SYSTEM_FILTER = "system-filter"
"""What stands as the original of an address that the system filter made: nobody the mail was for."""

_DISCARD_WORDS = ("discarded", "blackhole")


def identity(address: str) -> str:
    """The key under which all spellings of an address meet: without case, quotes and escapes.

    Exim writes `with space@d` on a delivery and `"with space"@d` in the envelope.
    """
    key = address.casefold()
    if '"' not in key:
        return key
    local, at, domain = key.rpartition("@")
    if not at:
        local, domain = domain, ""
    if len(local) > 1 and local[0] == '"' == local[-1]:
        local = _ESCAPED.sub(r"\1", local[1:-1])
    return f"{local}{at}{domain}"


def same_person(final: str, original: str) -> bool:
    """True if the delivered `final` is the envelope's `original` itself (both are identities).

    A local delivery logs the local part alone, without a `+suffix` that the router took off.
    """
    if final == original:
        return True
    local = original.rpartition("@")[0]
    return bool(final) and (final == local or local.startswith(final + "+"))


def is_internal(final: str) -> bool:
    """True for a file, a pipe, an automatic reply, `:blackhole:` and `discarded`: nobody of their own."""
    if final.startswith(_INTERNAL) or final in _DISCARD_WORDS:
        return True
    return "/" in final and "@" not in final
