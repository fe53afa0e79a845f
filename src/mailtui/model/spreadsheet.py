"""Text from strangers on its way into a spreadsheet, where some of it would be run as a formula."""

from __future__ import annotations

_BEGINS = frozenset("=+-@\t\r\n|%＝＋－＠")
"""What a formula, or a command of an old spreadsheet, begins with (OWASP, 'CSV Injection')."""


def unformulated(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would run; it shows as the text itself."""
    begin = text.lstrip()[:1]
    return f"'{text}" if begin in _BEGINS and begin and not _is_number(text) else text


def _is_number(text: str) -> bool:
    """`-1.5` is no formula."""
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii()
