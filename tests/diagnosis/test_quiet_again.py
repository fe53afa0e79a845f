"""A new diagnosis of everything keeps the cause of mail of which nothing is heard any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.importing.facts import imported
from tests.store.test_quiet_down import LOG

from mailtui.ingest.rediagnosing import Rediagnosing
from mailtui.services.diagnosing import open_diagnoser
from mailtui.store import quiet
from mailtui.store.engine import writer


def test_the_cause_stays(tmp_path: Path) -> None:
    database = tmp_path / "mailtui.db"
    (tmp_path / "mainlog").write_text(LOG)
    imported(database, tmp_path / "mainlog")
    engine = writer(database)
    with engine.begin() as connection:
        quiet.mark(connection, quiet.waiting(connection, 1, 1 << 62), gone=False)
    causes = "SELECT message_id, number, cause_id IS NULL FROM recipient ORDER BY 1, 2"
    with closing(sqlite3.connect(database)) as connection:
        before = connection.execute(causes).fetchall()
    assert any(not missing for *_, missing in before)
    Rediagnosing(engine, open_diagnoser(None)).run(lambda *_: None)
    engine.dispose()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute(causes).fetchall() == before
