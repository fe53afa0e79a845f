"""`mailtui stats`: how much there is of what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output

if TYPE_CHECKING:
    from mailtui.model.summary import Stats


@click.command()
@click.option("--since", metavar="TIME", help="Only what is newer: 2h, 7d, yesterday, 2026-11-20, ...")
@click.option("--unrecognised", is_flag=True, help="List the newest lines that were not understood instead.")
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True, help="Such lines at most.")
@output.json_option
def command(since: str | None, unrecognised: bool, limit: int, as_json: bool) -> None:
    """Count messages, outcomes, attempts and log lines."""
    if unrecognised:
        _list_unrecognised(limit, as_json)
        return
    from dataclasses import asdict

    from mailtui.services.stats import stats

    start = None if since is None else _moment(since)
    found = stats(app.database(), start)
    if as_json:
        output.print_json(asdict(found))
        return
    output.print_table(("what", "number"), list(_rows(found)))


def _list_unrecognised(limit: int, as_json: bool) -> None:
    from mailtui.cli.times import for_people, iso_or_none
    from mailtui.cli.trace_output import raw_object
    from mailtui.services.stats import unrecognised

    lines = unrecognised(app.database(), limit)
    if as_json:
        output.print_json(
            [
                {
                    "time": iso_or_none(line.key.time),
                    "server": line.server,
                    "queue_id": line.queue_id,
                    **raw_object(line.raw),
                }
                for line in lines
            ]
        )
        return
    zone = app.operator_zone()
    rows = [
        (
            for_people(line.key.time, zone),
            f"{line.raw.path}:{line.raw.line_number}",
            raw_object(line.raw)["text"],
        )
        for line in lines
    ]
    if rows:
        output.print_table(("time", "file and line", "not understood"), rows)
    else:
        output.say("every line was understood")


def _rows(found: Stats) -> Iterator[tuple[str, int]]:
    yield "messages", found.messages
    yield "recipients", sum(found.recipients.values())
    yield from _parts(found.statuses)
    yield "delivery attempts", sum(found.attempts.values())
    yield from _parts(found.attempts)
    yield "rejections", found.rejections
    yield "log entries", sum(found.entries.values())
    yield from _parts(found.entries)
    yield "not understood", found.unrecognised


def _moment(text: str) -> int:
    import time

    from mailtui.cli.since import since

    return since(text, time.time_ns() // 1000, app.operator_zone())


def _parts(counts: dict[str, int]) -> Iterator[tuple[str, int]]:
    """The parts of a sum, largest first, indented; those that are none are left out."""
    for name, count in sorted(counts.items(), key=lambda part: -part[1]):
        if count:
            yield f"  {name.replace('_', ' ')}", count
