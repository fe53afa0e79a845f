"""An error shown under the place it is about."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from mailtui.errors import QueryError

WIDTH = 78


def caret(text: str, error: QueryError, width: int = WIDTH) -> str:
    """The query and below it a line of `^` under what is wrong, both at most `width` cells.

    A long query is cut around the place. What a terminal would not print as itself is shown as `�`.
    """
    shown = [_shown(char) for char in text]
    start, end = error.position, error.position + max(1, error.length)
    first = _first(shown, start, width)
    line = "…" if first else ""
    marks = " " * len(line)
    for place in range(first, len(shown)):
        if _cells(line) + _cells(shown[place]) > width - 1:
            line += "…"
            break
        line += shown[place]
        marks += ("^" if start <= place < end else " ") * _cells(shown[place])
    return f"{line}\n{marks.rstrip() or ' ' * _cells(line) + '^'}"


def _first(shown: list[str], start: int, width: int) -> int:
    """The first character to show, so that the place is at most in the middle of a cut line."""
    if sum(map(_cells, shown)) < width:
        return 0
    first, room = start, width // 2
    while first > 0 and room > _cells(shown[first - 1]):
        first -= 1
        room -= _cells(shown[first])
    return first


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    return char if char.isprintable() else "�"


def _cells(text: str) -> int:
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
