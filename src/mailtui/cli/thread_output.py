"""Conversations as JSON and as text: a tree of letters, with what is known of the way of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from mailtui.cli.output import Cell
from mailtui.cli.times import for_people, iso_or_none
from mailtui.model.visible import is_shared

if TYPE_CHECKING:
    from mailtui.model.conversations.view import LetterView, ThreadRow, ThreadView

HEADINGS = ("id", "last", "letters", "people", "subject", "tags", "notes")
NO_SUBJECT = "(no subject)"
STEP = "  "
DEEPEST = 12
"""Steps of a letter to the right at most: then answers stand below each other."""


def cells(row: ThreadRow, zone: tzinfo) -> list[Cell]:
    """One line of the list."""
    subject = row.subject or NO_SUBJECT
    return [
        row.key.id,
        for_people(row.key.last, zone)[:16],
        row.messages,
        ", ".join(row.people),
        f"{subject} (deleted)" if row.deleted else subject,
        " ".join(row.tags),
        row.notes or "",
    ]


def as_object(row: ThreadRow, letters: Sequence[LetterView] | None = None) -> dict[str, Any]:
    """A conversation for scripts; `letters`: with these, in the order of the tree."""
    found: dict[str, Any] = {
        "id": row.key.id,
        "subject": row.subject,
        "first": iso_or_none(row.first),
        "last": iso_or_none(row.key.last),
        "letters": row.messages,
        "people": list(row.people),
        "tags": list(row.tags),
        "notes": row.notes,
        "deleted": iso_or_none(row.deleted),
    }
    return found if letters is None else found | {"tree": [_letter(one) for one in letters]}


def _letter(one: LetterView) -> dict[str, Any]:
    return {
        "message_id": one.rfc_id,
        "depth": one.depth,
        "answers_missing": one.missing or None,
        "sent": iso_or_none(one.sent),
        "sender": one.sender,
        "from_name": None if is_shared() else one.from_name or None,
        "subject": one.subject,
        "recipients": [{"role": str(role), "address": address} for role, address in one.recipients],
        "inbox": one.inbox or None,
        "deliveries": [
            {"server": other.server, "id": other.queue_id, "status": str(other.status)}
            for other in one.deliveries
        ],
    }


def story(found: ThreadView, zone: tzinfo) -> Iterator[str]:
    """A conversation in lines of text, not yet made visible."""
    row = found.row
    letters = "1 letter" if row.messages == 1 else f"{row.messages} letters"
    yield f"{row.subject or NO_SUBJECT}  ({letters}, conversation {row.key.id})"
    if row.deleted:
        yield f"  deleted where it came from, {for_people(row.deleted, zone)}"
    for letter in found.letters:
        yield from _lines(letter, zone)


def _lines(one: LetterView, zone: tzinfo) -> Iterator[str]:
    step = STEP * min(one.depth, DEEPEST)
    when = for_people(one.sent, zone)[:16] or "(no date)"
    name = "" if is_shared() or not one.from_name else f"{one.from_name} "
    to = ", ".join(address for _, address in one.recipients)
    yield f"{when}  {step}{name}<{one.sender}>{f' to {to}' if to else ''}"
    indent = " " * 18 + step
    if one.missing:
        yield f"{indent}answers a letter that is not here: <{one.missing}>"
    for other in one.deliveries:
        yield f"{indent}{other.status} at {other.server}: {other.queue_id}"
