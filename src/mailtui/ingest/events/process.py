"""A second process that reads a big file of events, parses them and joins them to mails."""

from __future__ import annotations

import fcntl
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from mailtui.ingest.events.shipping import Ending, Order, Step, take
from mailtui.ingest.reading import LogStream

WORTH = 4 * 1024 * 1024
"""Bytes of a file from which on a second process is worth its start."""
_UNPACKED = 10
"""A compressed file has at least about so many times the bytes."""
ON_THE_WAY = 1024 * 1024
"""Bytes of answers that wait to be taken; with more the other process waits."""


class LostError(Exception):
    """The other process ended without a word, or could not be started."""


def is_worth(stream: LogStream) -> bool:
    """Whether a file is read by a process of its own."""
    status = stream.status
    size = 0 if status is None else status.st_size
    times = 1 if stream.compression is None else _UNPACKED
    return size * times >= WORTH and len(os.sched_getaffinity(0)) > 1


class FrontProcess:
    """One order being carried out. It ends with the `with` block, or with this process."""

    def __init__(self, order: Order) -> None:
        """Start it; LostError when that cannot be."""
        self._order = order
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mailtui.ingest.events.front"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise LostError from error

    def steps(self) -> Iterator[Step]:
        """The lots as they come. LostError when they break off; InputError when the file ends too early."""
        given, taken = self._process.stdin, self._process.stdout
        assert given is not None
        assert taken is not None
        _widen(taken.fileno())
        try:
            pickle.dump(self._order, given, protocol=5)
            given.close()
            while not isinstance(answer := take(taken), Ending):
                yield answer
        except (OSError, EOFError, ValueError) as error:
            raise LostError from error
        failure = answer.failure()
        if failure is not None:
            raise failure

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
