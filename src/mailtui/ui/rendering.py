"""Text from strangers becomes something displayed here, and nowhere else in the ui.

Addresses, HELO names, replies, subjects and raw lines are hostile: never parsed as markup, never handed to
a terminal with control, bidi or zero-width characters in them. Every function here takes such text and
gives back text, `Content` or a `Strip` that is safe to show. While the screen is shared it masks the local
parts of addresses (`mailtui.model.visible.share`). What mailtui itself says about a fact (the
word and symbol of a status, times, sizes) is in `mailtui.ui.words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len, chop_cells, set_cell_size, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from mailtui.model.visible import escaped, is_shared, visible

ELLIPSIS = "…"
DOT = "•"
"""Stands for one character that others must not see."""
Part = tuple[str, Style | None]
"""A run of text in one style, as strips are made from."""


def safe(text: str) -> str:
    """`text` on one line, with everything that a terminal would obey or hide written out."""
    return visible(text)


def safe_lines(text: str) -> list[str]:
    """The lines of a reply or a log record, each safe; newlines are the only control that is kept."""
    return [visible(line) for line in text.split("\n")]


def safe_bytes(data: bytes) -> list[str]:
    """The lines of raw bytes; bytes that are not UTF-8 are shown as `\\xff`."""
    return safe_lines(data.decode("utf-8", "surrogateescape"))


def query_text(text: str) -> str:
    """A query as it may be seen: while the screen is shared what may be a name in it is dots."""
    if not is_shared():
        return text
    from mailtui.query.masking import masked_query

    return masked_query(text)


def filter_text(text: str) -> str:
    """Words that narrow a list or the audit, as they may be seen: as long as they are."""
    if not is_shared():
        return text
    from mailtui.query.masking import masked_filter

    return masked_filter(text)


def typed_text(text: str) -> str:
    """Other text that somebody types, as it may be seen: as long as it is."""
    return re.sub(r"[^\s<>@]+(?=@)", _dots, text) if is_shared() else text


def word_text(text: str) -> str:
    """A word that was typed to be found, as it may be seen."""
    return re.sub(r"\S", DOT, text) if is_shared() else text


def typed(text: str) -> str:
    """What somebody types or pastes, with everything written out that a terminal would obey, and no more."""
    return escaped(text)


def _dots(found: re.Match[str]) -> str:
    return DOT * len(found[0])


def one_line(text: str) -> str:
    """A reply of several lines as one, for a row of a list."""
    return " ".join(line.strip() for line in safe_lines(text))


def content(text: str, style: str = "") -> Content:
    """Safe text as `Content` in one style (such as `bold $error`); newlines stay. Never markup."""
    return Content.styled("\n".join(safe_lines(text)), style)


def contents(*parts: str | tuple[str, str]) -> Content:
    """Several texts, each plain or with its style, joined as `Content`."""
    return Content("").join(content(part) if isinstance(part, str) else content(*part) for part in parts)


def width(text: str) -> int:
    """Terminal cells that safe text takes: 2 for wide characters, 0 for combining ones."""
    return cell_len(text)


def cut(text: str, cells: int) -> str:
    """`text` made safe, no wider than `cells`; what is missing at the end is marked with an ellipsis."""
    shown = safe(text)
    if cell_len(shown) <= cells:
        return shown
    return _head(shown, cells - 1) + ELLIPSIS if cells > 0 else ""


def cut_middle(text: str, cells: int) -> str:
    """Like `cut`, but keeps the end too: for addresses, ids and paths, where both ends matter."""
    shown = safe(text)
    if cell_len(shown) <= cells:
        return shown
    if cells < 8:
        return cut(text, cells)
    tail = (cells - 1) // 2
    return _head(shown, cells - 1 - tail) + ELLIPSIS + _tail(shown, tail)


def fit(text: str, cells: int, *, right: bool = False, middle: bool = False) -> str:
    """`text` made safe, in exactly `cells` cells: cut with an ellipsis or padded with spaces."""
    shown = cut_middle(text, cells) if middle else cut(text, cells)
    padding = " " * max(0, cells - cell_len(shown))
    return padding + shown if right else shown + padding


def wrap(text: str, cells: int) -> list[str]:
    """`text` made safe, in lines of at most `cells` cells: broken at spaces, else anywhere; none is cut."""
    return [row for line in safe_lines(text) for row in _wrap_line(line, max(2, cells))]


def strip(parts: Iterable[Part], cells: int, base: Style | None = None) -> Strip:
    """A strip of exactly `cells` cells from runs of text, made safe; what is too long ends in an ellipsis.

    `base` lies under every run and fills the rest of the line. Neighbours in one style become one run:
    every run costs some 40 bytes on the line to the terminal.
    """
    under = base or Style.null()
    segments: list[Segment] = []
    left = cells
    for text, style in parts:
        shown = safe(text)
        if not shown or left <= 0:
            continue
        size = cell_len(shown)
        if size > left:
            shown, size = set_cell_size(_head(shown, left - 1) + ELLIPSIS, left), left
        segments.append(Segment(shown, under + style if style else under))
        left -= size
    if left > 0:
        segments.append(Segment(" " * left, under))
    return Strip(segments, cells).simplify()


def differing(before: Strip, after: Strip) -> tuple[int, int] | None:
    """The first cell in which two strips differ and the one behind the last; None when they are alike.

    A line that is painted anew costs some 40 bytes for every run of it: only what differs needs to be.
    """
    old, new = _cells(before), _cells(after)
    if len(old) != len(new):
        return 0, max(len(old), len(new))
    places = [place for place, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    return (places[0], places[-1] + 1) if places else None


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    return [
        (character, segment.style)
        for segment in strip
        for character in segment.text
        for _ in range(cell_len(character))
    ]


def _wrap_line(line: str, cells: int) -> list[str]:
    rows: list[str] = []
    row, *words = line.split(" ")
    if cell_len(row) > cells:
        row, words = "", [row, *words]
    for word in words:
        longer = f"{row} {word}" if row or not rows else word
        if cell_len(longer) <= cells:
            row = longer
            continue
        if row:
            rows.append(row)
        *full, row = chop_cells(word, cells) or [""]
        rows.extend(full)
    return [*rows, row]


def _head(text: str, cells: int) -> str:
    """The longest beginning of `text` within `cells`, whole characters only."""
    used = end = 0
    for _, stop, size in split_graphemes(text)[0]:
        if used + size > cells:
            break
        used, end = used + size, stop
    return text[:end]


def _tail(text: str, cells: int) -> str:
    """The longest end of `text` within `cells`, whole characters only."""
    used, begin = 0, len(text)
    for start, _, size in reversed(split_graphemes(text)[0]):
        if used + size > cells:
            break
        used, begin = used + size, start
    return text[begin:]
