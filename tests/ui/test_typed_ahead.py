"""Keys that come faster than the screen: none is lost, none goes to the wrong widget."""

from __future__ import annotations

from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk
from textual import events

from mailtui.ui.app import MailtuiApp


async def test_a_query_typed_in_one_go() -> None:
    """`/` and the text arrive in one read from the terminal, as when a person types ahead or pastes."""
    app = MailtuiApp(FakeDesk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for character in "/e jk/p":
            key = {"/": "slash", " ": "space"}.get(character, character)
            app.post_message(events.Key(key, character))
        await settle(pilot)
        assert app.search.bar.input.value == "e jk/p"
