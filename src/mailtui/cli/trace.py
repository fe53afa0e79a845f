"""`mailtui trace`: everything that happened to one message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, opening, output
from mailtui.errors import AmbiguousError, NotFoundError

if TYPE_CHECKING:
    from mailtui.model.view import MessageView, Trace


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--server", metavar="NAME", help="Only messages of this server.")
@output.json_option
def command(identifier: str, server: str | None, as_json: bool) -> None:
    """Show everything that happened to one message.

    ID is Exim's queue id or the Message-ID (with or without angle brackets). When several messages
    have it they are listed and the exit code is 2.
    """
    from mailtui.config.paths import rules_file
    from mailtui.services.desk import open_desk

    retry = opening.retry_of(app.settings())
    tracing = open_desk(app.database(), rules=rules_file(), retry=retry).tracing
    found = [message for message in tracing.find(identifier) if server in (None, message.server)]
    if not found:
        raise NotFoundError(f"no message has the id {identifier}", _where_else(server))
    if len(found) > 1:
        _print_candidates(found, as_json)
        raise AmbiguousError(f"{len(found)} messages have the id {identifier}", _how_to_choose(found))
    _print(tracing.trace(found[0].id), as_json)


def _print(trace: Trace, as_json: bool) -> None:
    from mailtui.cli import trace_output
    from mailtui.model.visible import shown, visible

    if as_json:
        output.print_json(trace_output.as_object(trace))
        return
    for line in trace_output.story(shown(trace), app.operator_zone()):
        click.echo(visible(line))


def _print_candidates(found: Sequence[MessageView], as_json: bool) -> None:
    from mailtui.cli import trace_output

    if as_json:
        output.print_json({"candidates": [trace_output.message_object(message) for message in found]})
        return
    zone = app.operator_zone()
    cells = [trace_output.candidate_cells(message, zone) for message in found]
    output.print_table(trace_output.CANDIDATE_HEADINGS, cells)


def _where_else(server: str | None) -> str:
    elsewhere = "leave out --server, or " if server else ""
    return f"{elsewhere}import the log it is in: mailtui import PATH"


def _how_to_choose(found: Sequence[MessageView]) -> str:
    if len({message.queue_id for message in found}) > 1:
        return "name one by its queue id"
    return "name its server: --server NAME"
