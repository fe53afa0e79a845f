"""What is said where the list would be: why there is nothing, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mailtui.ui.rendering import safe
from mailtui.ui.words import count

if TYPE_CHECKING:
    from mailtui.model.view import StoreState, Total

OPENING = "Opening the database ..."

BAD_QUERY = "The query above has an error: mend it and press enter, or delete it to list everything."

NO_DATA = """\
No mail log has been read yet.

  mailtui import /var/log/exim4    reads Exim's logs, rotated ones too
  mailtui doctor                   finds the logs of this machine
  mailtui demo                     shows mailtui on made-up traffic

What is imported appears here by itself."""

IMPORTING = "The first lines are being imported. They appear here by themselves."


def not_opened(title: str, hint: str) -> str:
    """The database could not be opened."""
    return f"{title}.\n\n{hint}\n\nIt is looked for again by itself. q quits."


def no_rows(state: StoreState | None) -> str | None:
    """Why there is nothing at all; None when there is data, so that the query is the reason."""
    if state is None or state.lines:
        return None
    return IMPORTING if state.progress else NO_DATA


def no_match(english: str, relaxed: Iterable[tuple[str, Total]]) -> str:
    """The query finds nothing; which of its conditions to drop to find something."""
    lines = [f"Nothing matches: {safe(english)}.", ""]
    found = [(term, total) for term, total in relaxed if total.value]
    lines += [f"  without {safe(term)}   {total_text(total)}" for term, total in found]
    if not found:
        lines.append("Press / to change the query. An empty query lists everything.")
    return "\n".join(lines if not found else [*lines, "", "Press / to change the query."])


def total_text(total: Total) -> str:
    """`1 204 rows`, `1 row` or `more than 10 000 rows`."""
    text = count(total.value, "row")
    return text if total.exact else f"more than {text}"
