"""Who is not to be mailed: proposed by the diagnosis, decided by people, lifted, undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.acting.conftest import EVE

from mailtui.errors import NotAllowedError, NotFoundError, UsageError
from mailtui.model.enums import SuppressionReason, SuppressionState
from mailtui.model.suppression import SuppressionView, target_of
from mailtui.services.acting import Acting
from mailtui.services.suppressing import Suppressions, accept, propose
from mailtui.store.engine import reader
from mailtui.ui.widgets.suppression_list import suppression_facts

S = SuppressionState


def listed(database: Path, *states: SuppressionState) -> list[SuppressionView]:
    engine = reader(database)
    try:
        return list(Suppressions(engine).list("", states or tuple(SuppressionState)))
    finally:
        engine.dispose()


def states(database: Path) -> list[tuple[str, SuppressionState]]:
    return sorted((one.target, one.state) for one in listed(database))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Bob@Example.ORG", "bob@example.org"),
        ("<bob@example.org>", "bob@example.org"),
        ("@Example.org.", "example.org"),
        ("bücher.example", "bücher.example"),
        ('"a b"@example.org', '"a b"@example.org'),
    ],
)
def test_a_target_is_an_address_or_a_domain(said: str, kept: str) -> None:
    assert target_of(said) == kept


@pytest.mark.parametrize(
    "said", ["", "bob", "bob@", "a b@example.org", "x@y\x1b[31m", "a@b@c.example", "a,b.example"]
)
def test_what_is_neither_is_an_error(said: str) -> None:
    with pytest.raises(UsageError):
        target_of(said)


def test_only_who_is_gone_is_proposed_and_once(database: Path, clock: Callable[[], int]) -> None:
    """A full mailbox and a rate limit are no reason; a user that does not exist is."""
    assert propose(database, clock) == 1
    assert propose(database, clock) == 0
    (one,) = listed(database)
    assert (one.target, one.state, one.reason) == (
        "nobody@lone.example",
        S.PROPOSED,
        SuppressionReason.BOUNCE,
    )
    assert "no such user" in one.cause
    assert one.subject is not None
    with sqlite3.connect(database) as connection:
        ((finished,),) = connection.execute(
            "SELECT finished FROM recipient r JOIN address a ON a.id = r.address_id "
            "WHERE a.text = 'nobody@lone.example'"
        ).fetchall()
    assert one.failed == one.since == finished
    assert one.since < one.proposed
    assert "failed" in [fact.label for fact in suppression_facts(one)]


def test_who_was_declined_is_proposed_again_only_for_a_new_failure(
    database: Path, ann: Acting, clock: Callable[[], int]
) -> None:
    propose(database, clock)
    ann.lift(["nobody@lone.example"], "a colleague")
    assert states(database) == [("nobody@lone.example", S.DECLINED)]
    assert propose(database, clock) == 0
    with sqlite3.connect(database) as connection:  # decided long ago
        connection.execute("UPDATE suppression SET lifted = 1")
    assert propose(database, clock) == 1


def test_what_got_through_since_is_no_reason(database: Path, clock: Callable[[], int]) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute(
            "UPDATE recipient SET address_id = (SELECT id FROM address WHERE text = 'nobody@lone.example') "
            "WHERE outcome = 1 AND finished = (SELECT max(finished) FROM recipient WHERE outcome = 1)"
        )
    assert propose(database, clock) == 0


def test_suppress_lift_undo_redo(database: Path, ann: Acting, clock: Callable[[], int]) -> None:
    propose(database, clock)
    done = ann.suppress(["nobody@lone.example", "Example.org"], why="they asked")
    assert done.changed == 2
    assert states(database) == [("example.org", S.ACTIVE), ("nobody@lone.example", S.ACTIVE)]
    assert {one.decided_by for one in listed(database)} == {"ann"}
    ann.lift(["example.org"], "they came back")
    assert states(database)[0] == ("example.org", S.LIFTED)
    ann.undo()
    assert states(database)[0] == ("example.org", S.ACTIVE)
    ann.undo()
    assert states(database) == [("nobody@lone.example", S.PROPOSED)]
    ann.redo()
    ann.redo()
    assert states(database) == [("example.org", S.LIFTED), ("nobody@lone.example", S.ACTIVE)]


def test_an_old_one_does_not_come_back_beside_a_newer_one(database: Path, ann: Acting) -> None:
    ann.suppress(["a@example.org"])
    ann.lift(["a@example.org"])
    Acting(database, EVE.__class__(7, "bob", ann.operator.role), ann._now, lambda _: None).suppress(
        ["a@example.org"]
    )
    done = ann.undo()
    assert len(done.refused) == 1
    assert states(database) == [("a@example.org", S.ACTIVE), ("a@example.org", S.LIFTED)]


def test_again_changes_nothing_but_the_end(database: Path, ann: Acting) -> None:
    ann.suppress(["a@example.org"])
    assert ann.suppress(["A@example.org"]).changed == 0
    assert ann.suppress(["a@example.org"], until=ann._now() + 10).changed == 1
    assert len(listed(database)) == 1


def test_a_viewer_may_not_and_nobody_is_nobody(database: Path, ann: Acting) -> None:
    eve = Acting(database, EVE, ann._now, lambda _: None)
    with pytest.raises(NotAllowedError):
        eve.suppress(["a@example.org"])
    with pytest.raises(NotFoundError):
        ann.lift(["a@example.org"])
    with pytest.raises(UsageError):
        ann.suppress(["a@example.org", "nonsense"])
    assert listed(database) == []


def test_a_setting_decides(database: Path, clock: Callable[[], int]) -> None:
    propose(database, clock)
    assert accept(database, clock) == 1
    assert states(database) == [("nobody@lone.example", S.ACTIVE)]
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT act, reason FROM audit_entry").fetchall() == [
            ("suppress", "proposed by the diagnosis; setting suppress")
        ]


def test_until_it_is_over(ann: Acting, database: Path) -> None:
    ann.suppress(["a@example.org"], until=1_000)
    (one,) = listed(database, S.ACTIVE)
    assert one.holds(999)
    assert not one.holds(1_000)


def test_the_audit_names_nobody(ann: Acting, database: Path) -> None:
    ann.suppress(["secret@example.org"], why="secret@example.org asked")
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT subjects, reason, before, after FROM audit_entry").fetchall()
    assert "secret@" not in repr(rows)
