"""Marks of mail of which nothing is heard go with the schema that knows them, and the mail waits again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.importing.facts import imported

from mailtui.store import migrations, quiet
from mailtui.store.engine import writer

LOG = """\
2026-11-18 10:00:00 1xUmaa-0001pG-32 <= ann@lab.example U=ann P=local S=300
2026-11-18 10:00:01 1xUmaa-0001pG-32 == bob@busy.example R=away T=away defer (-44): 451 try again later
2026-11-18 10:00:00 1xUmbb-0001pG-32 <= ann@lab.example U=ann P=local S=300
2026-11-18 10:00:01 1xUmbb-0001pG-32 Frozen (delivery error message)
2026-11-18 10:00:00 1xUmcc-0001pG-32 <= ann@lab.example U=ann P=local S=300
2026-11-18 10:00:01 1xUmcc-0001pG-32 => eve@good.example R=away T=away H=mx.good.example [192.0.2.7]
2026-11-18 10:00:01 1xUmcc-0001pG-32 Completed
"""


def standing(database: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(
            "SELECT m.queue_id, m.status, m.frozen, r.number, r.status, r.queue_state, r.outcome "
            "FROM message m JOIN recipient r ON r.message_id = m.id ORDER BY 1, 4"
        ).fetchall()


def test_going_down_takes_the_marks_back(tmp_path: Path) -> None:
    database = tmp_path / "mailtui.db"
    (tmp_path / "mainlog").write_text(LOG)
    imported(database, tmp_path / "mainlog")
    before = standing(database)
    engine = writer(database)
    with engine.begin() as connection:
        waiting = quiet.waiting(connection, 1, 1 << 62)
        quiet.mark(connection, waiting, gone=True)
    assert len(waiting) == 2
    assert standing(database) != before
    migrations.downgrade(engine, "0006")
    engine.dispose()
    assert standing(database) == before
