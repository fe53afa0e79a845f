"""`<=` and `(=`: a message was accepted (Exim manual, "Reception of a message")."""

from __future__ import annotations

from typing import Any

from mailtui.model.enums import EventKind
from mailtui.parsing.exim import address, escapes, fields
from mailtui.parsing.exim.prefix import QUEUE_ID

_READ = {"P": "protocol", "X": "tls", "A": "auth", "U": "user", "DKIM": "dkim", "id": "message_id"}


def read(text: str, start: int, found: dict[str, Any]) -> None:
    """The arrival line whose sender begins at `start`."""
    found["kind"] = EventKind.ARRIVAL
    found["sender"], at = address.sender(text, start)
    known = fields.scan(text, at, fits=_ends, last=True)
    fields.fill(found, known._replace(values={key: known.values[key] for key in "SI" if key in known.values}))
    for key, value in known.values.items():
        name = _READ.get(key)
        if name is not None:
            found[name] = value
    if "T" in known.values:
        found["subject"] = escapes.subject(known.values["T"])
    parent = known.values.get("R")
    if parent is not None and QUEUE_ID.fullmatch(parent):
        found["parent_queue_id"] = parent
    _recipients(text, known.end, found)


def _recipients(text: str, at: int, found: dict[str, Any]) -> None:
    """The suffixes `from <sender>` and `for a@b c@d`."""
    if text.startswith(" from <", at):
        path = fields.ANGLE.match(text, at + 6)
        at = path.end() if path else at
    if text.startswith(" for ", at):
        found["recipients"] = address.split_list(text[at + 5 :])


def _ends(text: str, at: int) -> bool:
    """Whether the fields of an arrival may end here: at the end, or at one of the suffixes."""
    if at == len(text):
        return True
    return text.startswith((" from <", " for "), at) and text.count('"', at) % 2 == 0
