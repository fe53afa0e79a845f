"""Waiting for an app in the terminal until it has nothing left to do, instead of for a while."""

from __future__ import annotations

import asyncio
from time import monotonic

AT_MOST = 1.0
"""Seconds after which an event loop that never rests is left as it is."""
SOON = 0.02
"""Seconds: what is due by then is waited for (Textual collects resizes for 8 ms)."""
LOOKS = 3
"""How often in a row nothing but the looking itself was ready to run."""


async def idle(_at_least: float = 0.0, at_most: float = AT_MOST) -> bool:
    """Go on when all of this event loop waits for a later time, a thread or a file; True when it did at once.

    Textual's own `wait_for_idle` sleeps until the process used little of the time: at least 20 ms for each
    key, and it takes a process that the machine gives no time to for an idle one.
    """
    loop = asyncio.get_running_loop()
    end, calm, at_once = monotonic() + at_most, 0, True
    while calm < LOOKS and monotonic() < end:
        await asyncio.sleep(_due(loop))
        if loop._ready or _due(loop):  # type: ignore[attr-defined]
            calm, at_once = 0, False
        else:
            calm += 1
    return at_once


def _due(loop: asyncio.AbstractEventLoop) -> float:
    """Seconds to the next timer of this loop if that is soon, else 0."""
    times = [timer.when() for timer in loop._scheduled if not timer.cancelled()]  # type: ignore[attr-defined]
    left = min(times, default=loop.time() + 2 * SOON) - loop.time()
    return max(left, 0.001) if left < SOON else 0.0
