"""Where am I, and how did I come here: the screens under this one, in the status line."""

from tests.ui.fakes import FakeDesk, FakeSearch
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.ui.widgets.status_line import StatusLine, crumbs, fitting
from mailtui.ui.words import Tone


async def test_the_way_is_told_and_taken_back(visit):
    async with visit(FakeDesk(FakeSearch(count=300), incidents=FakeIncidents(ALL))) as user:
        assert user.lines[0].startswith(" mailtui  Triage  ")
        await user.press("enter")
        assert user.lines[0].startswith(" mailtui  Triage > Incident  ")
        await user.press("enter")
        assert user.lines[0].startswith(" mailtui  Triage > Incident > Trace  ")
        await user.press("q", "2")
        assert user.lines[0].startswith(" mailtui  Triage > Incident > Search  ")
        await user.press("enter")
        assert user.lines[0].startswith(" mailtui  .. > Incident > Search > Trace  ")
        await user.press("1")
        assert user.lines[0].startswith(" mailtui  Triage  ")


def test_a_long_way_is_told_by_its_end():
    assert crumbs(()) == ""
    assert crumbs(("a", "b")) == "a > b > "
    assert crumbs(("a", "b", "c", "d")) == ".. > c > d > "


def test_what_does_not_fit_is_left_out_and_the_first_is_cut():
    parts = [("newest line 47 d ago", Tone.PLAIN), ("9 messages", Tone.DIM)]
    said = {room: "".join(text for text, _ in fitting(parts, room)) for room in (32, 31, 19, 7, -3)}
    assert said == {
        32: "newest line 47 d ago  9 messages",
        31: "newest line 47 d ago",
        19: "newest line 47 d a…",
        7: "",
        -3: "",
    }


async def test_the_mode_keeps_its_distance_from_the_state_of_the_database(visit):
    async with visit(FakeDesk(FakeSearch(count=300), incidents=FakeIncidents(ALL))) as user:
        line = user.app.screen.query_one(StatusLine)
        for cells in range(20, 75):
            mode = "x" * cells
            line.show_mode(mode)
            await user.pilot.pause()
            after = user.lines[0].partition(mode)[2]
            assert not after.strip() or after.startswith("  ")
