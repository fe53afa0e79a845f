"""Keys that come faster than the screen: none is lost, none goes to the wrong widget."""

from __future__ import annotations

import pytest
from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk, FakeSearch
from textual import events

from mailtui.ui.app import MailtuiApp
from mailtui.ui.starting import theme_name
from mailtui.ui.terminal import survey
from mailtui.ui.themes import NIGHT


async def test_a_query_typed_in_one_go() -> None:
    """`/` and the text arrive in one read from the terminal, as when a person types ahead or pastes."""
    app = MailtuiApp(FakeDesk, "")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for character in "/e jk/p":
            key = {"/": "slash", " ": "space"}.get(character, character)
            app.post_message(events.Key(key, character))
        await settle(pilot)
        assert app.search.bar.input.value == "e jk/p"


NAMES = {" ": "space", "*": "asterisk", "/": "slash", ":": "colon", "@": "at"}


@pytest.mark.parametrize(
    ("typed", "cursor", "marks", "seen"),
    [
        ("jjj*y", 3, 300, "Copy  300 marked"),
        ("jjj*jy", 4, 300, "Copy  300 marked"),
        (" jj y", 4, 2, "Copy  2 marked"),
        ("jjy", 2, 0, "Copy  this row"),
        ("jkjj/to:@jk.example", 2, 0, "/ to:@jk.example"),
    ],
)
async def test_keys_in_one_go_keep_their_order(visit, typed: str, cursor: int, marks: int, seen: str) -> None:
    """What is marked is found in a thread: a key that comes meanwhile acts on all of it, not on one row."""
    async with visit(FakeDesk(FakeSearch(count=300)), "") as user:
        for character in typed:
            user.app.post_message(events.Key(NAMES.get(character, character), character))
        await settle(user.pilot)
        assert seen in user.text
        assert (user.list.cursor, len(user.list.marks)) == (cursor, marks)


async def test_keys_before_the_first_paint_do_no_harm() -> None:
    """Whatever is pressed while mailtui opens is done, or says why not."""
    for query in (None, ""):
        app = MailtuiApp(FakeDesk, query)
        async with app.run_test(size=(80, 24)) as pilot:
            for key in "pPxwmae!ir":
                app.post_message(events.Key(key, key))
            await settle(pilot)
            assert app.is_running


async def test_words_typed_into_the_palette_in_one_go() -> None:
    """The list is filled anew at each letter; what it says of an older filling does not count."""
    app = MailtuiApp(FakeDesk, "")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("colon")
        for word in ("sta", "fol", "zzz"):
            for character in word:
                app.post_message(events.Key(character, character))
            await settle(pilot)
            await pilot.press("ctrl+u")
        await settle(pilot)
        assert app.is_running


def test_without_colours_the_theme_is_one_that_has_greys() -> None:
    """The terminal's own colours, taken away, would be black on black."""
    bare = survey({"NO_COLOR": "1", "TERM": "xterm"}, (80, 24))
    assert theme_name(None, bare) == NIGHT.name
