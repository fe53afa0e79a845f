"""States and assignees of incidents and of single failures: who, when, undone, done again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.acting.conftest import BOB, EVE
from tests.incidents_read import log

from mailtui.errors import NotAllowedError, NotFoundError
from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import Subject, recipient
from mailtui.services.acting import Acting
from mailtui.store.acting.audit import Entry

FIRST = Subject(SubjectKind.INCIDENT, 1)
SINGLE = recipient(1, 0)


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def decided(database: Path) -> list[tuple[Any, ...]]:
    return rows(database, "SELECT id, state, assignee FROM incident ORDER BY id")


def single(database: Path) -> Subject:
    return recipient(*rows(database, "SELECT message_id, number FROM recipient ORDER BY 1, 2 LIMIT 1")[0])


def test_an_incident_is_decided_and_taken(ann: Acting, bob: Acting, database: Path) -> None:
    done = ann.state([FIRST], IncidentState.WAITING, "they answered")
    assert (done.title, done.count, done.changed, done.refused) == ("1 incident: waiting", 1, 1, ())
    bob.assign([FIRST], "bob")
    query = "SELECT state, assignee, changed, changed_by FROM incident WHERE id = 1"
    assert rows(database, query) == [(IncidentState.WAITING.code, "bob", log.NOW + 1_000_000, "bob")]


def test_a_single_failure_has_a_row_as_long_as_it_says_something(ann: Acting, database: Path) -> None:
    one = single(database)
    ann.state([one], IncidentState.OPEN)
    ann.assign([one], "ann")
    assert rows(database, "SELECT state, assignee, changed_by FROM work") == [(1, "ann", "ann")]
    ann.undo()
    assert rows(database, "SELECT state, assignee FROM work") == [(1, None)]
    ann.undo()
    assert rows(database, "SELECT * FROM work") == []
    ann.redo()
    ann.redo()
    assert rows(database, "SELECT state, assignee FROM work") == [(1, "ann")]


def test_what_is_gone_is_refused_and_the_rest_goes_on(ann: Acting, database: Path) -> None:
    gone = Subject(SubjectKind.INCIDENT, 999)
    done = ann.state([FIRST, gone, FIRST], IncidentState.OPEN)
    assert (done.count, done.changed) == (2, 1)
    assert [(each.subject, each.why) for each in done.refused] == [
        (gone, "it is not in the database any more")
    ]


def test_what_is_so_already_is_no_act(ann: Acting, database: Path) -> None:
    done = ann.state([FIRST], IncidentState.NEW)
    assert (done.changed, done.undo_id, done.audit_id) == (0, None, None)
    assert rows(database, "SELECT * FROM audit_entry") == []


def test_undo_is_each_operators_own(ann: Acting, bob: Acting, database: Path) -> None:
    before = decided(database)
    ann.state([FIRST], IncidentState.WAITING)
    with pytest.raises(NotFoundError, match="nothing to undo"):
        bob.undo()
    assert ann.last() == ("1 incident: waiting", None)
    assert ann.undo().title == "undone: 1 incident: waiting"
    assert decided(database) == before
    assert ann.last() == (None, "1 incident: waiting")
    with pytest.raises(NotFoundError, match="nothing to undo"):
        ann.undo()
    assert ann.redo().changed == 1
    assert decided(database)[0][1] == IncidentState.WAITING.code


def test_a_new_act_drops_what_could_be_done_again(ann: Acting) -> None:
    ann.state([FIRST], IncidentState.WAITING)
    ann.undo()
    ann.state([FIRST], IncidentState.OPEN)
    with pytest.raises(NotFoundError, match="nothing to redo"):
        ann.redo()


def test_what_somebody_else_changed_meanwhile_is_not_undone(ann: Acting, bob: Acting, database: Path) -> None:
    second = Subject(SubjectKind.INCIDENT, 2)
    ann.state([FIRST, second], IncidentState.WAITING)
    bob.state([FIRST], IncidentState.RESOLVED)
    undone = ann.undo()
    assert (undone.changed, undone.count) == (1, 2)
    assert [tuple(each) for each in undone.refused] == [(FIRST, "bob changed it at 2026-11-20 12:00:01 UTC")]
    assert [row[1] for row in decided(database)[:2]] == [IncidentState.RESOLVED.code, 0]
    ann.redo()
    assert [row[1] for row in decided(database)[:2]] == [
        IncidentState.RESOLVED.code,
        IncidentState.WAITING.code,
    ]


def test_what_cannot_be_undone_at_all_does_not_stand_in_the_way(ann: Acting, bob: Acting) -> None:
    second = Subject(SubjectKind.INCIDENT, 2)
    ann.state([second], IncidentState.OPEN)
    ann.state([FIRST], IncidentState.WAITING)
    bob.state([FIRST], IncidentState.RESOLVED)
    refused = ann.undo()
    assert (refused.changed, refused.title) == (0, "not undone: 1 incident: waiting")
    assert ann.undo().title == "undone: 1 incident: open"


def test_a_viewer_is_told_why_and_the_attempt_is_written_down(
    desk_of: Callable[[Operator], Acting], database: Path, seen: list[Entry]
) -> None:
    eve = desk_of(EVE)
    said = eve.may("state")
    assert said == "you are a viewer: ask an admin to add you (eve) to group mail-ops"
    with pytest.raises(NotAllowedError, match="not yours"):
        eve.state([FIRST], IncidentState.IGNORED)
    assert decided(database)[0][1] == 0
    entries = rows(database, "SELECT name, act, subjects, result FROM audit_entry")
    assert entries == [("eve", "state", '{"incident":[1]}', f"refused: {said}")]
    assert [entry.id for entry in seen] == [1]
    assert desk_of(BOB).may("retention") is not None


def test_only_incidents_and_single_failures_have_a_state(ann: Acting, database: Path) -> None:
    done = ann.state([FIRST, Subject(SubjectKind.MESSAGE, 1)], IncidentState.OPEN)
    assert (done.changed, [each.why for each in done.refused]) == (1, ["a message has no state"])


def test_who_share_root_by_sudo_undo_their_own_acts_only(
    desk_of: Callable[[Operator], Acting], database: Path
) -> None:
    alice, bert = (
        desk_of(Operator(0, "root", OperatorRole.ADMIN, sudo_user=name)) for name in ("alice", "bert")
    )
    alice.assign([FIRST], alice.operator.known_as)
    assert decided(database)[0][2] == "root (alice)"
    with pytest.raises(NotFoundError, match="nothing to undo"):
        bert.undo()
    assert alice.undo().changed == 1
    assert rows(database, "SELECT DISTINCT uid, name, hints FROM audit_entry") == [
        (0, "root", '{"sudo_user":"alice"}')
    ]
