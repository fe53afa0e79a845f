"""What people decide about incidents: the only facts that do not follow from the log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mailtui.errors import NotFoundError
from mailtui.model.enums import IncidentState
from mailtui.store.engine import changer, told
from mailtui.store.turns import short_turn


def set_state(database: Path, ids: Sequence[int], state: IncidentState, when: int, by: str) -> None:
    """Note what people decided; `when` is UTC microseconds. StoreError when it cannot be written."""
    _change(database, ids, "state", state.code, when, by)


def assign(database: Path, ids: Sequence[int], who: str | None, when: int, by: str) -> None:
    """Note who takes them; None: nobody. StoreError when it cannot be written."""
    _change(database, ids, "assignee", who, when, by)


def _change(database: Path, ids: Sequence[int], column: str, value: Any, when: int, by: str) -> None:
    """All of them or, where one is gone, none."""
    query = (
        f"UPDATE incident SET {column} = ?, changed = ?, changed_by = ? "
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    engine = changer(database)
    try:
        with told(database), short_turn(database), engine.begin() as connection:
            changed = connection.exec_driver_sql(query, (value, when, by, json.dumps(list(ids))))
            if changed.rowcount != len(set(ids)):
                raise NotFoundError(
                    "an incident is not in the database any more", "see which there are: mailtui incidents"
                )
    finally:
        engine.dispose()
