"""OSC 52: the terminal's own clipboard, set by what is written to it (xterm control sequences, 'OSC Ps')."""

from __future__ import annotations

from base64 import b64encode

LONGEST = 74_994
"""Bytes in base64 that terminals take (xterm's limit; others take more, none says so)."""
_PIECE = 76
"""Bytes of base64 in one DCS string; screen drops strings of more than 256 (its MAXSTR) in old versions."""


def encoded(text: str) -> bytes:
    """`text` as OSC 52 has it."""
    return b64encode(text.encode("utf-8", "backslashreplace"))


def fits(text: str) -> bool:
    """Whether a terminal will take it whole."""
    return len(encoded(text)) <= LONGEST


def osc52(text: str) -> str:
    """The sequence that puts `text` on the clipboard."""
    return f"\x1b]52;c;{encoded(text).decode('ascii')}\x07"


def through_screen(text: str) -> str:
    """The same in DCS strings, which GNU screen passes on unread ('Control Sequences' in its manual)."""
    sent = encoded(text).decode("ascii")
    pieces = [sent[start : start + _PIECE] for start in range(0, len(sent), _PIECE)]
    return "\x1bP\x1b]52;c;" + "\x1b\\\x1bP".join(pieces) + "\x07\x1b\\"
