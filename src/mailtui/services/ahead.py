"""Questions answered in a process beside this one, while this one still imports what shows the answers.

The first screen needs Textual and the database layer, a quarter of a second of imports each. On two cores
they need not wait for each other. The process is forked before there is a thread or a screen, answers its
questions in order, and ends; whatever goes wrong there, the answer is simply not had from it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import IO, Any, NoReturn

LONGEST = 30
"""Seconds after which the process ends, whatever it is at."""
_NOTHING = object()

PATIENCE = 0.5
"""Seconds that who wants an answer waits for the first one, before it looks itself."""

Answers = Callable[[], Iterator[Any]]
"""Opens the database and gives the answers, in the order of the questions."""


class Ahead:
    """The answers of one such process. Used by several threads."""

    def __init__(self, answers: Answers) -> None:
        """Start it. It is only worth it with a core for each: `is_worth`."""
        source, sink = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(source)
            _answer(answers, sink)
        os.close(sink)
        self._pipe: IO[bytes] | None = open(source, "rb")  # noqa: SIM115 - it is closed where it ends
        self._lock = threading.Lock()
        self._came: list[Any] = []

    def begins(self, seconds: float) -> bool:
        """Whether the first answer is there in so many seconds. If not, there will be none at all."""
        from select import select

        with self._lock:
            if self._came or self._pipe is None:
                return bool(self._came)
            if select([self._pipe], [], [], seconds)[0]:
                self._read()
            else:
                os.kill(self._child, 9)
                self._end()
            return bool(self._came)

    def answer(self, number: int) -> tuple[Any, ...]:
        """The answer to a question, by its place from 0, in a tuple; an empty one when there is none."""
        with self._lock:
            while len(self._came) <= number and self._pipe is not None:
                self._read()
            found = self._came[number] if number < len(self._came) else _NOTHING
            if found is _NOTHING:
                return ()
            self._came[number] = _NOTHING  # once: whoever asks again wants news
            return (found,)

    def _read(self) -> None:
        import pickle

        assert self._pipe is not None
        try:
            self._came.append(pickle.load(self._pipe))  # noqa: S301 - our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError):
            self._end()

    def _end(self) -> None:
        assert self._pipe is not None
        self._pipe.close()
        self._pipe = None
        os.waitpid(self._child, 0)


def is_worth() -> bool:
    """Whether there is a core for each of the two now: on a busy machine it costs more than it gains."""
    cores = len(os.sched_getaffinity(0))
    try:
        with open("/proc/loadavg", encoding="ascii") as load:  # "0.20 0.18 0.12 1/80 11206", see proc(5)
            running = int(load.read().split()[3].partition("/")[0])
    except (OSError, ValueError, IndexError):
        running = 1
    return cores > running


def _answer(answers: Answers, sink: int) -> NoReturn:
    """The life of the process. It has the terminal of its parent, so it says nothing and hears nothing."""
    try:
        import pickle
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.alarm(LONGEST)
        silence = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(silence, standard)
        with open(sink, "wb") as pipe:
            for found in answers():
                pickle.dump(found, pipe, pickle.HIGHEST_PROTOCOL)
                pipe.flush()
    finally:
        os._exit(0)
