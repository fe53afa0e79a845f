"""A count that goes up on stderr while something takes its time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_CLEAR = "\r\x1b[K"


@contextmanager
def counting(things: str) -> Iterator[Callable[[object], None] | None]:
    """What to tell each thing to that is done: a count when stderr is a terminal, else None and silence."""
    if not sys.stderr.isatty():
        yield None
        return
    count = 0

    def show(_: object) -> None:
        nonlocal count
        count += 1
        sys.stderr.write(f"{_CLEAR}{count} {things}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()
