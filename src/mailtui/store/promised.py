"""Short transactions whose end somebody waits for: at once where nobody writes, else at the next turn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from mailtui.store.turns import short_turn

AT_ONCE = 20
"""Milliseconds to try it before it is asked for a turn."""
PATIENCE = 5_000
"""Milliseconds to wait for the turn."""


def commit(engine: Engine, path: Path, act: Callable[[Connection], None]) -> None:
    """Act in a transaction of an engine by `engine.keeper`; it is on the disk when this returns.

    What SQLite raises when the database stays locked or is full; then nothing has changed.
    """
    try:
        _transact(engine, AT_ONCE, act)
    except OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        with short_turn(path):
            _transact(engine, PATIENCE, act)


def _transact(engine: Engine, patience: int, act: Callable[[Connection], None]) -> None:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout = {patience}")
        with connection.begin():
            act(connection)
