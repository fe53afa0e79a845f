"""Saved searches on the Search screen: tabs, a name for the query, names in queries."""

import pytest
from tests.ui.fakes import FakeDesk, FakeSearch

from mailtui.services.searches import Searches
from mailtui.ui.screens.saving import LOOK_EVERY


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "searches.txt"
    path.write_text("# ours\nbounced = status:bounced\nbad = is:failed to:bob\n")
    return path


@pytest.fixture
def desk(file):
    return FakeDesk(FakeSearch(count=2_000), searches=Searches(file))


def tabs(user):
    return user.lines[1].strip()


async def test_tabs_with_their_counts(visit, desk):
    async with visit(desk, "") as user:
        assert tabs(user) == "[search] @bounced 250  @bad 150"
        await user.press("greater_than_sign")
        assert user.query == "@bounced"
        assert "[@bounced 250]" in tabs(user)
        assert "@bounced (bounced)" in user.lines[3]
        assert len(user.list.keys) == 250
        await user.press("right", "right")
        assert user.query == ""
        await user.press("less_than_sign", "left")
        assert user.query == "@bounced"
        await user.press("left_square_bracket")
        assert user.query == "@bad"


async def test_no_line_and_no_tab_without_saved_searches(visit, tmp_path):
    async with visit(FakeDesk(FakeSearch(count=9), searches=Searches(tmp_path / "none.txt")), "") as user:
        assert user.lines[1].startswith(" / ")
        await user.press("greater_than_sign")
        assert "S saves this one" in user.notice


async def test_the_first_tab_keeps_its_own_query(visit, desk):
    async with visit(desk, "status:blocked") as user:
        await user.press("greater_than_sign", "less_than_sign")
        assert user.query == "status:blocked"


async def test_a_name_is_narrowed_and_loosened(visit, desk):
    async with visit(desk, "@bounced") as user:
        await user.press("exclamation_mark")
        assert user.query == "@bounced is:failed"
        assert "[@bounced 250]" in tabs(user)
        await user.press("exclamation_mark")
        assert user.query == "@bounced"


async def test_the_query_gets_a_name(visit, desk, file):
    async with visit(desk, "status:blocked") as user:
        await user.press("S", *"mine", "enter")
        assert "@mine stands for this query" in user.notice
        assert file.read_text().endswith("mine = status:blocked\n")
        await user.until("@mine 250")
        assert user.app.focused is user.list


async def test_a_name_that_is_taken_asks_first(visit, desk, file):
    async with visit(desk, "status:blocked") as user:
        await user.press("S", *"bad", "enter")
        assert "is a saved search already" in user.text
        await user.press("n")
        assert "bad = is:failed to:bob" in file.read_text()
        await user.press("enter", "y")
        assert "bad = status:blocked" in file.read_text()


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [("@bad to:x", "two words", "is no name"), ("to:x @bounced", "bounced", "leads back to itself")],
)
async def test_what_cannot_be_saved_is_said(visit, desk, file, query, name, said):
    before = file.read_text()
    async with visit(desk, query) as user:
        await user.press("S", *["backspace"] * 9, *name.replace(" ", "~"), "enter")
        if "already" in user.text:
            await user.press("y")
        if " " in name:
            assert "is no name" in user.notice
        else:
            assert said in user.notice
    assert file.read_text() == before


async def test_nothing_is_no_search(visit, desk):
    async with visit(desk, "") as user:
        await user.press("S")
        assert "the query is empty" in user.notice


async def test_esc_leaves_the_name(visit, desk):
    async with visit(desk, "to:bob") as user:
        await user.press("S", *"jj", "escape", "j")
        assert user.list.cursor == 1


async def test_names_are_completed(visit, desk):
    async with visit(desk, "") as user:
        await user.press("slash")
        await user.type("@bo")
        await user.press("tab", "enter")
        assert user.query == "@bounced"


async def test_an_unknown_name_is_told_with_the_nearest(visit, desk):
    async with visit(desk, "") as user:
        await user.press("slash")
        await user.type("@bonced ")
        assert "Did you mean @bounced?" in user.text


async def test_an_edit_by_hand_is_picked_up(visit, desk, file):
    async with visit(desk, "@bounced") as user:
        assert len(user.list.keys) == 250
        file.write_text("bounced = status:blocked is:failed to:nobody\nnew = is:waiting\n???\n")
        while "@new" not in tabs(user):
            await user.pilot.pause(LOOK_EVERY / 10)
        await user.press("j")
        assert user.list.keys == []


async def test_a_bad_line_is_said_and_costs_no_other(visit, file):
    file.write_text("bounced = status:bounced\nwhat is this\n")
    async with visit(FakeDesk(FakeSearch(count=20), searches=Searches(file)), "") as user:
        assert "searches.txt:2" in user.notice
        assert "@bounced" in tabs(user)


async def test_triage_is_narrowed_by_name(visit, desk):
    async with visit(desk) as user:
        await user.press("slash")
        await user.type("@bounced")
        await user.press("enter")
        assert user.app.triage.bar.reading.english == "@bounced (bounced)"


async def test_many_tabs_show_the_one_that_is_on(visit, desk, file):
    file.write_text("".join(f"search-number-{number} = to:{number}\n" for number in range(30)))
    async with visit(desk, "@search-number-27") as user:
        assert "[@search-number-27" in tabs(user)
