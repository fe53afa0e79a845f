"""The audit's chain: whatever is done to the entries behind mailtui's back is found, and told where."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path

import pytest
from tests.acting.conftest import ANN
from tests.acting.test_deciding import FIRST, rows

from mailtui.cli.main import run
from mailtui.model.act import ChainState
from mailtui.model.enums import IncidentState
from mailtui.services.acting import Acting
from mailtui.services.acting.auditing import Auditing
from mailtui.services.acting.witness import line
from mailtui.store.acting import audit, checkpoint
from mailtui.store.acting.acts import changing
from mailtui.store.acting.audit import Entry
from mailtui.store.acting.people import erase
from mailtui.store.engine import reader

STATES = (IncidentState.OPEN, IncidentState.WAITING, IncidentState.RESOLVED, IncidentState.IGNORED)


@pytest.fixture
def acted(ann: Acting, database: Path) -> Path:
    """Six entries: four states, an undo, a redo."""
    for state in STATES:
        ann.state([FIRST], state, f"because of bob@example.org, {state}")
    ann.undo()
    ann.redo()
    return database


def verified(database: Path, head: str = "", told: Iterator[str] | list[str] = []) -> ChainState:  # noqa: B006
    engine = reader(database)
    try:
        return Auditing(engine, lambda: 0, UTC).verify(head, told)
    finally:
        engine.dispose()


@contextmanager
def behind_its_back(database: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with the rights on the file and no scruples: the triggers are taken off, and put back."""
    connection = sqlite3.connect(database)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    for _, made in triggers:
        connection.execute(made)
    connection.commit()
    connection.close()


def problems(database: Path) -> list[str]:
    return [problem.text for problem in verified(database).problems]


def test_the_chain_holds(acted: Path) -> None:
    state = verified(acted)
    assert (state.entries, state.head, state.problems) == (6, 6, ())
    assert state.hash == rows(acted, "SELECT lower(hex(hash)) FROM audit_entry WHERE id = 6")[0][0]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE audit_entry SET name = 'mallory' WHERE id = 3", ["entry 3 was changed"]),
        ("UPDATE audit_entry SET reason = '' WHERE id = 1", ["entry 1 was changed"]),
        ("UPDATE audit_entry SET time = time - 1 WHERE id = 6", ["entry 6 was changed"]),
        ("DELETE FROM audit_entry WHERE id = 3", ["entry 3 is missing"]),
        ("DELETE FROM audit_entry WHERE id IN (1, 2)", ["entries 1 to 2 are missing"]),
        (
            "UPDATE audit_entry SET hash = zeroblob(32) WHERE id = 4",
            ["entry 4 was changed", "entry 5 does not follow"],
        ),
        (
            "UPDATE audit_entry SET id = CASE id WHEN 2 THEN -3 ELSE -2 END WHERE id IN (2, 3);"
            "UPDATE audit_entry SET id = -id WHERE id < 0",
            [
                *("entry 2 does not follow", "entry 2 was changed", "entry 3 does not follow"),
                *("entry 3 was changed", "entry 4 does not follow"),
            ],
        ),
        (
            "INSERT INTO audit_entry SELECT 7, time, uid, name, hints, act, subjects, reason, before, after,"
            " result, previous, hash FROM audit_entry WHERE id = 6",
            ["entry 7 does not follow", "entry 7 was changed"],
        ),
    ],
)
def test_tampering_is_found_where_it_is(acted: Path, statement: str, words: list[str]) -> None:
    with behind_its_back(acted) as connection:
        connection.executescript(statement)
    found = problems(acted)
    assert len(found) == len(words)
    assert all(said.startswith(word) for said, word in zip(found, words, strict=True))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET name = 'mallory' WHERE id = 3",
        "DELETE FROM audit_entry WHERE id = 6",
        "DELETE FROM audit_entry",
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = 3",
        "INSERT INTO audit_entry SELECT 9, time, uid, name, hints, act, subjects, reason, before, after,"
        " result, previous, hash FROM audit_entry WHERE id = 6",
    ],
)
def test_the_database_itself_refuses(acted: Path, statement: str) -> None:
    connection = sqlite3.connect(acted)
    with pytest.raises(sqlite3.IntegrityError, match="entry of the audit"):
        connection.execute(statement)
    connection.close()
    assert problems(acted) == []


