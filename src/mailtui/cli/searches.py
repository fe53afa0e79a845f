"""`mailtui searches`: queries with names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output, queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailtui.model.view import Total
    from mailtui.query.saved import SavedSearch
    from mailtui.services.search import Search

COUNTED = 10_000
"""Rows of one search counted at most."""


@click.group(invoke_without_command=True)
@click.option("--count", "counted", is_flag=True, help="Count the rows of each.")
@output.json_option
@click.pass_context
def command(ctx: click.Context, counted: bool, as_json: bool) -> None:
    """List, add or remove saved searches: @name in a query.

    In a query `@name` stands for the search of that name, on the screens too.

    They are in a text file, one `name = query` a line, that can be edited and shared: the setting searches.
    """
    if ctx.invoked_subcommand is not None:
        return
    known = queries.searches()
    found = [_told(one, known.names()) for one in known.listed()]
    if counted:
        _count(found)
    for problem in known.problems():
        output.say(problem)
    if as_json:
        output.print_json([{key: value for key, value in one.items() if key != "query"} for one in found])
    elif found:
        columns = ("name", "search", *(("rows",) if counted else ()), "reads")
        output.print_table(columns, [[_cell(one, column) for column in columns] for one in found])
    else:
        output.say(
            f"No search is saved in {known.path}. Save one: mailtui searches add NAME QUERY; S on a screen"
        )
    if known.problems() or any(one["error"] for one in found):
        app.fail(1)


@command.command()
@click.argument("name")
@click.argument("query", nargs=-1, required=True, metavar="QUERY")
def add(name: str, query: tuple[str, ...]) -> None:
    """Save a QUERY under a NAME; a search of that name gives way to it."""
    from mailtui.errors import QueryError
    from mailtui.query import caret

    text = " ".join(query)
    try:
        replaced = queries.searches().save(name, text)
    except QueryError as error:
        output.say(caret(text, error))
        raise
    output.say(f"@{name} {'is now' if replaced else 'is'} {queries.seen(text)}")


@command.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget the search of that NAME."""
    queries.searches().remove(name.removeprefix("@"))
    output.say(f"@{name.removeprefix('@')} is forgotten")


def _told(one: SavedSearch, names: Mapping[str, str]) -> dict[str, object]:
    """What is known of one, with what it means or what is wrong with it."""
    from mailtui.errors import QueryError
    from mailtui.model.visible import is_shared
    from mailtui.query import parse
    from mailtui.query.masking import masked_error

    told: dict[str, object] = {"name": one.name, "search": queries.seen(one.text), "line": one.line}
    try:
        query = parse(one.text, names)
    except QueryError as error:
        seen = masked_error(one.text, error, names) if is_shared() else error
        return told | {"reads": None, "error": seen.title, "query": None}
    return told | {"reads": queries.english(one.text, query, names), "error": None, "query": query}


def _count(found: list[dict[str, object]]) -> None:
    from mailtui.services.desk import open_desk

    search = open_desk(app.database(), app.operator_zone()).search
    for one in found:
        total = _total(search, one["query"])
        one["rows"] = total.value if total else None
        one["rows_is_exact"] = total.exact if total else None


def _total(search: Search, query: object) -> Total | None:
    from mailtui.query.tree import Query

    return search.total(query, COUNTED) if isinstance(query, Query) else None


def _cell(one: dict[str, object], column: str) -> str:
    if column == "rows":
        return "" if one["rows"] is None else f"{one['rows']}{'' if one['rows_is_exact'] else ' or more'}"
    return str(one[column] if one[column] is not None else one["error"])
