"""A query as a tree of frozen nodes. `str(node)` writes it back so that it parses to the same tree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
class Choice:
    """A word of the field's closed list."""

    word: str


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time as it was written: `2h` ago, `2026-11-18`, `2026-11-18T10:30`, `yesterday`, `now`."""

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of `start` to the end of `end` (a day written as a date counts whole)."""

    start: Instant | None
    end: Instant | None


Value = Text | Domain | Pattern | Compare | Choice | Span


@dataclass(frozen=True, slots=True)
class Term:
    """`field:value,value`: any of the values. Bare words have the field `text`, bare addresses `address`."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]


Node = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class Sort:
    """`sort:date` (newest first is `sort:-date`, the default), delay, size, tries."""

    field: str = "date"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query; `where` is None for 'everything'."""

    where: Node | None = None
    sort: Sort = Sort()
