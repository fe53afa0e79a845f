"""What a field of the query language is, and how one is made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from mailtui.query.words import Known


class FieldType(StrEnum):
    """What values a field takes, and so how it is matched. Case never counts, except in ID."""

    ADDRESS = auto()
    """`Text` part of an address (`exact`: all of it, '' is the null sender), `Domain`, `Pattern`."""
    DOMAIN = auto()
    """`Domain`, `Text` part of a domain name, `Pattern`."""
    HOST = auto()
    """`Text` part of a host name (`exact`: all of it), `Domain`: that name and all below it, or only
    (`subdomains`) those below, `Pattern`."""
    TEXT = auto()
    """`Text` part of one column (`exact`: all of it), `Pattern`."""
    FULL_TEXT = auto()
    """`Text`: a word or phrase in log lines, replies, subjects; `Pattern`. Never exact."""
    WORDS = auto()
    """`Choice` of the field's closed list `words`."""
    NUMBER = auto()
    """`Compare` or `Range` of whole numbers."""
    SIZE = auto()
    """`Compare` or `Range` in bytes."""
    DURATION = auto()
    """`Compare` or `Range` in seconds."""
    CODE = auto()
    """`Compare` or `Range` of three-digit SMTP reply codes (RFC 5321 section 4.2)."""
    ENHANCED_CODE = auto()
    """`Text` '5.1.1', '5.1' or '5': that code, or codes that go on with a dot (RFC 3463)."""
    MOMENT = auto()
    """`Span`, to be resolved with `moments.resolve`."""
    ID = auto()
    """`Text`: an Exim message id or (not `exact`) its beginning. Upper and lower case differ."""
    MESSAGE_ID = auto()
    """`Text` part of a Message-ID without angle brackets (`exact`: all of it), `Pattern`."""
    IP = auto()
    """`Text`: a whole IP address, or with a last `.` or `:` all addresses that begin so."""
    INCIDENT = auto()
    """`Text`: the number of an incident; `Choice`: a word of `words`."""
    NOTE = auto()
    """`Text` part of a note (`exact`: all of it), `Pattern`; `Choice`: a word of `words`."""
    TAG = auto()
    """`Text`: the name of a tag, in lower case; `Choice`: a word of `words`."""
    SORT = auto()
    """No condition: becomes the `Sort` of the query."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the query language."""

    name: str
    type: FieldType
    help: str
    """One sentence without a full stop."""
    examples: tuple[str, ...]
    """Whole terms that parse."""
    reads: str = "{}"
    """How it is read back in English; `{}` is the value."""
    words: tuple[Known, ...] = ()
    """The closed list of words, when there is one."""
    aliases: tuple[str, ...] = ()
    order: tuple[str, str] | None = None
    """What sorting by it is called, ascending and descending; None when rows cannot be sorted by it."""

    @property
    def sortable(self) -> bool:
        return self.order is not None


def field(
    name: str,
    type_: FieldType,
    help_: str,
    examples: str,
    reads: str = "{}",
    *,
    words: tuple[Known, ...] = (),
    aliases: tuple[str, ...] = (),
    order: tuple[str, str] | None = None,
) -> Field:
    """A field; `examples` are values with two spaces between them."""
    terms = tuple(f"{name}:{example}" for example in examples.split("  "))
    return Field(name, type_, help_, terms, reads, words, aliases, order)