def test_what_was_cut_off_at_the_end_shows_beside_what_syslog_was_told(
    acted: Path, seen: list[Entry]
) -> None:
    head = verified(acted).hash
    with behind_its_back(acted) as connection:
        connection.execute("DELETE FROM audit_entry WHERE id > 4")
    assert problems(acted) == []
    assert [problem.entry for problem in verified(acted, head).problems] == [5]
    assert "missing at the end" in verified(acted, f"6:{head}").problems[0].text
    told = [f"Nov 20 12:00:00 mx1 mailtui[81]: {line(entry, acted)}\n" for entry in seen]
    assert [problem.entry for problem in verified(acted, told=told).problems] == [5, 6]
    assert verified(acted, told=told[:4]).problems == ()


def test_a_chain_that_was_forged_anew_shows_beside_syslog_too(acted: Path, seen: list[Entry]) -> None:
    told = [line(entry, acted) for entry in seen]
    with behind_its_back(acted) as connection:
        previous = audit.START
        for row in connection.execute("SELECT * FROM audit_entry ORDER BY id").fetchall():
            entry = Entry._make(row)._replace(name="mallory")
            previous_now, previous = previous, audit.digest(entry[:-2], previous)
            connection.execute(
                "UPDATE audit_entry SET name = 'mallory', previous = ?, hash = ? WHERE id = ?",
                (previous_now, previous, entry.id),
            )
    assert problems(acted) == []
    assert len(verified(acted, told=told).problems) == 6


def test_retention_leaves_a_checkpoint_and_the_chain_holds(
    acted: Path, clock: Callable[[], int], ann: Acting
) -> None:
    times = [row[0] for row in rows(acted, "SELECT time FROM audit_entry ORDER BY id")]
    fourth = rows(acted, "SELECT lower(hex(hash)) FROM audit_entry WHERE id = 4")[0][0]
    with changing(acted) as connection:
        assert checkpoint.cut(connection, ANN, clock(), times[4]) is not None
        assert checkpoint.cut(connection, ANN, clock(), times[4]) is None
    state = verified(acted)
    assert (state.entries, state.head, state.taken, state.problems) == (3, 7, 4, ())
    assert verified(acted, fourth).problems == ()
    ann.state([FIRST], IncidentState.NEW)
    with behind_its_back(acted) as connection:
        connection.execute("DELETE FROM audit_entry WHERE id = 5")
    assert problems(acted) == ["entry 5 is missing"]


def test_a_checkpoint_that_was_forged_is_found(acted: Path, clock: Callable[[], int]) -> None:
    """Entries taken away by a checkpoint that says so itself: the chain around it must fit."""
    with changing(acted) as connection:
        audit.record(connection, ANN, clock(), checkpoint.ACT, after={"through": 3, "hash": "00" * 32})
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE id <= 3")
    assert problems(acted) == ["entry 4 does not follow the one before it"]


def test_a_person_can_be_erased_and_the_chain_holds(acted: Path) -> None:
    text = str(rows(acted, "SELECT * FROM audit_entry"))
    assert "bob" not in text
    assert "person:" in text
    with changing(acted) as connection:
        assert erase(connection, "Bob@Example.org")
    assert problems(acted) == []
    assert rows(acted, "SELECT address FROM audit_person") == [(None,)]


def test_the_command_line(
    acted: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, seen: list[Entry]
) -> None:
    db = ["--db", str(acted)]
    assert run(["audit", "verify", *db]) == 0
    assert "6 entries, the chain holds; head 6:" in capsys.readouterr().err
    syslog = tmp_path / "auth.log"
    syslog.write_text("".join(f"{line(entry, acted)}\n" for entry in seen))
    with behind_its_back(acted) as connection:
        connection.execute("DELETE FROM audit_entry WHERE id = 6")
    assert run(["audit", "verify", *db]) == 0
    assert run(["audit", "verify", "--syslog", str(syslog), *db]) == 1
    assert "entry 6 with hash" in capsys.readouterr().out
    assert run(["audit", "verify", "--head", "xyz", *db]) == 2
    other = tmp_path / "other.log"
    other.write_text("".join(f"{line(entry, tmp_path / 'other.db')}\n" for entry in seen))
    assert run(["audit", "verify", "--syslog", str(other), *db]) == 0


def test_a_check_of_the_database_looks_at_its_audit(acted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["db", "check", "--db", str(acted)]) == 0
    with behind_its_back(acted) as connection:
        connection.execute("UPDATE audit_entry SET reason = 'no reason' WHERE id = 2")
    capsys.readouterr()
    assert run(["db", "check", "--db", str(acted)]) == 1
    assert capsys.readouterr().out.startswith("entry 2 was changed")


def test_a_guard_that_was_taken_off_is_missed(acted: Path) -> None:
    with closing(sqlite3.connect(acted)) as connection, connection:
        connection.execute("DROP TRIGGER audit_entry_stays")
    assert problems(acted) == [
        "the database does not guard its audit any more: its trigger audit_entry_stays is gone"
    ]
