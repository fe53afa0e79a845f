"""`mailtui worker`: follow logs and do long work in the background."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output
from mailtui.cli.since import since

if TYPE_CHECKING:
    from mailtui.worker.work import Work


@click.command()
@click.option(
    "--log", "logs", multiple=True, metavar="PATH", help="Follow this instead of the settings' logs."
)
@click.option("--since", "since_", metavar="TIME", help="Leave files alone that were last written before.")
@click.option("--listen", metavar="ADDRESS", help="Take webhooks here, such as 127.0.0.1:8925.")
@click.option("--companion", is_flag=True, hidden=True, help="Started by a terminal; ends with it.")
def command(logs: tuple[str, ...], since_: str | None, listen: str | None, companion: bool) -> None:
    """Follow the logs of the settings and run jobs.

    PATH is a log, a folder or a pattern in quotes. What is there is imported first, oldest first; then
    every line as it is written. One worker per database.

    With --listen it also takes webhooks of sending services, for the accounts that the settings name.
    """
    from mailtui.worker import stopping

    stop = threading.Event()
    stopping.stop_on_signals(stop)
    if companion:
        stopping.stop_with_parent(stop)
    work = _work(logs, since_, listen, companion=companion)
    if not work.logs and not companion and work.listening is None:
        output.say("There is no log to follow: only jobs are done, and domains looked at.")
        output.say('To follow logs: --log, or in the settings logs = ["/var/log/exim4"]')
    from mailtui.worker import process

    process.run(work, stop)


def _work(logs: tuple[str, ...], since_: str | None, listen: str | None, *, companion: bool) -> Work:
    from mailtui.config.databases import databases
    from mailtui.config.domains import domain_options
    from mailtui.config.keeping import days
    from mailtui.config.paths import rules_file
    from mailtui.config.webhooks import listening
    from mailtui.store.lock import COMPANION, SERVICE
    from mailtui.worker.work import Work

    settings = app.settings()
    return Work(
        settings.db,
        logs or settings.logs,
        settings.server,
        settings.time_zone,
        rules_file(),
        settings.watch,
        None if since_ is None else since(since_, time.time_ns() // 1000, app.operator_zone()),
        COMPANION if companion else SERVICE,
        domain_options(settings),
        days(settings),
        settings.exim,
        settings.queue_minutes,
        settings.suppress == "now",
        databases(settings),
        None if companion else listening(settings, listen),
    )
