"""The line under the query: what it means in English, or a caret under what is wrong with it."""

from __future__ import annotations

from mailtui.errors import QueryError
from mailtui.ui.language import Reading
from mailtui.ui.rendering import cut, fit, safe, width


def hint(reading: Reading, cells: int) -> str:
    """One line of at most `cells` cells; its first cell stands under the first character of the query."""
    if reading.error is not None:
        return caret(reading.text, reading.error, cells)
    return cut(reading.english, cells)


def caret(text: str, error: QueryError, cells: int) -> str:
    """`    ^^^ no such field: try status` under the place, the words where there is room for them."""
    whole = f"{error.title}: {error.hint}" if error.hint else error.title
    start = width(text[: error.position])
    mark = "^" * max(1, width(text[error.position : error.position + error.length]))
    if start + len(mark) > cells:
        return cut(whole, cells)
    if start + len(mark) + 1 + width(safe(error.title)) > cells and start > cells // 2:
        return f"{fit(whole, start - 1, right=True)} {mark}"
    return cut(f"{' ' * start}{mark} {whole}", cells)
