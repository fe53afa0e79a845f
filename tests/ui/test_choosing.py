"""What people choose from: help, palette, menu of screens, saved searches, rows by labels."""

import pytest
from tests.ui.fakes import FakeDesk, FakeSearch
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.services.searches import Searches
from mailtui.ui.commands import CATALOGUE
from mailtui.ui.commands.listed.going import NO_SCREENS
from mailtui.ui.screens.picker import entries
from mailtui.ui.widgets.jump_labels import LETTERS, labels_for


@pytest.fixture
def desk(tmp_path):
    path = tmp_path / "searches.txt"
    path.write_text("bounced = status:bounced\nbroken = stauts:x\n")
    return FakeDesk(FakeSearch(count=2_000), incidents=FakeIncidents(ALL), searches=Searches(path))


# -- help and palette ----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["question_mark", "colon"])
async def test_no_word_of_help_is_cut_at_80_columns(visit, desk, key):
    async with visit(desk, "") as user:
        listed = entries(user.app.screen)
        await user.press(key)
        cells = user.app.screen._cells
        for entry in listed:
            line = user.app.screen.line(entry, cells).plain
            assert "…" not in line
            assert max(map(len, line.split("\n"))) <= cells
            words = set(line.split())
            assert set(entry.doing.command.help.split()) <= words
            assert set(entry.keys.split()) <= words


async def test_help_is_searched_and_done(visit, desk):
    async with visit(desk, "") as user:
        await user.press("question_mark", *"only fail", "enter")
        assert user.query == "is:failed"


# -- screens -------------------------------------------------------------------------------------


async def test_the_menu_has_every_screen(visit, desk):
    async with visit(desk) as user:
        await user.press("0")
        screens = [one for one in CATALOGUE.values() if one.group == "go" and one.id not in NO_SCREENS]
        for command in screens:
            assert f" {command.title} " in user.text
        assert len(user.app.screen._shown) == len(screens)
        await user.press(*"domains", "enter")
        assert user.app.screen is user.app.domains


# -- saved searches ------------------------------------------------------------------------------


async def test_to_a_saved_search_from_any_screen(visit, desk):
    async with visit(desk) as user:
        await user.press("J")
        assert "@bounced                250  status:bounced" in user.text
        await user.press(*"brok")
        assert "There is no field" in user.text
        await user.press(*["backspace"] * 4, *"bou", "enter")
        assert user.app.screen is user.app.search
        assert user.query == "@bounced"


async def test_without_any_it_says_how_to_save_one(visit):
    async with visit(FakeDesk(FakeSearch(count=9)), "") as user:
        await user.press("J")
        assert "saves one" in user.notice


# -- labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 9, 26, 27, 81, 82, 400])
def test_no_label_begins_another(number):
    labels = labels_for(number)
    assert len(labels) == number
    assert not any(one != other and other.startswith(one) for one in labels for other in labels)
    assert set("".join(labels)) <= set(LETTERS)


async def test_a_label_takes_the_cursor_there(visit, desk):
    async with visit(desk, "") as user:
        await user.press("apostrophe")
        assert "letters go to that row" in user.lines[-1]
        assert [line.lstrip()[:1] for line in user.lines[6:11]] == list("asdfg")
        await user.press("d")
        assert user.list.cursor == 2
        assert user.app.focused is user.list
        assert "letters" not in user.lines[-1]


async def test_two_letters_where_there_are_many_rows(visit, desk):
    async with visit(desk, "", (80, 50)) as user:
        await user.press("apostrophe", "s", "a")
        assert user.list.cursor == 9


async def test_letters_are_labels_even_when_commands_have_them(visit, desk):
    async with visit(desk, "") as user:
        await user.press("G", "apostrophe", "q")
        assert user.app.screen is user.app.search
        assert user.list.keys[user.list.cursor] == user.list.keys[round(user.list.scroll_y) + 9]


@pytest.mark.parametrize("key", ["escape", "slash", "down", "1"])
async def test_any_other_key_leaves(visit, desk, key):
    async with visit(desk, "") as user:
        await user.press("apostrophe", key)
        assert user.list.cursor == 0
        assert user.app.focused is user.list
        await user.press("j")
        assert user.list.cursor == 1


async def test_headings_get_no_label(visit, desk):
    async with visit(desk) as user:
        rows = user.app.triage.rows
        await user.press("apostrophe", "s")
        assert rows.stands(rows.cursor)


async def test_labels_in_a_trace(visit, desk):
    async with visit(desk, "") as user:
        await user.press("enter", "apostrophe", "s")
        from mailtui.ui.widgets.timeline import Timeline

        assert user.app.screen.query_one(Timeline).cursor > 0


async def test_nothing_to_label(visit):
    async with visit(FakeDesk(FakeSearch(count=0)), "") as user:
        await user.press("apostrophe")
        assert "there are no rows" in user.notice
