"""Ordered steps between schema versions; Alembic runs them, `HEAD` is the version this program knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

HEAD = "0016"


def make(engine: Engine) -> None:
    """Make an empty database one of `HEAD`, in one transaction."""
    from mailtui.store.migrations import fresh

    statements = fresh.statements()
    if statements is None:
        upgrade(engine)
        return
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database up to `to`, each step in the same transaction."""
    from alembic import command

    with engine.begin() as connection:
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the database back to `to` ('base' for empty)."""
    from alembic import command

    with engine.begin() as connection:
        command.downgrade(_config(connection), to)


def steps() -> list[tuple[str, str]]:
    """Every version with what it is for, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config(None)).walk_revisions()
    return [(step.revision, step.doc) for step in scripts][::-1]


def differences(engine: Engine) -> list[str]:
    """How the tables in the file differ from the tables in the code; empty when all is well."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from mailtui.store.tables import metadata

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and name is not None and name.startswith("block_words"))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        return [str(difference) for difference in compare_metadata(context, metadata)]


def _config(connection: Connection | None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
