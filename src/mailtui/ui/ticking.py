"""Looks at short intervals that cost next to nothing: Textual's timers send a message for every tick."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Ticking:
    """Calls something again and again on the ui's thread, until it is stopped."""

    def __init__(self, look: Callable[[], float]) -> None:
        """`look` says in how many seconds it is called again, and may not raise.

        To be made on the ui's thread, in whose context it is called.
        """
        self._look = look
        self._loop = asyncio.get_running_loop()
        self._next = self._loop.call_soon(self._tick)

    def stop(self) -> None:
        """No further call."""
        self._next.cancel()

    def _tick(self) -> None:
        self._next = self._loop.call_later(self._look(), self._tick)
