"""`mailtui config`: what is in force, and who said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, opening, output

if TYPE_CHECKING:
    from mailtui.model.operator import Operator


@click.command()
@output.json_option
def command(as_json: bool) -> None:
    """Print the settings in force and where each came from.

    An option wins over a MAILTUI_ variable, that over the settings file, that over the default.
    """
    from mailtui.config import load
    from mailtui.config.settings import NAMES

    loaded = load(db=app.database_option())
    rows = [(name, getattr(app.settings(), name), loaded.origins[name]) for name in NAMES]
    if as_json:
        output.print_json(
            {
                "file": str(loaded.file),
                "settings": {
                    name: {"value": _plain(_open(name, value)), "origin": origin.kind, "where": origin.where}
                    for name, value, origin in rows
                },
                "operator": asdict(_operator()),
            }
        )
        return
    output.print_table(
        ("setting", "value", "from"),
        [(name, _word(_open(name, value)), str(origin)) for name, value, origin in rows],
    )
    you = _operator()
    output.say(f"You are {you.known_as} (uid {you.uid}), {you.role}{f': {you.why}' if you.why else ''}")
    if not loaded.file.exists():
        output.say(f"There is no settings file; it would be {loaded.file}")


def _operator() -> Operator:
    """Who runs this, by the settings in force."""
    from mailtui.services.operators import who

    return who(app.database(), opening.roles_of(app.settings()))


def _open(name: str, value: object) -> object:
    """Tables of accounts without what should not be there: a secret where its reference belongs."""
    if not isinstance(value, Mapping):
        return value
    from mailtui.config import databases
    from mailtui.services.receiving import hooks

    if name == "limits":
        return value
    open_part = databases.open_part if name == "databases" else hooks.open_part
    return {name: open_part(table) for name, table in value.items()}


def _plain(value: object) -> object:
    """For JSON."""
    return str(value) if isinstance(value, Path) else value


def _word(value: object) -> str:
    """For people."""
    if value is None or value in ((), {}):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, tuple | dict) else str(value)
