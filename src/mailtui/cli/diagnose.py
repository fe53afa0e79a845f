"""`mailtui diagnose`: what a reply means."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from mailtui.cli import output
from mailtui.model.enums import Phase

if TYPE_CHECKING:
    from mailtui.diagnosis import Diagnoser
    from mailtui.model.diagnosis import Diagnosis

PHASES = click.Choice([str(phase) for phase in Phase])


@click.command()
@click.argument("text", required=False, metavar="[TEXT | -]")
@click.option("--host", help="The MX that said it; tells the provider.")
@click.option("--phase", type=PHASES, help="How far the session had come.")
@click.option("--errno", type=int, help="Exim's number in `defer (N)`.")
@click.option("--all", "everything", is_flag=True, help="Diagnose all failures in the database anew.")
@output.json_option
def command(
    text: str | None, host: str | None, phase: str | None, errno: int | None, everything: bool, as_json: bool
) -> None:
    """Say what a reply means: cause, side, advice.

    TEXT is what the log has of the failure. Without it, or with -, every line of standard input is a
    reply; with --json each is answered by one object on a line. With --all it is every failure in the
    database that is diagnosed, after a change of rules; incidents are made anew, their states stay.
    """
    from mailtui.cli import diagnose_print
    from mailtui.config.paths import rules_file
    from mailtui.services.diagnosing import open_diagnoser

    if everything:
        from mailtui.cli.diagnose_all import diagnose_all

        diagnose_all(text is not None, as_json)
        return
    alone = text is not None and text != "-"
    texts = iter([text]) if text is not None and alone else _lines()
    diagnoser = open_diagnoser(rules_file())
    for one in texts:
        found = _diagnosed(diagnoser, one, host, phase, errno)
        if as_json:
            output.print_json_line(diagnose_print.as_object(one, found))
        else:
            click.echo(diagnose_print.card(found) if alone else diagnose_print.line(one, found))


def _diagnosed(
    diagnoser: Diagnoser, text: str, host: str | None, phase: str | None, errno: int | None
) -> Diagnosis:
    from mailtui.diagnosis import Context

    return diagnoser.diagnose(Context(text, host=host, phase=Phase(phase) if phase else None, errno=errno))


def _lines() -> Iterator[str]:
    """The lines of standard input; bytes that are no UTF-8 are kept as surrogates."""
    from mailtui.errors import UsageError

    if sys.stdin.isatty():
        raise UsageError("there is no reply to diagnose", "give it in quotes, or pipe replies, one per line")
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "surrogateescape").rstrip("\r\n")
