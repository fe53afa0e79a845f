"""How far a long command is, in one line on stderr that goes away again."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds after which it is told how far it is."""
EVERY = 0.2


@contextmanager
def telling(things: str) -> Iterator[Callable[[int], None]]:
    """Told a number of things, it says how many these are, and how many a second."""
    began = time.monotonic()
    with talking() as say:

        def told(number: int) -> None:
            say(f"{number} {things}, {number / max(time.monotonic() - began, 0.001):.0f}/s")

        yield told


@contextmanager
def talking() -> Iterator[Callable[[str], None]]:
    """What it is told stands on stderr, where that is a terminal, once it takes over a second."""
    began = last = time.monotonic()
    shown = False

    def say(text: str) -> None:
        nonlocal last, shown
        now = time.monotonic()
        if sys.stderr.isatty() and now - began > PATIENCE and now - last > EVERY:
            last, shown = now, True
            sys.stderr.write(f"\r\x1b[K{text} ")
            sys.stderr.flush()

    try:
        yield say
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
