"""Text from strangers made harmless: what a terminal would obey or hide is written out."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

Value = TypeVar("Value")

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
"""Letters and marks by their category that nobody sees: fillers, joiners, variation selectors."""


class _Sharing:
    """Whether others see what this process shows."""

    on = False


def share(on: bool) -> None:
    """From now on, show no local part of any address, or show them again."""
    _Sharing.on = on


def is_shared() -> bool:
    """Whether names of people are masked in what is shown."""
    return _Sharing.on


def shown(value: Value) -> Value:
    """A row, a trace, an incident, ... as it may be seen: masked in all its texts while the screen is shared.

    `visible` masks addresses wherever they stand; this masks a local part by itself too, as in a reply
    `user bob unknown` of a row to bob. For what is displayed only: acts need the value itself.
    """
    if not _Sharing.on:
        return value
    from mailtui.model.veil import MASKED

    return MASKED.value(value)


def visible(text: str) -> str:
    r"""`text` with every character that is not seen as itself written as `\x1b`, `\u202e`, `\n`, ...

    That is C0, C1 and DEL, bidi and other format characters, zero-width characters, line and paragraph
    separators, surrogates (undecodable bytes are shown as the byte, `\xff`), private and unassigned ones.
    While the screen is shared (`share`), local parts of addresses are masked.
    """
    if _Sharing.on:
        from mailtui.model.veil import MASKED

        text = MASKED.text(text)
    return escaped(text)


def escaped(text: str) -> str:
    """The same, with the names of people in it: for what the user types, which must stay what it is."""
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
