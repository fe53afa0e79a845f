"""`mailtui events`: what sending services sent; the payload of one; read again what was not understood."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from mailtui.cli import app, output
from mailtui.model.person_masking import shown_payload, shown_words
from mailtui.model.visible import is_shared, visible

if TYPE_CHECKING:
    from mailtui.model.webhook import PayloadView, Retried
    from mailtui.services.webhooks import Webhooks

HEADINGS = ("id", "time", "service", "account", "events", "error", "payload")


@click.group(invoke_without_command=True)
@click.option("--failed", is_flag=True, help="Only payloads that were not understood in full.")
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help="How many, newest first."
)
@output.format_options
@click.pass_context
def command(ctx: click.Context, failed: bool, limit: int, form: str) -> None:
    """List what sending services sent; read some of it again.

    Nothing is lost that was not understood: it is kept, shown here, and read again by `retry`.
    """
    if ctx.invoked_subcommand is not None:
        return
    found = _webhooks().newest(limit, failed=failed)
    if form == "json":
        output.print_json([_as_json(one) for one in found])
    elif found or form == "csv":
        from mailtui.cli.times import for_people

        zone = app.operator_zone()
        rows = [
            (
                one.id,
                for_people(one.received, zone),
                one.service,
                one.account,
                one.events,
                one.error or (None if one.processed else "not read yet"),
                shown_words(one.words),
            )
            for one in found
        ]
        output.print_rows(HEADINGS, rows, form)
    else:
        output.say(
            "every payload was understood" if failed else "no service sent anything yet: mailtui import FILE"
        )


@command.command()
@click.argument("payload", type=int, metavar="ID")
@click.option("--raw", is_flag=True, help="Print it byte for byte, for a file or a pipe.")
@output.json_option
def show(payload: int, raw: bool, as_json: bool) -> None:
    """Print one payload as it came, and what was not understood of it."""
    from mailtui.errors import NotFoundError, UsageError
    from mailtui.services.providers import readable

    if raw and is_shared():
        raise UsageError(
            "names are masked, and --raw prints them as they came", "leave out --raw or --masked"
        )
    found, text = _webhooks().one(payload)
    if text is None:
        raise NotFoundError(f"the text of payload {payload} went by retention", "only its row is kept")
    if as_json:
        output.print_json(_as_json(found) | {"payload": shown_payload(text.decode("utf-8", "replace"))})
    elif raw:
        sys.stdout.buffer.write(text)
    else:
        for line in shown_payload(readable(text)).splitlines():
            click.echo(visible(line))
        if found.error:
            output.say(f"not understood: {found.error}")


@command.command()
@click.argument("ids", nargs=-1, type=int, metavar="[ID...]")
@click.option("--all", "everything", is_flag=True, help="Those that were understood, too.")
@output.json_option
def retry(ids: tuple[int, ...], everything: bool, as_json: bool) -> None:
    """Read payloads again with the parsers of now: these, or all that were not understood in full.

    After an upgrade --all finds in the payloads that are kept what an older mailtui did not look for, such as
    campaigns. Nothing is counted twice.
    """
    if ids and everything:
        from mailtui.errors import UsageError

        raise UsageError("there are IDs, and --all", "name payloads, or say --all")
    from mailtui.config.paths import rules_file
    from mailtui.services.webhooks import retry as read_again
    from mailtui.services.webhooks import retry_there

    _webhooks().check(ids)
    try:
        if app.has_worker():
            done = retry_there(app.database(), ids, lambda _: None, everything=everything)
        else:
            done = read_again(app.database(), rules_file(), ids, lambda _: None, everything=everything)
    except KeyboardInterrupt:
        output.say("Stopped. What is done stays; the same command does the rest")
        raise
    if as_json:
        output.print_json(done._asdict())
    else:
        output.say(_in_words(done, everything=everything))


def _webhooks() -> Webhooks:
    from mailtui.services.desk import open_desk

    return open_desk(app.database()).webhooks


def _in_words(done: Retried, *, everything: bool) -> str:
    if not done.tried and everything:
        return "no payload is kept"
    if not done.tried:
        return "every payload was understood: nothing to read again"
    rest = f"{done.failed} still not understood" if done.failed else "all understood"
    things = "payload" if done.tried == 1 else "payloads"
    return f"read {done.tried} {things} again: {done.events} events, {rest}"


def _as_json(one: PayloadView) -> dict[str, Any]:
    from mailtui.model.moment import iso

    return one._asdict() | {
        "received": iso(one.received),
        "processed": None if one.processed is None else iso(one.processed),
        "service": one.service,
        "words": shown_words(one.words),
    }
