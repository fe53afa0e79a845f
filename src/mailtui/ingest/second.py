"""A second process of our own that carries out one order: started, asked, and ended with this one."""

from __future__ import annotations

import fcntl
import pickle
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

ON_THE_WAY = 1024 * 1024
"""Bytes of answers that wait to be taken; with more the other process waits."""


class LostError(Exception):
    """The other process ended without a word, or could not be started."""


_expected: dict[str, subprocess.Popen[bytes]] = {}
"""Processes that wait for an order, by module."""


def expect(module: str) -> None:
    """An order for `module` is likely to come soon: what it needs is loaded meanwhile, beside this process.

    Without an order it ends with this process.
    """
    if module not in _expected:
        with suppress(OSError):
            _expected[module] = _start(module)


def _start(module: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


class SecondProcess:
    """It ends with the `with` block, or with this process."""

    def __init__(self, module: str, order: object) -> None:
        """Start `module`, which takes the order on its standard input; LostError when that cannot be."""
        self._order = order
        try:
            self._process = _expected.pop(module) if module in _expected else _start(module)
        except OSError as error:
            raise LostError from error

    def ask(self) -> IO[bytes]:
        """Give the order; where its answers come. OSError when the other process is gone."""
        given, taken = self._process.stdin, self._process.stdout
        assert given is not None
        assert taken is not None
        _widen(taken.fileno())
        pickle.dump(self._order, given, protocol=5)
        given.close()
        return taken

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()
        self._process.wait()


def _widen(pipe: int) -> None:
    """The pipe is the queue between the two; where it may not be so long, they wait more often."""
    try:
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, ON_THE_WAY)
    except OSError:
        return
