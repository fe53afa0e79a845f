"""`mailtui import`: read logs into the database."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

import click

from mailtui.cli import app, opening, output
from mailtui.cli.progress import as_progress, progress
from mailtui.errors import InputError, UsageError
from mailtui.model.foreign import is_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailtui.model.foreign import ForeignRead
    from mailtui.model.job import JobView
    from mailtui.model.summary import ImportSummary
    from mailtui.model.view import ImportProgress

_LINES = ("lines", "new_lines", "unrecognised", "events")
_FACTS = ("messages", "recipients", "attempts", "rejections")
SERVICES = ("ses", "sendgrid", "mailgun", "postmark", "sparkpost", "brevo", "mailjet")
SYSTEMS = ("openmailer", "relay", "mailman")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--server",
    metavar="NAME",
    help="The mail server the logs are of [default: the host in syslog lines, or this machine]; "
    "of events the account [default: the service].",
)
@click.option(
    "--format",
    "service",
    type=click.Choice(SERVICES + SYSTEMS),
    help="The service whose events they are, or the system of a database [default: told by what is there].",
)
@click.option(
    "--time-zone",
    metavar="ZONE",
    help="Zone of stamps that carry none, such as Europe/Berlin; kept for the server [default: ours].",
)
@click.option(
    "--no-diagnosis",
    "undiagnosed",
    is_flag=True,
    help="Leave the causes of failures, and incidents, to `mailtui diagnose --all`.",
)
@output.json_option
def command(
    paths: tuple[str, ...],
    server: str | None,
    time_zone: str | None,
    service: str | None,
    undiagnosed: bool,
    as_json: bool,
) -> None:
    """Read logs, events, mail, databases; nothing is added twice.

    PATH is a log, a file of events (JSON, JSON Lines), mail (an mbox, a maildir, a single one), a folder, a
    pattern in quotes, or - for standard input. Files may be compressed with gzip, xz, bzip2 or zstd. Or it
    is the URL of another system's database: postgresql://reader@db.example/openmailer. While a worker has
    the database of mailtui, it reads them.
    """

    settings = app.settings()
    urls, paths = _parted(paths)
    read = [_database(url, server, time_zone, service, as_json=as_json) for url in urls]
    if not paths:
        if as_json:
            output.print_json({"databases": [_as_json(one) for one in read]})
        _fail(read)
        return
    origin = _Origin(server or settings.server, time_zone or settings.time_zone, service, server)
    try:
        handed = _handed_over(paths, origin) if app.has_worker() else None
        undiagnosed = undiagnosed and handed is None
        summary = handed if handed is not None else _imported(paths, origin, diagnose=not undiagnosed)
    except KeyboardInterrupt:
        output.say("Stopped. What was read stays; the same command goes on from there")
        raise
    _print_summary(summary, as_json, read)
    if undiagnosed:
        output.say("Failures have no cause yet; `mailtui diagnose --all` finds them, and the incidents")
    _tell_rest(summary)
    _fail(read)


def _tell_rest(summary: ImportSummary) -> None:
    """What was left out, and what could not be read."""
    if summary.left_out:
        output.say(summary.left_out)
    for problem in summary.problems:
        opening.report(problem)
    if summary.problems:
        app.fail(summary.problems[0].exit_code)


def _fail(read: Sequence[ForeignRead]) -> None:
    """Where a table could not be read, programs are told."""
    if any(one.unread for one in read):
        app.fail(InputError.exit_code)


def _as_json(found: ForeignRead) -> dict[str, object]:
    from mailtui.cli.foreign import as_json

    return as_json(found)


def _parted(given: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Databases, and files."""
    urls = [one for one in given if is_address(one)]
    return urls, tuple(one for one in given if not is_address(one))


def _database(
    url: str, server: str | None, zone: str | None, system: str | None, *, as_json: bool
) -> ForeignRead:
    from mailtui.cli import foreign
    from mailtui.model.foreign import Asked

    if system is not None and system not in SYSTEMS:
        raise UsageError(f"{system} is no system whose database is read", f"name one of {', '.join(SYSTEMS)}")
    try:
        found = foreign.read(Asked(url, "", system or "", server or "", zone or ""))
    except KeyboardInterrupt:
        output.say("Stopped. What was read stays; the same command goes on from there")
        raise
    if not as_json:
        foreign.show(found)
    return found


class _Origin(NamedTuple):
    """Whose files they are, as far as who asks says."""

    server: str | None
    zone: str | None
    service: str | None
    account: str | None


def _imported(paths: tuple[str, ...], origin: _Origin, *, diagnose: bool) -> ImportSummary:
    from mailtui.services.expecting import expect_import

    expect_import(paths)
    from mailtui.config.paths import rules_file
    from mailtui.model.enums import EventProvider
    from mailtui.services.imports import Telling, import_logs

    service = None if origin.service is None else EventProvider(origin.service)
    with progress() as report:
        return import_logs(
            app.database(),
            paths,
            server=origin.server,
            zone=origin.zone,
            progress=report,
            rules=rules_file(),
            telling=Telling(service, origin.account),
            diagnose=diagnose,
        )


def _handed_over(paths: tuple[str, ...], origin: _Origin) -> ImportSummary | None:
    """What the worker made of the files; None when it ended before it began."""
    from mailtui.services.handing import NotBegunError, import_there

    with progress() as report:

        def look(job: JobView, at: ImportProgress | None) -> None:
            if report is not None:
                report(at or as_progress(job))

        try:
            return import_there(app.database(), paths, *origin[:2], look, *origin[2:])
        except NotBegunError:
            return None


def _print_summary(summary: ImportSummary, as_json: bool, read: Sequence[ForeignRead]) -> None:
    if as_json:
        more = {"databases": [_as_json(one) for one in read]} if read else {}
        files = [asdict(file) for file in summary.files]
        totals = {name: getattr(summary, name) for name in (*_LINES, *_FACTS)}
        output.print_json({"files": files, **totals, "seconds": round(summary.seconds, 3)} | more)
        return
    if not summary.files:
        return
    _print_files(summary)
    added = ", ".join(_counted(getattr(summary, name), name) for name in _FACTS)
    click.echo(f"added {added} in {summary.seconds:.1f} s")
    logs = sum(file.too_old for file in summary.files if file.events is None)
    if logs:
        output.say(
            f"{_counted(logs, 'lines')} left out: lines or mail that old went by retention "
            "(keep_lines, keep_attempts)"
        )
    told = sum(file.too_old for file in summary.files if file.events is not None)
    if told:
        output.say(f"{_counted(told, 'events')} left out: mail that old went by retention (keep_attempts)")


def _print_files(summary: ImportSummary) -> None:
    rows = [(file.path, file.lines, file.new, file.unrecognised, file.events) for file in summary.files]
    if len(rows) > 1:
        rows.append(("all", summary.lines, summary.new_lines, summary.unrecognised, summary.events))
    columns = ("file", "lines", "new", "not understood", "events")
    shown = len(columns) if any(file.events is not None for file in summary.files) else len(columns) - 1
    output.print_rows(columns[:shown], [row[:shown] for row in rows], "plain")
    failed = sum(file.unrecognised for file in summary.files if file.events is not None)
    if failed:
        output.say(
            f"{_counted(failed, 'payloads')} of events not understood in full; `mailtui events --failed` "
            "lists them"
        )


def _counted(number: int, things: str) -> str:
    return f"{number} {things.removesuffix('s') if number == 1 else things}"
