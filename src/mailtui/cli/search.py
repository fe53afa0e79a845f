"""`mailtui search`: the search screen without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output, queries

if TYPE_CHECKING:
    from datetime import tzinfo

    from mailtui.model.view import SearchRow, Total
    from mailtui.query.tree import Query
    from mailtui.services.search import Search

DEFAULT_LIMIT = 100


@click.command()
@click.argument("query", nargs=-1, required=True, metavar="QUERY")
@click.option(
    "--limit", type=click.IntRange(0), default=DEFAULT_LIMIT, show_default=True, help="Rows at most."
)
@output.format_options
def command(query: tuple[str, ...], limit: int, form: str) -> None:
    """Find messages, recipients and rejections.

    QUERY is what the search screen takes, for example: to:bob status:bounced since:2h. One row per
    recipient of a message or rejection, newest first. An empty QUERY ('') finds everything.
    """
    from mailtui.services.desk import open_desk

    text = " ".join(query)
    tree = queries.parsed(text)
    zone = app.operator_zone()
    search = open_desk(app.database(), zone).search
    total = search.total(tree)
    rows = _rows(search, tree, limit)
    if form == "json":
        _print_json(text, tree, total, rows)
    else:
        _print(rows, form, zone)
    if not total.value and total.exact and form != "json":
        output.say(f"{queries.english(text, tree) or 'everything'}: nothing was found")
    elif form == "table" or total.value > limit:
        shown = f"{min(limit, total.value)} of {total.value}{'' if total.exact else ' or more'}"
        more = "; --limit N shows more" if total.value > limit else ""
        output.say(f"{queries.english(text, tree) or 'everything'}: {shown}{more}")


def _rows(search: Search, query: Query, limit: int) -> Iterator[SearchRow]:
    """The first `limit` rows, page by page."""
    from mailtui.model.visible import shown
    from mailtui.services.exporting.reading import rows_of_query

    return map(shown, rows_of_query(search, query, limit))


def _print_json(text: str, query: Query, total: Total, rows: Iterator[SearchRow]) -> None:
    from mailtui.cli.search_output import as_object

    output.print_json(
        {
            "query": queries.seen(text),
            "explained": queries.english(text, query),
            "total": total.value,
            "total_is_exact": total.exact,
            "rows": [as_object(row) for row in rows],
        }
    )


def _print(rows: Iterator[SearchRow], form: str, zone: tzinfo) -> None:
    from mailtui.cli import search_output

    if form == "csv":
        output.print_csv(search_output.KEYS, map(search_output.as_record, rows))
        return
    output.print_rows(search_output.HEADINGS, [search_output.as_cells(row, zone) for row in rows], form)
