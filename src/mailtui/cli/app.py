"""What every command shares: the settings in force, the database path, one way to print an error."""

from __future__ import annotations

import sys
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from mailtui.errors import MailtuiError, UsageError

if TYPE_CHECKING:
    from mailtui.config import Settings
    from mailtui.services.desk import Desk

_DATABASE = "mailtui.db"
_SETTINGS = "mailtui.settings"


def remember_database(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Keep what `--db` says; the innermost one wins."""
    if value is not None:
        ctx.meta[_DATABASE] = value


def database_option() -> Path | None:
    """The `--db` of this run, if there was one."""
    path: Path | None = click.get_current_context().meta.get(_DATABASE)
    return path


def settings() -> Settings:
    """The settings in force for this run; ConfigError when one is wrong."""
    meta = click.get_current_context().meta
    if _SETTINGS not in meta:
        from mailtui.config import load

        meta[_SETTINGS] = load(db=database_option()).settings
    found: Settings = meta[_SETTINGS]
    return found


def database() -> Path:
    """The database in force: `--db`, else MAILTUI_DB, else the settings file, else the default."""
    return settings().db


def operator_zone() -> tzinfo:
    """The zone in which the operator reads and names times: this machine's, or UTC by the settings."""
    return _zone(settings())


def _zone(chosen: Settings) -> tzinfo:
    from mailtui.services.zones import machine_zone

    return UTC if chosen.utc else machine_zone()


def open_tui(path: Path) -> None:
    """Show the terminal interface on the database at `path`.

    The database layer is imported by `open_desk`, which the interface calls in a thread (where there
    is no click context) after its first paint.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "mailtui needs a terminal for its screens",
            "in a script use a command such as `mailtui search QUERY --json`; `mailtui --help` lists them",
        )
    chosen = settings()

    def open_desk() -> Desk:
        from mailtui.services import desk

        return desk.open_desk(path, _zone(chosen))

    from mailtui.ui import run

    run(open_desk, chosen)


def report(error: MailtuiError) -> None:
    """Say once, on stderr, what happened and what to do next."""
    from mailtui.model.visible import visible

    click.echo(f"mailtui: {visible(error.title)}", err=True)
    for line in error.hint.splitlines():
        click.echo(f"  {visible(line)}", err=True)


def fail(code: int) -> NoReturn:
    """Leave a command that has said why, with an exit code for scripts."""
    raise click.exceptions.Exit(code)
