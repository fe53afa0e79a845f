"""Giving up work that nobody waits for any more, without passing a token through every call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Stopped(Exception):
    """Raised inside work whose answer is not wanted any more."""


def _never() -> bool:
    return False


_asked: ContextVar[Callable[[], bool]] = ContextVar("asked_to_stop", default=_never)


@contextmanager
def stoppable(asked: Callable[[], bool]) -> Iterator[None]:
    """Work inside (in this thread) ends soon with Stopped once `asked()` is true.

    `asked` is called often, some hundred times a second, and must not block.
    """
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def asked_to_stop() -> Callable[[], bool]:
    """The question that the caller of this work set; it may be asked from any thread."""
    return _asked.get()


def stop_if_asked() -> None:
    """Raise Stopped when the answer is not wanted any more."""
    if _asked.get()():
        raise Stopped
