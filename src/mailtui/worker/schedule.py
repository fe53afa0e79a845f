"""Recurring duties: each runs in a thread of its own, so that following never waits for it.

A duty writes facts only through a job (`services.handing.ask`); its own tables (checks of domains,
alerts) it writes in short transactions on an engine of its own.
"""

from __future__ import annotations

import random
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

Duty = Callable[[Callable[[], bool]], None]
"""What is done again and again; it is given `stopping()`, which it asks between steps."""


@dataclass(slots=True)
class _Recurring:
    interval: float
    jitter: float
    duty: Duty
    next: float
    thread: threading.Thread | None = None


class Schedule:
    """Starts what is due. Used in one thread."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._duties: list[_Recurring] = []

    def every(self, interval: float, jitter: float, duty: Duty) -> None:
        """Run `duty` every `interval` seconds, give or take `jitter`, the first time within `jitter`.

        It is never run twice at once: when it takes longer than the interval, a turn is left out.
        """
        first = monotonic() + random.uniform(0, jitter)  # noqa: S311 - spreads load, guards nothing
        self._duties.append(_Recurring(interval, jitter, duty, first))

    def start_due(self) -> None:
        """Start what is due and not still running."""
        now = monotonic()
        for one in self._duties:
            if now < one.next or (one.thread is not None and one.thread.is_alive()):
                continue
            one.next = now + one.interval + random.uniform(-one.jitter, one.jitter)  # noqa: S311
            one.thread = threading.Thread(target=self._run, args=(one.duty,), daemon=True)
            one.thread.start()

    def close(self, seconds: float) -> None:
        """Wait so long for duties that run; `stop` has been set."""
        until = monotonic() + seconds
        for one in self._duties:
            if one.thread is not None:
                one.thread.join(max(0.0, until - monotonic()))

    def _run(self, duty: Duty) -> None:
        try:
            duty(self._stop.is_set)
        except Exception:  # noqa: BLE001 - a duty that fails costs one turn, not the worker
            with suppress(OSError, ValueError):  # the journal may be on a full disk
                traceback.print_exc(file=sys.stderr)
