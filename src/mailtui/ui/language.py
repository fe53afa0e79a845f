"""The query language as the screens use it: read a text, narrow it, loosen it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailtui.errors import QueryError
from mailtui.query import explain, parse
from mailtui.query.tree import And, Node, Or, Query

FAILED = "is:failed"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text means: a query with its English, or an error with its place."""

    text: str
    query: Query | None = None
    english: str = ""
    error: QueryError | None = None


def read(text: str) -> Reading:
    """Read a text; never raises."""
    try:
        query = parse(text)
    except QueryError as error:
        return Reading(text, error=error)
    return Reading(text, query, explain(query))


def toggled(text: str, term: str) -> str:
    """The query with a term added, or taken away where it stands as one of the conditions.

    QueryError when the text does not parse.
    """
    query, condition = parse(text), parse(term).where
    conditions = _conditions(query)
    if condition in conditions:
        return str(replace(query, where=_joined([node for node in conditions if node != condition])))
    if not isinstance(query.where, Or):
        return f"{text.strip()} {term}".strip()
    return str(replace(query, where=And((query.where, *_conditions(parse(term))))))


def relaxed(query: Query) -> list[tuple[str, Query]]:
    """The query without each of its conditions in turn, with the condition left out as it is written."""
    conditions = _conditions(query)
    return [
        (str(left_out), replace(query, where=_joined([*conditions[:place], *conditions[place + 1 :]])))
        for place, left_out in enumerate(conditions)
        if len(conditions) > 1
    ]


def _conditions(query: Query) -> list[Node]:
    if query.where is None:
        return []
    return list(query.where.children) if isinstance(query.where, And) else [query.where]


def _joined(conditions: list[Node]) -> Node | None:
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return And(tuple(conditions))
