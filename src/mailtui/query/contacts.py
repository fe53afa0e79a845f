"""What is asked of contacts: words, and `status:`, `list:`, `segment:`, `domain:`, `tag:`. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtui.errors import QueryError
from mailtui.model.enums import ContactStatus
from mailtui.query.nearest import nearest

FIELDS = ("status", "list", "segment", "domain", "tag")
_TERM = re.compile(r'(?:(?P<field>[A-Za-z_-]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')


class ContactQuery(NamedTuple):
    """The parts of a query; what is empty asks nothing. Lists and segments by their names or ids."""

    words: tuple[str, ...] = ()
    statuses: tuple[ContactStatus, ...] = ()
    lists: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def parse(text: str) -> ContactQuery:
    """`bob status:subscribed list:"Spring news"` -> its parts. QueryError where a field or status is none."""
    found: dict[str, list[str]] = {name: [] for name in ("word", *FIELDS)}
    statuses = []
    for term in _TERM.finditer(text):
        field = (term["field"] or "").lower()
        value = term["quoted"] if term["quoted"] is not None else term["plain"]
        if not field:
            found["word"] += [value] if value else []
        elif field == "status":
            statuses += [_status(one, term.start()) for one in value.split(",") if one]
        elif field not in FIELDS:
            near = nearest(field, FIELDS)
            hint = f"did you mean {near}:?" if near else f"known: {', '.join(f'{one}:' for one in FIELDS)}"
            raise QueryError(f"contacts have no {field}:", term.start(), len(term[0]), hint)
        elif value:
            found[field].append(value)
    domains = tuple(one.lower().lstrip("@").rstrip(".") for one in found["domain"])
    return ContactQuery(
        tuple(found["word"]),
        tuple(statuses),
        tuple(found["list"]),
        tuple(found["segment"]),
        domains,
        tuple(found["tag"]),
    )


def _status(text: str, position: int) -> ContactStatus:
    try:
        return ContactStatus(text.lower())
    except ValueError:
        hint = f"known: {', '.join(ContactStatus)}"
        raise QueryError(f"there is no status {text}", position, len(text), hint) from None
