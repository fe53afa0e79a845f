"""Hostile text made harmless: what a terminal would act on is shown as visible text instead."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\xad"  # soft hyphen
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # joiners, marks and fillers that show nothing
    "\u200b-\u200f"  # zero width, left-to-right and right-to-left marks
    "\u2028-\u202e"  # line and paragraph separators, bidi embeddings and overrides
    "\u2060-\u206f"  # word joiner, invisible operators, bidi isolates, deprecated formatting
    "\u3164\uffa0"  # Hangul fillers
    "\ud800-\udfff"  # lone surrogates: bytes that are not UTF-8
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb"  # variation selectors, byte order mark, annotations
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # shorthand and musical format controls
    "\U000e0000-\U000e0fff"  # tags and variation selectors
    "]"
)


def visible(text: str) -> str:
    """`text` with every control, bidi control, zero-width character, line separator and lone
    surrogate written as `\\x1b`, `\\u202e` or `\\U000e0001`; a byte that was not UTF-8 as `\\xff`.

    A backslash stays as it is: the result is for reading, not for decoding.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
