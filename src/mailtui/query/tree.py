"""A query as a tree of frozen nodes. `str(node)` writes it back so that it parses to the same tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mailtui.query import fields, numbers
from mailtui.query.fields import FieldType


class Op(StrEnum):
    """How a number, size or duration is compared."""

    EQ = "="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Text:
    """A part of a text (or, `exact`, all of it), without regard to case."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Domain:
    """Addresses at a domain, or (`subdomains`) at any of its subdomains."""

    name: str
    subdomains: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, searched for without regard to case."""

    source: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A number in the base unit of the field: bytes, seconds, or a plain count."""

    op: Op
    number: float


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included, in the base unit of the field."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of the field's closed list."""

    word: str


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time as it was written: `2h` ago, `2026-11-18`, `2026-11-18T10:30`, `yesterday`, `now`."""

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of `start` to the end of `end` (a day written as a date counts whole).

    `exclusive` leaves the ends themselves out: after the end of `start`, before the beginning of `end`.
    """

    start: Instant | None
    end: Instant | None
    exclusive: bool = False


Value = Text | Domain | Pattern | Compare | Range | Choice | Span


@dataclass(frozen=True, slots=True)
class Term:
    """`field:value,value`: any of the values. Bare words have the field `text`, bare addresses `address`."""

    field: str
    """The name in `fields.FIELDS`, never an alias."""
    values: tuple[Value, ...]

    def __str__(self) -> str:
        only = self.values[0] if len(self.values) == 1 else None
        if self.field == "text" and isinstance(only, Text):
            return only.text if _BARE.fullmatch(only.text) else quoted(only.text)
        kind = fields.FIELDS[self.field].type
        return f"{self.field}:{','.join(_written(value, kind, self.field) for value in self.values)}"


@dataclass(frozen=True, slots=True)
class Not:
    child: Node

    def __str__(self) -> str:
        return f"-{_grouped(self.child)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of them; two or more."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(map(_grouped, self.children))


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them; two or more."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        # No parentheses around AND, which binds tighter: writing never nests deeper than was read.
        return " OR ".join(_grouped(node) if isinstance(node, Or) else str(node) for node in self.children)


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search by its name; `child` is what it stood for when the query was read."""

    name: str
    child: Node

    def __str__(self) -> str:
        return f"@{self.name}"


Node = Term | Not | And | Or | Saved


@dataclass(frozen=True, slots=True)
class Sort:
    """`sort:date` (newest first is `sort:-date`, the default), delay, size, tries."""

    field: str = "date"
    descending: bool = True

    def __str__(self) -> str:
        return f"sort:{'-' if self.descending else ''}{self.field}"


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query; `where` is None for 'everything'."""

    where: Node | None = None
    sort: Sort = Sort()

    def __str__(self) -> str:
        where = [] if self.where is None else [str(self.where)]
        order = [] if self.sort == Sort() else [str(self.sort)]
        return " ".join(where + order)


_BARE = re.compile(r"(?!(?:OR|AND|NOT)$)\w+")
_PLAIN = re.compile(r"\w[\w.@+:~%-]*")
_SLASH = re.compile(r"\\.|/", re.DOTALL)
_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"})


def spelled_out(node: Node) -> Node:
    """The same without names: each saved search as if it had been written there."""
    match node:
        case Saved(_, child):
            return spelled_out(child)
        case Not(child):
            return Not(spelled_out(child))
        case And(children):
            spelled = map(spelled_out, children)
            flat = (one.children if isinstance(one, And) else (one,) for one in spelled)
            return And(tuple(part for parts in flat for part in parts))
        case Or(children):
            return Or(tuple(map(spelled_out, children)))
        case Term():
            return node


def quoted(text: str) -> str:
    """The text in quotes: it stands for itself, whatever is in it."""
    return f'"{text.translate(_ESCAPES)}"'


def plain(text: str) -> str:
    """The text as a value of a field: in quotes only where it would be read as something else."""
    return text if _PLAIN.fullmatch(text) else quoted(text)


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def _written(value: Value, kind: FieldType, field: str) -> str:
    match value:
        case Text(text, exact):
            shown = quoted(text) if not exact and _means_more(text, kind) else plain(text)
            return f"={shown}" if exact else shown
        case Domain(name, subdomains):
            return f"@*.{name}" if subdomains else f"@{name}"
        case Pattern(source):
            return f"/{_SLASH.sub(_escaped_slash, source)}/"
        case Choice(word):
            return word
        case Compare(op, number):
            return _sign(op, kind) + numbers.written(number, kind)
        case Range(low, high):
            if kind is FieldType.CODE and high - low in (9, 99) and low % (high - low + 1) == 0:
                return f"{int(low) // 100}xx" if high - low == 99 else f"{int(low) // 10}x"
            return f"{numbers.written(low, kind)}..{numbers.written(high, kind)}"
        case Span():
            return _span(value, field)


def _means_more(text: str, kind: FieldType) -> bool:
    """Without its quotes it would be read as something else: a `Domain`, or the word `any`."""
    return (kind is FieldType.DOMAIN and "." in text) or (kind is FieldType.NOTE and text.lower() == "any")


def _escaped_slash(found: re.Match[str]) -> str:
    return r"\/" if found[0] == "/" else found[0]


def _sign(op: Op, kind: FieldType) -> str:
    """Sizes and durations without a sign mean 'at least', counts and codes 'exactly'."""
    unsigned = Op.GE if kind in (FieldType.SIZE, FieldType.DURATION) else Op.EQ
    return "" if op is unsigned else op.value


def _span(span: Span, field: str) -> str:
    start = span.start.text if span.start else ""
    end = span.end.text if span.end else ""
    if field != "date":
        return start or end
    return start if start == end else f"{start}..{end}"
