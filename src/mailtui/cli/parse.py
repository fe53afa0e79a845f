"""`mailtui parse`: what each line of a log says, without a database."""

from __future__ import annotations

import click


@click.command("parse", short_help="Print what each line of a log says, without a database.")
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per physical line.")
@click.option(
    "--log",
    "log_name",
    type=click.Choice(["main", "reject", "panic"]),
    help="Which of Exim's logs it is (found out from name and content when not given).",
)
@click.option(
    "--time-zone",
    metavar="ZONE",
    help="Zone of stamps that carry none, such as Europe/Berlin [default: UTC].",
)
def command(file: str, as_json: bool, log_name: str | None, time_zone: str | None) -> None:
    """Print what each line of FILE says. FILE may be compressed; - is standard input.

    Times are UTC. Nothing is stored.
    """
    from mailtui.cli import parse_lines
    from mailtui.cli.parse_print import as_json_line, as_text

    show = as_json_line if as_json else as_text
    for shown in parse_lines.each(file, log_name, time_zone):
        click.echo(show(shown))
