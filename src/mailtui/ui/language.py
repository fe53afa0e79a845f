"""The query language as the screens use it: read a text, narrow it, loosen it. Pure.

The parser is imported where it is used: the first paint does not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from mailtui.errors import QueryError
from mailtui.model.visible import is_shared

if TYPE_CHECKING:
    from mailtui.query.tree import Node, Query

FAILED = "is:failed"
Names = Mapping[str, str]
"""Saved searches: name to query."""
NO_NAMES: Names = MappingProxyType({})


@dataclass(frozen=True)
class Reading:
    """What a text means: its English, or an error with its place."""

    text: str
    english: str = ""
    error: QueryError | None = None
    saved: Names = field(default_factory=dict)
    """The saved searches that it may name."""

    @cached_property
    def query(self) -> Query | None:
        """The tree; None when there is an error."""
        from mailtui.query import parse

        return parse(self.text, self.saved) if self.error is None else None

    @cached_property
    def spelled_out(self) -> str:
        """The text without names of saved searches."""
        from mailtui.query.tree import spelled_out

        query = self.query if "@" in self.text else None
        if query is None or query.where is None:
            return self.text
        return str(replace(query, where=spelled_out(query.where)))


NOTHING = Reading("", "everything")
"""The empty query, known without the parser: the first paint does not wait for it."""


def read(text: str, saved: Names = NO_NAMES) -> Reading:
    """Read a text, which may name saved searches; never raises."""
    if not text:
        return NOTHING

    from mailtui.query import explain, parse

    try:
        tree = parse(text, saved)
    except QueryError as error:
        return Reading(text, error=_seen_error(text, error, saved), saved=saved)
    return Reading(text, _seen_english(text, saved) if is_shared() else explain(tree), saved=saved)


def _seen_english(text: str, saved: Names) -> str:
    from mailtui.query.masking import masked_english

    return masked_english(text, saved)


def _seen_error(text: str, error: QueryError, saved: Names) -> QueryError:
    if not is_shared():
        return error
    from mailtui.query.masking import masked_error

    return masked_error(text, error, saved)


def toggled(text: str, term: str, saved: Names = NO_NAMES) -> str:
    """The query with a term added, or taken away where it stands as one of the conditions.

    QueryError when the text does not parse.
    """
    from mailtui.query import parse
    from mailtui.query.tree import And, Or

    query, condition = parse(text, saved), parse(term).where
    conditions = _conditions(query)
    if condition in conditions:
        return str(replace(query, where=_joined([node for node in conditions if node != condition])))
    if not isinstance(query.where, Or):
        return f"{text.strip()} {term}".strip()
    return str(replace(query, where=And((query.where, *_conditions(parse(term))))))


def narrowed(query: Query, condition: str) -> Query:
    """The query with more to be met; its order stays."""
    from mailtui.query import parse

    return replace(query, where=_joined([*_conditions(query), *_conditions(parse(condition))]))


def relaxed(query: Query) -> list[tuple[str, Query]]:
    """The query without each of its conditions in turn, with the condition left out as it is written."""
    conditions = _conditions(query)
    return [
        (str(left_out), replace(query, where=_joined([*conditions[:place], *conditions[place + 1 :]])))
        for place, left_out in enumerate(conditions)
        if len(conditions) > 1
    ]


def _conditions(query: Query) -> list[Node]:
    from mailtui.query.tree import And

    if query.where is None:
        return []
    return list(query.where.children) if isinstance(query.where, And) else [query.where]


def _joined(conditions: list[Node]) -> Node | None:
    from mailtui.query.tree import And

    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return And(tuple(conditions))
