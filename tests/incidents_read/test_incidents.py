"""What incidents say: in which order, of which query, of which row, and what stands alone."""

from __future__ import annotations

import pytest
from tests.incidents_read import log

from mailtui.errors import QueryError
from mailtui.model.enums import Area, FailureClass, IncidentState, Side, Urgency
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.query import parse
from mailtui.services.incidents import Incidents
from mailtui.services.search import Search

START = int(log.START.timestamp()) * SECOND


def test_an_outage_that_lasts_is_told_whole(incidents: Incidents) -> None:
    (one,) = incidents.list(ended=False)
    assert (one.failure_class, one.side, one.area) == (FailureClass.RATE_LIMITED, Side.US, Area.VOLUME)
    assert (one.provider, one.host, one.server) == ("slow.example", "mx.slow.example", "mx1")
    assert one.sample_reply == log.LATE
    assert one.rule
    assert (one.onset, one.recovered) == (START + 120 * MINUTE + 6 * SECOND, None)
    assert one.last_seen == START + 191 * MINUTE + 6 * SECOND
    assert (one.messages, one.recipients, one.failures, one.waiting) == (13, 13, 24, 13)
    assert (one.state, one.assignee, one.previous) == (IncidentState.NEW, None, None)
    assert one.severity is Urgency.MEDIUM
    assert sum(one.hours) == 24
    assert one.hours[-3:] == (12, 12, 0)


def test_the_first_bounce_follows_from_the_retry_rules(incidents: Incidents) -> None:
    """Refused addresses: four days after the message came, at the first try after that."""
    (one,) = incidents.list(ended=False)
    assert one.next_bounce is not None
    assert 4 * DAY - MINUTE <= one.next_bounce - one.onset <= 4 * DAY + 6 * HOUR


def test_open_ones_come_first_then_those_that_are_over(incidents: Incidents) -> None:
    found = incidents.list()
    assert [one.provider for one in found] == ["slow.example", "fast.example"]
    assert found[1].recovered == START + 120 * MINUTE
    assert (found[1].waiting, found[1].next_bounce, found[1].score) == (0, None, 0)
    assert len(incidents.list(limit=1)) == 1


def test_triage_tells_what_stands_alone(incidents: Incidents, search: Search) -> None:
    triage = incidents.triage()
    assert [one.provider for one in triage.incidents] == ["slow.example", "fast.example"]
    assert (triage.unfiled, triage.undiagnosed) == (1, 0)
    assert triage.last_failure == START + 191 * MINUTE + 6 * SECOND
    assert search.total(parse("is:unfiled")).value == triage.unfiled
    (alone,) = search.page(parse("is:unfiled")).rows
    assert alone.recipient == "nobody@lone.example"


@pytest.mark.parametrize(
    ("query", "providers"),
    [
        ("", ["slow.example", "fast.example"]),
        ("sort:-delay", ["slow.example", "fast.example"]),
        ("to:s3@slow.example", ["slow.example"]),
        ("to:late", ["slow.example"]),
        ("provider:fast", ["fast.example"]),
        ("class:mailbox-full", []),
        ("code:421", ["slow.example"]),
        ("to:f3 status:accepted", ["fast.example"]),
        ("-is:failed", ["slow.example", "fast.example"]),
        ("inc:any", ["slow.example"]),
        ("nobody", []),
        ('"slow down"', ["slow.example"]),
        ("kind:rejection", []),
    ],
)
def test_a_query_finds_the_incidents_of_its_recipients(
    query: str, providers: list[str], incidents: Incidents
) -> None:
    assert [one.provider for one in incidents.list(query)] == providers


@pytest.mark.parametrize("few", [0, 10**6])
def test_a_query_finds_the_same_whichever_way_it_goes(
    few: int, incidents: Incidents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailtui.store.selecting.context.FEW_ROWS", few)
    assert [one.provider for one in incidents.list("to:s1,f1")] == ["slow.example", "fast.example"]
    assert [one.provider for one in incidents.list("to:late")] == ["slow.example"]
    assert incidents.list("to:p1") == []


def test_a_query_that_is_none_says_where(incidents: Incidents) -> None:
    with pytest.raises(QueryError):
        incidents.list("clas:local")


def test_recipients_are_those_that_were_counted(incidents: Incidents, search: Search) -> None:
    for one in incidents.list():
        rows = search.page(parse(f"inc:{one.id}"), None, 1000).rows
        assert len({row.recipient for row in rows}) == one.recipients
        assert {(row.recipient or "").partition("@")[2] for row in rows} == {one.provider}
        assert {incidents.of_row(row.key) for row in rows} == {one.id}


def test_a_row_outside_of_incidents_belongs_to_none(incidents: Incidents, search: Search) -> None:
    for query in ("to:nobody", "to:p1@slow.example", "to:q1"):
        for key in search.keys(parse(query), 10):
            assert incidents.of_row(key) is None


def test_evidence_is_the_lines_of_the_failures_newest_first(incidents: Incidents) -> None:
    (one,) = incidents.list(ended=False)
    lines = incidents.evidence(one.id)
    assert len(lines) == 24
    assert lines[0].data.startswith(b"2026-11-20 11:11:06 1xU")
    assert b"== s11@slow.example" in lines[0].data
    assert [line.line_number for line in lines] == sorted((line.line_number for line in lines), reverse=True)
    assert len(incidents.evidence(one.id, 3)) == 3


def test_the_newest_failure_stands_for_all(incidents: Incidents, search: Search) -> None:
    (one,) = incidents.list(ended=False)
    key = incidents.newest(one.id)
    assert key is not None
    (row,) = search.rows([key])
    assert row.recipient == "s11@slow.example"
    assert incidents.newest(incidents.list()[1].id) is None


def test_one_that_is_not_there(incidents: Incidents) -> None:
    assert incidents.get(999) is None
    assert incidents.evidence(999) == []
    assert incidents.newest(999) is None
