"""The organisational domain: whose name it is, by the public suffix list (RFC 7489 section 3.2)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def organisational(name: str) -> str:
    """`mail.example.co.uk` -> `example.co.uk`; a public suffix is its own."""
    plain = name.lower().strip(".")
    found: str | None = _suffixes().privatesuffix(plain)
    return found or plain


def parents(name: str) -> list[str]:
    """The names above, next one first, down to the top-level domain."""
    labels = name.split(".")
    return [".".join(labels[at:]) for at in range(1, len(labels))]


@cache
def _suffixes() -> PublicSuffixList:
    """The list that comes with the library; it takes 50 ms to read."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
