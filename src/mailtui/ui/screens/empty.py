"""What is said where the list would be: why there is nothing, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mailtui.ui.rendering import query_text, safe
from mailtui.ui.words import Look, age, count, stamp

if TYPE_CHECKING:
    from mailtui.model.incident import Triage
    from mailtui.model.view import StoreState, Total
    from mailtui.ui.language import Reading

OPENING = "Opening the database ..."

BAD_QUERY = "The query above has an error: mend it and press enter, or delete it to list everything."

NO_DATA = """\
No mail log has been read yet.

  mailtui import /var/log/exim4    reads Exim's logs, rotated ones too
  mailtui import events.json       reads what a sending service tells
  mailtui doctor                   finds the logs of this machine
  mailtui demo                     shows mailtui on made-up traffic

What is imported appears here by itself."""

NOTHING_FAILS = """\
2 goes to Search: every mail, whatever became of it. New failures appear here by themselves."""

CHANGE_OR_SEARCH = "Press / to change the query. 2 searches all mail, what did not fail too."

UNREAD = """\
No mail log has been read yet.

{notes}

The worker tries again by itself. W shows what it follows, mailtui doctor what to do."""

IMPORTING = "The first lines are being imported. They appear here by themselves."


def not_opened(title: str, hint: str) -> str:
    """The database could not be opened."""
    return f"{title}.\n\n{hint}\n\nIt is looked for again by itself. q quits."


def no_rows(state: StoreState | None) -> str | None:
    """Why there is nothing at all; None when there is data, so that the query is the reason."""
    if state is None or any(state.size):
        return None
    if state.progress:
        return IMPORTING
    notes = "\n".join(f"  {note}" for note in state.notes)
    return UNREAD.format(notes=notes) if notes else NO_DATA


def no_match(english: str, relaxed: Iterable[tuple[str, Total]]) -> str:
    """The query finds nothing; which of its conditions to drop to find something."""
    lines = [f"Nothing matches: {safe(english)}.", ""]
    found = [(term, total) for term, total in relaxed if total.value]
    lines += [f"  without {safe(query_text(term))}   {total_text(total)}" for term, total in found]
    if not found:
        lines.append("Press / to change the query. An empty query lists everything.")
    return "\n".join(lines if not found else [*lines, "", "Press / to change the query."])


def total_text(total: Total) -> str:
    """`1 204 rows`, `1 row` or `more than 10 000 rows`."""
    text = count(total.value, "row")
    return text if total.exact else f"more than {text}"


def no_failures(triage: Triage, reading: Reading, look: Look) -> str:
    """No incident and no single failure; the reason is the query, or that all is well."""
    if reading.text:
        return f"No failure matches: {safe(reading.english)}.\n\n{CHANGE_OR_SEARCH}"
    said = [_nothing_fails(triage, look)]
    if triage.last_failure is not None:
        said.append(f"It was at {stamp(triage.last_failure, look)}.")
    if triage.undiagnosed:
        said.append(f"But {undiagnosed(triage)}")
    return "\n\n".join([*said, NOTHING_FAILS])


def triage_note(triage: Triage, reading: Reading, look: Look) -> str:
    """What must be said beside the list; '' for nothing."""
    if triage.undiagnosed:
        return undiagnosed(triage)
    over = all(incident.recovered is not None for incident in triage.incidents)
    return _nothing_fails(triage, look) if over and not triage.unfiled and not reading.text else ""


def undiagnosed(triage: Triage) -> str:
    """Failures that no incident can be made of yet."""
    has = "has" if triage.undiagnosed == 1 else "have"
    return f"{count(triage.undiagnosed, 'failure')} {has} no cause yet: mailtui diagnose --all"


def _nothing_fails(triage: Triage, look: Look) -> str:
    if triage.last_failure is None:
        return "Nothing is failing; no failure is in the logs that were read"
    return f"Nothing is failing; last failure {age(triage.last_failure, look)}"
