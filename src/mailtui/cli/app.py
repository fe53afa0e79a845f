"""What every command shares: the settings in force, the database path, one way to print an error."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from mailtui.cli import opening
from mailtui.model.visible import share

if TYPE_CHECKING:
    from mailtui.config import Settings
    from mailtui.services.acting import Acting

_DATABASE = "mailtui.db"
_SETTINGS = "mailtui.settings"
_READ_ONLY = "mailtui.read-only"


def remember_database(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Keep what `--db` says; the innermost one wins."""
    if value is not None:
        ctx.meta[_DATABASE] = value


def remember_read_only(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    """Keep that `--read-only` was said."""
    if value:
        ctx.meta[_READ_ONLY] = True


def database_option() -> Path | None:
    """The `--db` of this run, if there was one."""
    path: Path | None = click.get_current_context().meta.get(_DATABASE)
    return path


def settings() -> Settings:
    """The settings in force for this run; ConfigError when one is wrong."""
    meta = click.get_current_context().meta
    if _SETTINGS not in meta:
        from mailtui.config import load

        found = load(db=database_option()).settings
        if found.masked:
            share(True)
        meta[_SETTINGS] = replace(found, read_only=True) if meta.get(_READ_ONLY) else found
    known: Settings = meta[_SETTINGS]
    return known


def has_worker() -> bool:
    """Whether a worker has the database: then it does what writes facts."""
    from mailtui.store.lock import holder

    found = holder(database())
    return found is not None and found.is_worker


def database() -> Path:
    """The database in force: `--db`, else MAILTUI_DB, else the settings file, else the default."""
    return settings().db


def acting() -> Acting:
    """The verbs that change something, as who runs this; ConfigError when a group is none."""
    from mailtui.services.acting import Acting
    from mailtui.services.operators import who
    from mailtui.services.run import now

    return Acting(database(), who(database(), opening.roles_of(settings())), now, hands_over=True)


def operator_zone() -> tzinfo:
    """The zone in which the operator reads and names times: this machine's, or UTC by the settings."""
    return opening.zone_of(settings())


def open_tui(path: Path, *, fresh: bool = False) -> None:
    """Show the terminal interface on the database at `path`.

    The logs of the settings are followed into the database of the settings, and into no other.
    """
    own = database_option() is None and path == settings().db
    opening.open_tui(path, settings(), companion=own, fresh=fresh)


def fail(code: int) -> NoReturn:
    """Leave a command that has said why, with an exit code for scripts."""
    raise click.exceptions.Exit(code)
