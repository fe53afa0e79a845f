"""Keys that come faster than the screen: none is lost, none goes to the wrong widget."""

from __future__ import annotations

from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk
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
