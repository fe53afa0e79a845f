"""Text from strangers made harmless: what a terminal would obey or hide is written out."""

from __future__ import annotations

import unicodedata

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
"""Letters and marks by their category that nobody sees: fillers, joiners, variation selectors."""


def visible(text: str) -> str:
    r"""`text` with every character that is not seen as itself written as `\x1b`, `\u202e`, `\n`, ...

    That is C0, C1 and DEL, bidi and other format characters, zero-width characters, line and paragraph
    separators, surrogates (undecodable bytes are shown as the byte, `\xff`), private and unassigned ones.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char in _UNSEEN:
        return _escape(ord(char))
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    return _NAMED.get(char) or _escape(ord(char))


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00  # a byte that surrogateescape kept
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
