"""Somebody at the keyboard: presses keys and reads the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tests.ui.conftest import settle

from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.query_bar import PAUSE

if TYPE_CHECKING:
    from mailtui.ui.app import MailtuiApp


class User:
    """Presses keys and reads the screen."""

    def __init__(self, app: MailtuiApp, pilot):
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await settle(self.pilot)

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)
        await asyncio.sleep(PAUSE * 1.5)
        await settle(self.pilot)

    async def until(self, words: str) -> None:
        """Wait until these are on the screen: it is painted twice a second at most while data changes."""
        await self._wait(words, lambda: settle(self.pilot))

    async def sees(self, words: str) -> None:
        """The same while something is running that does not end."""
        await self._wait(words, self.pilot.pause)

    async def _wait(self, words: str, rest: Callable[[], Awaitable[None]]) -> None:
        for _ in range(200):
            await rest()
            if words in self.text:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{words!r} is not in\n{self.text}")

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def notice(self) -> str:
        return self.app.screen.query_one(KeyLine).notice

    @property
    def list(self):
        return self.app.search.results.rows

    @property
    def query(self) -> str:
        return self.app.search.bar.reading.text
