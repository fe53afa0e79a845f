"""Incidents and causes as an import leaves them in the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from tests.keeping.outage import deferred, delivered, moment, not_tried, outage, queue_id

from mailtui.model.enums import FailureClass, IncidentState
from mailtui.services.imports import import_logs
from mailtui.services.rediagnosing import rediagnose

RULE = """
[[rule]]
id = "our-refusal"
class = "receiver-system"
match = ["connection refused"]
confidence = 0.99
source = "a test"
example = ["Connection refused"]
"""


def _import(database: Path, lines: Sequence[str], name: str = "mainlog") -> None:
    log = database.parent / name
    with log.open("a") as file:
        file.write("\n".join(lines) + "\n")
    assert not import_logs(database, [str(log)], server="mx1", zone="UTC").problems


def _ask(database: Path, question: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(question, values).fetchall()


def _incidents(database: Path) -> list[tuple]:
    return _ask(
        database,
        """SELECT i.id, s.failure_class, i.onset, i.recovered, i.failures, i.messages, i.recipients, i.state
           FROM incident i JOIN signature s ON s.id = i.signature_id ORDER BY i.onset""",
    )


def _cause(database: Path, number: int) -> tuple:
    """Class of the recipient's cause, and whether it is inherited."""
    (row,) = _ask(
        database,
        """SELECT s.failure_class, c.inherited FROM recipient r JOIN message m ON m.id = r.message_id
           JOIN cause c ON c.id = r.cause_id JOIN signature s ON s.id = c.signature_id
           WHERE m.queue_id = ?""",
        queue_id(number),
    )
    return row


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "mail.db"
    _import(path, outage())
    return path


def test_an_outage_is_one_incident(database: Path) -> None:
    (found,) = _incidents(database)
    assert found[1] == FailureClass.CONNECT_FAILED.code
    assert found[2:4] == (moment(30), moment(91))
    assert found[4:7] == (12, 13, 13), "the one that was not tried is a person affected, and no failure"


def test_what_was_not_tried_inherits(database: Path) -> None:
    assert _cause(database, 22) == (FailureClass.CONNECT_FAILED.code, 1)


def test_the_cause_may_be_imported_after_what_inherits_it(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    _import(path, not_tried(22, 86), "mainlog")
    _import(path, deferred(10, 30), "mainlog.1")
    assert _cause(path, 22) == (FailureClass.CONNECT_FAILED.code, 1)


def test_a_failure_of_one_address_is_not_inherited(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    unknown = "SMTP error from remote mail server after RCPT TO:<x@shop.example>: 450 4.2.2 mailbox full"
    _import(path, [*deferred(1, 0, unknown), *not_tried(2, 5)])
    assert _cause(path, 2) == (FailureClass.UNCATEGORISED.code, 1)


def test_what_delivered_has_no_cause(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    later = delivered(1, 20)[1:]
    _import(path, [*deferred(1, 0), *later])
    assert _ask(path, "SELECT cause_id FROM recipient") == [(None,)]
    assert len(_ask(path, "SELECT 1 FROM delivery_attempt WHERE cause_id IS NOT NULL")) == 1


def test_what_people_decided_stays_when_an_older_log_moves_the_onset(database: Path) -> None:
    ((number, *_),) = _incidents(database)
    _ask(
        database,
        "UPDATE incident SET state = ?, assignee = 'eve', changed = 1 WHERE id = ?",
        IncidentState.WAITING.code,
        number,
    )
    early = [line for n in range(50, 53) for line in deferred(n, 28.5 + (n - 50) * 0.2)]
    _import(database, early, "mainlog.1")
    ((after, _, onset, *_, state),) = _incidents(database)
    assert (after, onset, state) == (number, moment(28.5), IncidentState.WAITING.code)


def test_an_incident_that_comes_back_is_new_again(database: Path) -> None:
    _ask(database, "UPDATE incident SET state = ?, changed = 1", IncidentState.RESOLVED.code)
    again = [line for n in range(60, 72) for line in deferred(n, 300 + (n - 60) * 2)]
    _import(database, again)
    (found,) = _incidents(database)
    assert (found[2], found[3], found[7]) == (moment(30), None, IncidentState.NEW.code)


def test_a_day_later_it_is_another_that_points_to_the_first(database: Path) -> None:
    again = [line for n in range(60, 72) for line in deferred(n, 2500 + (n - 60) * 2)]
    _import(database, again)
    first, second = _incidents(database)
    assert _ask(database, "SELECT previous_id FROM incident WHERE id = ?", second[0]) == [(first[0],)]


def test_diagnosing_again_changes_nothing_while_the_rules_are_the_same(database: Path) -> None:
    before = _incidents(database)
    found = rediagnose(database, None, lambda _done, _all: None)
    assert (found.failures, found.changed) == (12, 0)
    assert _incidents(database) == before


def test_a_new_rule_changes_the_class_and_the_incident_stays_what_it_was(
    database: Path, tmp_path: Path
) -> None:
    _ask(database, "UPDATE incident SET state = ?, changed = 1", IncidentState.WAITING.code)
    before = _incidents(database)
    rules = tmp_path / "rules.toml"
    rules.write_text(RULE)
    assert rediagnose(database, rules, lambda _done, _all: None).changed == 12
    (found,) = _incidents(database)
    assert found[1] == FailureClass.RECEIVER_SYSTEM.code
    assert (found[0], *found[2:]) == (before[0][0], *before[0][2:])


def test_diagnosing_may_be_stopped_at_any_step_and_done_again(database: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(RULE)
    steps = 0

    def stop_at(limit: int) -> None:
        def told(_done: int, _all: int) -> None:
            nonlocal steps
            steps += 1
            if steps > limit:
                raise KeyboardInterrupt

        rediagnose(database, rules, told)

    for limit in range(4):
        steps = 0
        with pytest.raises(KeyboardInterrupt):
            stop_at(limit)
    rediagnose(database, rules, lambda _done, _all: None)
    assert [found[1] for found in _incidents(database)] == [FailureClass.RECEIVER_SYSTEM.code]


def test_a_database_from_before_gets_its_causes(database: Path) -> None:
    before = _incidents(database)
    for table in ("cause", "signature", "template", "incident", "destination_hour", "signature_hour"):
        _ask(database, f"DELETE FROM {table}")
    for table in ("delivery_attempt", "recipient"):
        _ask(database, f"UPDATE {table} SET cause_id = NULL")
    _ask(database, "DELETE FROM destination")
    _ask(database, "UPDATE host SET provider_id = NULL")
    rediagnose(database, None, lambda _done, _all: None)
    assert [row[1:] for row in _incidents(database)] == [row[1:] for row in before]
