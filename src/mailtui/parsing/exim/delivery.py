"""`=>`, `->`, `>>`, `*>`: an address was delivered (Exim manual, "Deliveries")."""

from __future__ import annotations

from typing import Any

from mailtui.model.enums import EventKind
from mailtui.parsing.exim import address, fields, remote

_PSEUDO = ("blackhole (", "discarded (")


def read(text: str, start: int, found: dict[str, Any], kind: EventKind) -> None:
    """The delivery line whose address begins at `start`."""
    found["kind"] = kind
    if text.startswith(_PSEUDO, start):
        _pseudo(text, start, found)
        return
    who = address.read(text, start)
    who.fill(found)
    known = fields.scan(text, who.end)
    fields.fill(found, known)
    if "confirmation" in found:
        remote.fill(found, found["confirmation"])
    rest = text[known.end :].strip(" ")
    if rest:
        found["text"] = rest


def _pseudo(text: str, start: int, found: dict[str, Any]) -> None:
    """`blackhole (DATA ACL discarded recipients): why`: nobody was delivered to."""
    word, _, rest = text[start:].partition(" ")
    found["address"] = word
    found["text"] = rest
