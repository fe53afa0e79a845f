"""What an act is on, in words: how much, and some of it. May block; called in threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailtui.model.view import RowKey
from mailtui.ui.acted import Acted
from mailtui.ui.desk import Desk
from mailtui.ui.widgets.columns import answer_text, sender_text
from mailtui.ui.words import count

if TYPE_CHECKING:
    from mailtui.model.act import Refusal
    from mailtui.model.incident import Incident
    from mailtui.model.view import SearchRow

FEW = 3
MOST = 200
"""What was refused is named up to so many, and counted beyond."""


def told(desk: Desk | None, acted: Acted) -> list[str]:
    """How many messages and recipients, and the first three."""
    if desk is None:
        return []
    shown = samples(desk, acted)
    more = len(acted.items) - len(shown)
    rest = [f"and {count(more, 'other')}"] if shown and more else []
    return [*extent(desk, acted), "", *shown, *rest]


def extent(desk: Desk, acted: Acted) -> list[str]:
    """How much it is: `412 recipients of 398 messages`; of a few incidents what they hit."""
    parts = []
    if acted.incidents:
        few = acted.incidents[:MOST]
        known = [one for number in few if (one := desk.incidents.get(number)) is not None]
        mails, people = sum(one.messages for one in known), sum(one.recipients for one in known)
        least = "at least " if len(acted.incidents) > MOST else ""
        hit = f"{least}{count(mails, 'message')} to {count(people, 'person', 'people')}"
        parts.append(f"{count(len(acted.incidents), 'incident')} with {hit}")
    delivered = [key for key in acted.keys if not key.is_rejection]
    if delivered:
        messages = len({key.owner for key in delivered})
        parts.append(f"{count(len(delivered), 'recipient')} of {count(messages, 'message')}")
    if acted.refused:
        parts.append(count(acted.refused, "refused mail"))
    return parts


def samples(desk: Desk, acted: Acted) -> list[str]:
    """The first of them."""
    found = [desk.incidents.get(number) for number in acted.incidents[:FEW]]
    said = [incident_text(one) for one in found if one is not None]
    rows = desk.search.rows(acted.keys[: max(0, FEW - len(said))])
    return [*said, *(row_text(row) for row in rows)]


def refusals(desk: Desk | None, acted: Acted, refused: Sequence[Refusal]) -> list[str]:
    """What was not changed, and why."""
    if desk is None:
        return []
    items = {**acted.failures, **acted.things}
    known = [(items.get(one.subject), one) for one in refused[:MOST]]
    keys: list[RowKey] = [item for item, _ in known if isinstance(item, RowKey)]
    rows: dict[object, str] = {row.key: row_text(row) for row in desk.search.rows(keys)}
    by_why: dict[str, list[str]] = {}
    for item, one in known:
        by_why.setdefault(one.why, []).append(f"  {rows.get(item) or _name(one)}")
    lines = [line for why, those in by_why.items() for line in (f"{why}:", *those)]
    more = len(refused) - len(known)
    return [*lines, f"and {count(more, 'other')}"] if more else lines


def _name(refusal: Refusal) -> str:
    return f"{refusal.subject.kind} {refusal.subject.id}"


def incident_text(incident: Incident) -> str:
    """An incident in words; a stranger's may be among them."""
    return f"{incident.failure_class} at {incident.provider}, {count(incident.messages, 'message')}"


def row_text(row: SearchRow) -> str:
    """A row in words; a stranger's may be among them."""
    whom = f"{sender_text(row)} to {row.recipient or '?'}"
    return f"{row.status}: {whom}  {answer_text(row)}".rstrip()
