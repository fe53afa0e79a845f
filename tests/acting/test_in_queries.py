"""What was decided about single failures, as queries, rows and triage tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from tests.incidents_read import log

from mailtui.model.enums import IncidentState, SubjectKind
from mailtui.model.retry import RetrySettings
from mailtui.model.work import Subject, recipient
from mailtui.query import parse
from mailtui.services.acting import Acting
from mailtui.services.incidents import Incidents
from mailtui.services.retrying import Retrying
from mailtui.services.search import Search
from mailtui.store.engine import reader

LONE = "to:nobody@lone.example"
"""The one failure that fits no incident."""


class Reader:
    """Somebody who looks at the database."""

    def __init__(self, engine, database: Path) -> None:
        self.search = Search(engine, lambda: log.NOW, UTC)
        retrying = Retrying(RetrySettings(ask=False))
        self.incidents = Incidents(engine, lambda: log.NOW, UTC, retrying)

    def found(self, query: str) -> list[str | None]:
        return [row.recipient for row in self.search.page(parse(query)).rows]

    def row(self):
        return self.search.page(parse(LONE)).rows[0]


@pytest.fixture
def reads(database: Path) -> Iterator[Reader]:
    engine = reader(database)
    yield Reader(engine, database)
    engine.dispose()


@pytest.mark.parametrize("state", [IncidentState.RESOLVED, IncidentState.IGNORED])
def test_who_is_set_aside_is_open_and_unfiled_no_more(
    ann: Acting, reads: Reader, state: IncidentState
) -> None:
    row = reads.row()
    assert reads.found(f"{LONE} is:open") == ["nobody@lone.example"]
    assert (reads.found("is:unfiled"), reads.incidents.triage().unfiled) == (["nobody@lone.example"], 1)
    ann.state([recipient(row.key.owner, row.key.number)], state)
    assert reads.found(f"{LONE} is:open") == []
    assert (reads.found("is:unfiled"), reads.incidents.triage().unfiled) == ([], 0)
    assert reads.found(f"{LONE} is:failed") == ["nobody@lone.example"]
    ann.undo()
    assert reads.found("is:unfiled is:open") == ["nobody@lone.example"]


def test_one_of_an_incident_can_be_set_aside_alone(ann: Acting, reads: Reader) -> None:
    members = reads.search.page(parse("inc:any is:open")).rows
    ann.state([recipient(members[0].key.owner, members[0].key.number)], IncidentState.RESOLVED)
    assert len(reads.found("inc:any is:open")) == len(members) - 1
    assert len(reads.found("inc:any")) == len(members)


def test_rows_tell_state_and_assignee(ann: Acting, reads: Reader) -> None:
    row = reads.row()
    assert (row.state, row.assignee) == (None, None)
    ann.state([recipient(row.key.owner, row.key.number)], IncidentState.WAITING)
    ann.assign([recipient(row.key.owner, row.key.number)], "ann")
    row = reads.row()
    assert (row.state, row.assignee) == (IncidentState.WAITING, "ann")
    assert reads.found("is:unfiled") == ["nobody@lone.example"]


def test_state_and_assignee_of_a_single_failure_are_asked_for(ann: Acting, reads: Reader) -> None:
    row = reads.row()
    assert reads.found(f"{LONE} state:waiting,open,new") == []
    subject = recipient(row.key.owner, row.key.number)
    ann.state([subject], IncidentState.WAITING)
    ann.assign([subject], "ann")
    for query in (
        "state:waiting",
        "assignee:AN",
        "assignee:=ann",
        "has:assignee state:waiting",
        "assignee:/^a/",
    ):
        assert reads.found(f"{LONE} {query}") == ["nobody@lone.example"], query
    for query in ("-state:waiting", "state:new,open", "assignee:bob", "-has:assignee"):
        assert reads.found(f"{LONE} {query}") == [], query


def test_state_and_assignee_of_an_incident_are_those_of_its_recipients(ann: Acting, reads: Reader) -> None:
    one = reads.incidents.list(ended=False)[0]
    members = reads.found(f"inc:{one.id}")
    assert reads.found(f"inc:{one.id} state:{one.state}") == members
    ann.assign([Subject(SubjectKind.INCIDENT, one.id)], "ann")
    assert reads.found("assignee:ann") == members
    assert reads.found(f"inc:{one.id} -has:assignee") == []
