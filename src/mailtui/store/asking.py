"""A connection for one question: it can be stopped, and what goes wrong is said in one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from mailtui.model.stopping import Stopped, asked_to_stop
from mailtui.store.engine import explain
from mailtui.store.selecting.functions import functions_of

STEPS = 20_000
"""Instructions of SQLite between two looks at whether to stop: about a millisecond."""


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """A connection to read with; Stopped when the answer is not wanted, StoreError for what SQLite raises.

    UsageError when a regular expression of the query takes too long.
    """
    asked = asked_to_stop()
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        functions = functions_of(connection, driver)
        driver.set_progress_handler(asked, STEPS)
        try:
            yield connection
        except (DatabaseError, sqlite3.DatabaseError) as error:
            if functions.failure is not None:
                raise functions.failure from error
            if asked():
                raise Stopped from error
            raise explain(Path(engine.url.database or ""), error) from error
        finally:
            driver.set_progress_handler(None, 0)
