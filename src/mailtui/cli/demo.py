"""`mailtui demo`: made-up traffic in a database of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output
from mailtui.errors import UsageError

if TYPE_CHECKING:
    from mailtui.services.demo import folder


@click.command()
@click.option("--no-ui", is_flag=True, help="Only make the logs and the database.")
@click.option("--remove", is_flag=True, help="Delete the demo.")
def command(no_ui: bool, remove: bool) -> None:
    """Open mailtui on made-up traffic, in a database of its own.

    A day of a small mail server, ending now, is written as Exim logs, and some campaigns as the events of two
    sending services; they are imported like any others.
    Your own database is never touched.
    """
    from mailtui.config.paths import demo_folder
    from mailtui.services.demo import folder

    if app.database_option() is not None:
        raise UsageError("the demo has a database of its own", "run `mailtui demo` without --db")
    place = demo_folder()
    if remove:
        output.say(f"Deleted {place}" if folder.remove(place) else "There is no demo")
        return
    output.say("Preparing a day of mail ...")
    demo = folder.prepare(place, time.time_ns() // 1000)
    _introduce(demo)
    if not no_ui:
        app.open_tui(demo.database)


def _introduce(demo: folder.Demo) -> None:
    """What there is to look for."""
    from mailtui.services.demo import campaigns
    from mailtui.services.demo.stories import STORIES

    age = "as made before" if demo.reused else "made now"
    output.say(f"{demo.lines} log lines, {age}, in {demo.database}\nWorth finding:")
    found = [*((story.title, story.query) for story in STORIES), *campaigns.STORIES]
    size = max(len(query) for _, query in found)
    for title, query in found:
        output.say(f"  {query:{size}}  {title}")
    output.say(f"On the command line: mailtui --db {demo.database} search QUERY")
