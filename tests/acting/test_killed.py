"""kill -9 in the middle of acts: each is there wholly or not at all, and the chain holds."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.acting import killed
from tests.acting.conftest import ANN
from tests.acting.test_chain import verified
from tests.acting.test_deciding import rows

from mailtui.model.enums import SubjectKind
from mailtui.services.acting import Acting

MOMENTS = (0.0, 0.011, 0.023, 0.037, 0.05, 0.081, 0.13, 0.21)
"""Seconds after the first act has begun; an act takes some hundredths."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_all_or_none(database: Path, moment: float) -> None:
    many(database)
    child = subprocess.Popen([sys.executable, killed.__file__, str(database)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"begun\n"
    time.sleep(moment)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    number = rows(database, "SELECT count(*) FROM recipient")[0][0]
    states = rows(database, "SELECT state, count(*) FROM work GROUP BY 1")
    assert [row[1] for row in states] in ([], [number])
    takers = rows(database, "SELECT assignee, count(*) FROM work GROUP BY 1")
    assert len(takers) <= 1
    on_recipients = f"SELECT count(*) FROM tagging WHERE kind = {SubjectKind.RECIPIENT.code} GROUP BY tag_id"
    counts = rows(database, on_recipients)
    assert {row[0] for row in counts} <= {number}
    assert verified(database).problems == ()
    the_journal_knows_it(database)


def the_journal_knows_it(database: Path) -> None:
    """Each act that holds has an entry of the audit; undone one by one, nothing is left."""
    acts = rows(database, "SELECT count(*) FROM audit_entry WHERE act NOT IN ('undo', 'redo')")[0][0]
    assert acts == rows(database, "SELECT count(*) FROM undo_entry")[0][0]
    ann = Acting(database, ANN, lambda: time.time_ns() // 1000, lambda _: None)
    for step in ann.journal(1_000):
        if not step.undone:
            assert ann.undo().refused == ()
    assert rows(database, "SELECT * FROM work") == []
    assert rows(database, "SELECT * FROM tagging") == []
    assert rows(database, "SELECT state, assignee FROM incident WHERE id = 1") == [(0, None)]


def many(database: Path, copies: int = 3_000) -> None:
    """So many recipients that a kill may come within a transaction."""
    with closing(sqlite3.connect(database)) as connection, connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(recipient)")]
        chosen = ", ".join("1000000 + value" if name == "message_id" else name for name in names)
        connection.execute(
            f"INSERT INTO recipient SELECT {chosen} FROM (SELECT * FROM recipient LIMIT 1), "
            "(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?) "
            "SELECT value FROM n)",
            (copies,),
        )
