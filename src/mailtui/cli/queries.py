"""A query of the command line: read with the saved searches, an error shown where it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailtui.cli import app, output

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailtui.query.tree import Query
    from mailtui.services.searches import Searches


def searches() -> Searches:
    """The saved searches of this run."""
    from mailtui.services.searches import Searches

    return Searches(app.settings().searches)


def parsed(text: str) -> Query:
    """The query; QueryError after stderr has shown where it is wrong."""
    from mailtui.errors import QueryError
    from mailtui.query import caret, parse

    known = searches() if "@" in text else None
    try:
        return parse(text, known.names() if known else None)
    except QueryError as error:
        for problem in known.problems() if known else ():
            output.say(problem)
        output.say(caret(text, error))
        raise


def english(text: str, query: Query, names: Mapping[str, str] | None = None) -> str:
    """What the query of that text means, as it may be seen: names are masked while the screen is shared."""
    from mailtui.model.visible import is_shared
    from mailtui.query import explain

    if not is_shared():
        return explain(query)
    from mailtui.query.masking import masked_english

    return masked_english(text, searches().names() if names is None else names)


def seen(text: str) -> str:
    """The text of a query, as it may be seen."""
    from mailtui.model.visible import is_shared
    from mailtui.query.masking import masked_query

    return masked_query(text) if is_shared() else text


def spelled_out(text: str) -> str:
    """The query without names of saved searches, for who reads it without knowing them."""
    from mailtui.query.tree import spelled_out as of

    query = parsed(text)
    return str(replace(query, where=of(query.where))) if query.where is not None else text
