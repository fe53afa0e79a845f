"""An incident of one recipient that fails for a day: nobody else belongs to it."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from tests.incidents_read import log

from mailtui.model.moment import DAY
from mailtui.model.retry import RetrySettings
from mailtui.query import parse
from mailtui.services.incidents import Incidents
from mailtui.services.retrying import Retrying
from mailtui.services.search import Search
from mailtui.store.engine import reader

MX = "mx.far.example"


def story() -> log.Writer:
    """Full@ cannot take mail for 28 hours; others get theirs, but two, once each."""
    made = log.Writer()
    waiting = made.message(0, "full@far.example")
    for hour in range(29):
        made.deferred(hour * 60 + 1, waiting, "full@far.example", MX, log.FULL)
        for number in range(10):
            to = f"p{number}@far.example"
            made.delivered(hour * 60 + 5 + number, made.message(hour * 60 + 5 + number, to), to, MX)
    for hour in (20, 27):
        to = f"once{hour}@far.example"
        name = made.message(hour * 60 + 30, to)
        made.deferred(hour * 60 + 31, name, to, MX, log.FULL)
    return made


def test_it_is_about_its_recipient_only(tmp_path: Path) -> None:
    database = log.build(tmp_path, story())
    engine = reader(database)
    now = log.NOW + DAY
    incidents = Incidents(engine, lambda: now, UTC, Retrying(RetrySettings(ask=False)))
    search = Search(engine, lambda: now, UTC)
    (one,) = incidents.list(ended=False)
    assert (one.recipient, one.recipients, one.waiting) == ("full@far.example", 1, 1)
    assert "full@far.example" in one.sample_reply
    (row,) = search.page(parse(f"inc:{one.id}")).rows
    assert row.recipient == one.recipient
    assert incidents.newest(one.id) == row.key
    assert all(b"== full@" in line.data for line in incidents.evidence(one.id))
    assert [each.id for each in incidents.list("to:full")] == [one.id]
    assert incidents.list("to:once27") == []
    (other,) = search.keys(parse("to:once27"), 2)
    assert (incidents.of_row(row.key), incidents.of_row(other)) == (one.id, None)
    assert [each.recipient for each in search.page(parse("is:unfiled")).rows] == [
        "once27@far.example",
        "once20@far.example",
    ]
    engine.dispose()
