"""Starting the process that reads, and taking its answers."""

from __future__ import annotations

import fcntl
import pickle
import subprocess
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from mailtui.ingest.bulk.step import Ending, Order, Step

ON_THE_WAY = 1024 * 1024
"""Bytes of answers that wait to be taken; with more the other process waits."""


class LostError(Exception):
    """The other process ended without a word, or could not be started."""


class FrontProcess:
    """One order being carried out. It ends with the `with` block, or with this process."""

    def __init__(self, order: Order) -> None:
        """Start it; LostError when that cannot be."""
        self.ending: Ending | None = None
        """Set when all steps were taken."""
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mailtui.ingest.bulk.front"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise LostError from error
        self._order = order

    def steps(self) -> Iterator[Step]:
        """The steps as they come; LostError when they break off."""
        given, taken = self._process.stdin, self._process.stdout
        assert given is not None
        assert taken is not None
        _widen(taken.fileno())
        try:
            pickle.dump(self._order, given, protocol=5)
            given.close()
            while isinstance(answer := pickle.load(taken), Step):  # noqa: S301 - from ourselves
                yield answer
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise LostError from error
        self.ending = answer

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
