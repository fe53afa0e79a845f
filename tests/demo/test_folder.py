"""The folder of the demo: made through the real import, used again, made anew, removed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mailtui.cli.main import run
from mailtui.errors import InputError
from mailtui.model.enums import Status
from mailtui.model.moment import HOUR
from mailtui.query import parse
from mailtui.services.demo import campaigns, folder
from mailtui.services.demo.stories import STORIES
from mailtui.services.desk import Desk, open_desk


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data") / "demo"


@pytest.fixture(scope="module")
def demo(place: Path) -> folder.Demo:
    return folder.prepare(place, _now())


@pytest.fixture(scope="module")
def desk(demo: folder.Demo) -> Desk:
    return open_desk(demo.database)


def test_it_is_made_once_and_used_again(place: Path, demo: folder.Demo) -> None:
    assert not demo.reused
    assert folder.prepare(place, _now()) == folder.Demo(demo.database, demo.lines, reused=True)


def test_every_line_is_in_the_database(demo: folder.Demo, desk: Desk) -> None:
    assert desk.state.read().lines >= demo.lines - 20  # lines of a reject record are one entry


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
def test_every_story_is_found_by_its_query(desk: Desk, story) -> None:
    assert desk.search.page(parse(story.query)).rows


def test_the_first_story_proves_that_it_reached_bob(desk: Desk) -> None:
    (row,) = desk.search.page(parse(STORIES[0].query)).rows
    assert row.status is Status.ACCEPTED
    assert row.attempts == 3
    trace = desk.tracing.trace(row.key.owner)
    events = [event for thread in trace.threads for event in thread.events]
    assert any(event.raw and b"queued as" in event.raw.data for event in events)


def test_a_story_is_not_drowned_by_everyday_mail(desk: Desk) -> None:
    for query in ("ip:203.0.113.67", "to:@bigmial.example", "to:@closed.example", "queue:frozen"):
        assert len(desk.search.page(parse(query)).rows) == 1, query


def test_the_typo_ends_expired_with_a_bounce(desk: Desk) -> None:
    rows = desk.search.page(parse("to:@bigmial.example")).rows
    assert [row.status for row in rows] == [Status.EXPIRED]
    assert [other.relation for other in desk.tracing.trace(rows[0].key.owner).related] == ["bounced by"]


def test_an_old_demo_is_made_anew(tmp_path: Path) -> None:
    place = tmp_path / "demo"
    first = folder.prepare(place, _now() - 13 * HOUR)
    second = folder.prepare(place, _now())
    assert not second.reused
    assert first.database == second.database


def test_a_half_made_demo_is_made_anew(place: Path, tmp_path: Path) -> None:
    place = tmp_path / "demo"
    place.mkdir()
    (place / "mainlog").write_text("cut off")
    assert not folder.prepare(place, _now()).reused


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "demo"
    place.mkdir()
    (place / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match=r"thesis\.txt"):
        folder.remove(place)
    with pytest.raises(InputError):
        folder.prepare(place, _now())
    assert (place / "thesis.txt").read_text() == "mine"


def test_the_command_makes_and_removes_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = home / ".local/share/mailtui"
    assert run(["demo", "--no-ui"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert all(story.query in captured.err for story in STORIES)
    assert [path.name for path in data.iterdir()] == ["demo"]
    assert run(["demo", "--remove"]) == 0
    assert list(data.iterdir()) == []
    assert run(["demo", "--remove"]) == 0
    assert "There is no demo" in capsys.readouterr().err


def test_it_has_a_database_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--db", str(tmp_path / "mine.db"), "--no-ui"]) == 2
    assert "database of its own" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def _now() -> int:
    return time.time_ns() // 1000


def test_its_campaigns_are_told_apart_with_what_their_sender_says(desk: Desk) -> None:
    found = {one.name: one for one in desk.campaigns.all()}
    assert set(found) == {one.name for one in campaigns.SENDINGS}
    offers = found["november-offers"]
    assert (offers.title, offers.state, offers.plan.list_name) == ("November offers", "sent", "Customers")
    assert "SES bounce rate" in [one.threshold.name for one in offers.breaches]
    assert found["welcome"].state == "sending"
    assert 0.5 < (found["welcome"].progress or 0) < 1
    template = desk.campaigns.walk(offers.id).template
    assert template is not None
    assert template.undeclared == ("discount",)
    assert [one.error for one in desk.people.segments()] == [""]


@pytest.mark.parametrize("story", campaigns.STORIES, ids=lambda story: story[0])
def test_every_story_of_a_campaign_is_found_by_its_query(desk: Desk, story) -> None:
    assert desk.search.page(parse(story[1])).rows
