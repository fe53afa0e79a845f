"""UTF-8 that some server on the way took for Latin-1, read right again."""

from __future__ import annotations

from itertools import pairwise

_LEADS = frozenset(map(chr, range(0xC3, 0xF5)))
"""Characters that are the first byte of a UTF-8 sequence read as Latin-1."""
_ENOUGH = 4


def mended(text: str) -> str:
    """`text`, or what it was before its bytes were misread; never longer."""
    if text.isascii() or max(text) > "\xff":
        return text
    follows = sum(char in _LEADS and "\x80" <= after <= "\xbf" for char, after in pairwise(text))
    high = sum(char > "\x7f" for char in text)
    if follows < _ENOUGH or follows * 4 < high:
        return text
    return text.encode("latin-1").decode("utf-8", "ignore")
