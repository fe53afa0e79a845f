"""Which value is in force: an option, else a variable, else the settings file, else the default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mailtui.config import file
from mailtui.config.paths import config_file
from mailtui.config.settings import NAMES, Origin, Settings
from mailtui.errors import ConfigError

PREFIX = "MAILTUI_"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force and where each came from."""

    settings: Settings
    origins: Mapping[str, Origin]
    file: Path
    """The settings file, whether or not it exists."""


def load(db: Path | None = None) -> Loaded:
    """Read the settings file and the environment; `db` is the `--db` option. May raise ConfigError."""
    path = config_file()
    values, lines = file.read(path)
    variables = _variables()
    origins = dict.fromkeys(NAMES, Origin("default"))
    origins |= {name: Origin("file", f"{path}:{line}") for name, line in lines.items()}
    origins |= {name: Origin("environment", variable) for name, variable in variables.items()}
    if set(values) | set(variables) <= {"db"}:
        said = _only_database(values, variables)
    else:
        from mailtui.config.checking import check

        said = check(values, origins)
    if db is not None:
        said["db"] = db.expanduser()
        origins["db"] = Origin("option", "--db")
    settings = Settings(**said)
    return Loaded(replace(settings, db=_beyond_links(settings.db)), origins, path)


def _beyond_links(database: Path) -> Path:
    """Where a link leads: the lock, and what SQLite puts beside the database, are beside that."""
    return database.resolve() if database.is_symlink() else database


def _variables() -> dict[str, str]:
    """Settings named by the environment; an empty variable says nothing."""
    found = {}
    for variable, value in os.environ.items():
        if not variable.startswith(PREFIX) or not value:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in NAMES:
            raise ConfigError(f"the variable {variable} is no setting", file.nearest(name, PREFIX))
        found[name] = variable
    return found


def _only_database(values: Mapping[str, object], variables: Mapping[str, str]) -> dict[str, Any]:
    """The commonest case needs no pydantic: nothing is said, or only where the database is."""
    said = os.environ[variables["db"]] if variables else values.get("db")
    if said is None:
        return {}
    if not isinstance(said, str):
        raise ConfigError(f"the setting db must be a path, not {said!r}", 'write db = "/path/to/mailtui.db"')
    return {"db": Path(said).expanduser()}
