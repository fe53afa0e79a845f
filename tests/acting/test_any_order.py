"""Whatever two operators do in whatever order: undone, it is as it was; done again, it is as it had been."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.acting.conftest import ANN, BOB
from tests.acting.test_chain import verified
from tests.incidents_read import log

from mailtui.errors import NotFoundError
from mailtui.model.enums import IncidentState, SubjectKind
from mailtui.model.work import Subject, recipient
from mailtui.services.acting import Acting

SUBJECTS = [
    Subject(SubjectKind.INCIDENT, 1),
    Subject(SubjectKind.INCIDENT, 2),
    recipient(1, 0),
    recipient(2, 0),
    recipient(3, 0),
    recipient(900, 0),  # there is none
]
DECIDED = (
    "SELECT id, state, assignee FROM incident",
    "SELECT message_id, number, state, assignee FROM work",
    "SELECT name, kind, ref FROM tagging JOIN tag ON tag.id = tagging.tag_id",
    "SELECT kind, ref, operator_id, private, text, created, edited FROM note WHERE deleted IS NULL",
)
some = st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=6)
who = st.sampled_from([ANN, BOB])
Facts = list[list[tuple[Any, ...]]]
_made: dict[str, Path] = {}


def decided(database: Path) -> Facts:
    with closing(sqlite3.connect(database)) as connection:
        return [sorted(connection.execute(query).fetchall(), key=repr) for query in DECIDED]


class Two(RuleBasedStateMachine):
    """Ann and Bob at one database; what each could undo, as the facts were before it."""

    @initialize()
    def begin(self) -> None:
        if "database" not in _made:
            _made["database"] = log.build(Path(tempfile.mkdtemp()))
        self.database = _made["database"].with_name("each.db")
        for left in self.database.parent.glob("each.db*"):
            left.unlink()
        shutil.copy(_made["database"], self.database)
        self.time, self.refused = log.NOW, 0
        self.start = decided(self.database)
        self.desks = {one: Acting(self.database, one, self._now, lambda _: None) for one in (ANN, BOB)}

    def _now(self) -> int:
        self.time += 1_000_000
        return self.time

    @rule(one=who, subjects=some, state=st.sampled_from(list(IncidentState)))
    def state(self, one, subjects, state) -> None:
        self.desks[one].state(subjects, state)

    @rule(one=who, subjects=some, name=st.sampled_from(["ann", "bob", None]))
    def assign(self, one, subjects, name) -> None:
        self.desks[one].assign(subjects, name)

    @rule(one=who, subjects=some, tags=st.sampled_from(["+vip", "-vip", "+todo -vip", "+vip +todo"]))
    def tag(self, one, subjects, tags) -> None:
        self.desks[one].tag(subjects, tags)

    @rule(one=who, subjects=some, private=st.booleans())
    def note(self, one, subjects, private) -> None:
        self.desks[one].note(subjects, "look at bob@example.org", private=private)

    @rule(one=who)
    def undo_and_redo(self, one) -> None:
        """Redo right after an undo of which nothing was refused gives back what was there."""
        before = decided(self.database)
        try:
            undone = self.desks[one].undo()
        except NotFoundError:
            return
        self.refused += len(undone.refused)
        if undone.changed and not undone.refused:
            assert decided(self.database) != before
            assert self.desks[one].redo().refused == ()
            assert decided(self.database) == before

    @rule(one=who)
    def undo(self, one) -> None:
        try:
            done = self.desks[one].undo()
        except NotFoundError:
            return
        self.refused += len(done.refused)
        assert done.changed + len({each.subject for each in done.refused}) >= done.count

    @precondition(lambda self: hasattr(self, "desks"))
    @invariant()
    def audit_holds(self) -> None:
        assert verified(self.database).problems == ()

    def teardown(self) -> None:
        """One after the other undoes all; where nothing was ever refused, nothing is left."""
        if not hasattr(self, "desks"):
            return
        for acting in self.desks.values():
            for _ in range(200):
                try:
                    self.refused += len(acting.undo().refused)
                except NotFoundError:
                    break
        if not self.refused:
            assert decided(self.database) == self.start


Two.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
TestTwo = Two.TestCase


@pytest.mark.parametrize("count", [1, 7])
def test_one_who_undoes_all_leaves_all_as_it_was(ann: Acting, database: Path, count: int) -> None:
    before = decided(database)
    for number in range(count):
        ann.state(SUBJECTS, list(IncidentState)[number % 5])
        ann.tag(SUBJECTS, f"+t{number} -t{number - 1}")
        ann.note(SUBJECTS[:2], f"note {number}")
        ann.assign(SUBJECTS, f"taker {number}")
    after = decided(database)
    steps = len(ann.journal(1_000))
    assert [ann.undo().refused for _ in range(steps)] == [()] * steps
    assert decided(database) == before
    assert [ann.redo().refused for _ in range(steps)] == [()] * steps
    assert decided(database) == after
