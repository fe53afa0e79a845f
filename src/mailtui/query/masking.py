"""A query as others may see it: what may be somebody's name is dots, one for each character. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mailtui.errors import QueryError
from mailtui.model.veil import MASK
from mailtui.query.english import explain
from mailtui.query.fields import FIELDS, FieldType
from mailtui.query.parser import parse

DOT = "•"
_ONE = r'=?(?:"(?:[^"\\]|\\.)*"?|/(?:[^/\\]|\\.)*/?|[^\s()",]+)[^\s(),]*'
_TERM = re.compile(rf"(?P<field>[A-Za-z][A-Za-z-]*:)(?P<held>(?:{_ONE}(?:,{_ONE})*)?)|(?P<bare>(?!-){_ONE})")
_SHAPES = re.compile(
    r"@[\w.*-]+|[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*|\w{6}-(?:\w{6}-\w{2}|\w{11}-\w{3,4})", re.ASCII
)
"""What names no person by its shape: a domain or a saved search, an IP address, a queue id."""
_NAMING = frozenset(
    {FieldType.ADDRESS, FieldType.TEXT, FieldType.FULL_TEXT, FieldType.MESSAGE_ID, FieldType.NOTE}
)
_OPEN = frozenset({"provider", "server", "router", "transport", "campaign", "mailbox"})
"""Fields of texts that name no person."""
_FILTER = re.compile(r'(?P<field>(?:by|act|since|until|on):)?(?P<held>"[^"]*"?|\S+)', re.IGNORECASE)
_NAMELESS = frozenset({"act:", "since:", "until:"})
_NUMBERED = re.compile(
    r"(?:incident|message|recipient|rejection|address|domain):[0-9]+|#[0-9]+|d[0-9]+\.[0-9]+"
)
"""What an act was on: an incident, a message, a row."""
_WORDS = frozenset({"or", "and", "not"})


def masked_query(text: str) -> str:
    """`to:bob@example.org timeout status:bounced` as `to:•••@example.org ••••••• status:bounced`."""
    return _TERM.sub(_masked, text)


def masked_filter(text: str) -> str:
    """Words that narrow a list, and what is asked of the audit: `by:ann since:2d` as `by:••• since:2d`."""
    return _FILTER.sub(_sifted, text)


def _sifted(found: re.Match[str]) -> str:
    field, value = found["field"] or "", found["held"]
    known = field.lower() in _NAMELESS or _NUMBERED.fullmatch(value) or _SHAPES.fullmatch(value)
    return field + (value if known else _hidden(value))


def masked_english(text: str, saved: Mapping[str, str]) -> str:
    """What a query means, with what may be a name masked: that of the masked query."""
    names = {name: masked_query(query) for name, query in saved.items()}
    try:
        return re.sub(f"{DOT}+", MASK, explain(parse(masked_query(text), names)))
    except QueryError:
        return MASK


def masked_error(text: str, error: QueryError, saved: Mapping[str, str]) -> QueryError:
    """An error may say a name: this is that of the masked query."""
    try:
        parse(masked_query(text), saved)
    except QueryError as masked:
        return QueryError(masked.title, error.position, error.length, masked.hint)
    return QueryError("this cannot be read", error.position, error.length)


def _masked(found: re.Match[str]) -> str:
    field, value = found["field"], found["held"]
    if field is None:
        return _bare(found["bare"])
    name = field[:-1].lower()
    known = next((one for one in FIELDS.values() if name in (one.name, *one.aliases)), None)
    names = known is None or (known.type in _NAMING and known.name not in _OPEN)
    closed = known is not None and value.lower() in {one.word for one in known.words}
    hide = (names and not closed) or "@" in value.lstrip("@")
    return field + (_hidden(value) if hide else value)


def _bare(value: str) -> str:
    """A word of the language is shown, also while it is typed; of anything else nothing is."""
    word = value.lower()
    names = (name for one in FIELDS.values() for name in (one.name, *one.aliases))
    known = word in _WORDS or any(name.startswith(word) for name in names) or _SHAPES.fullmatch(value)
    return value if known else _hidden(value)


def _hidden(value: str) -> str:
    """Dots for everything but what holds it together, and the domain of an address."""
    parts = re.split(r'([,<>"=/])', value)
    return "".join(part if number % 2 else _dots(part) for number, part in enumerate(parts))


def _dots(part: str) -> str:
    local, at, domain = part.rpartition("@")
    if not at:
        return re.sub(r"\S", DOT, part) if part else part
    return DOT * len(local) + at + domain
