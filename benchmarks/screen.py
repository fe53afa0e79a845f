"""A program on a pseudo terminal: start it, press keys, wait for what it paints."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from types import TracebackType
from typing import NamedTuple, Self

ESCAPES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[ -/]*[0-~])", re.DOTALL
)
FRAME, QUIET = 0.008, 0.1
"""Seconds without output after which a frame is complete, and after which nothing more comes."""


class Answer(NamedTuple):
    """Seconds from a key to the first byte, to the end of that frame, and to the end of all that follows."""

    first: float
    frame: float
    settled: float


class Screen:
    """One program from its start; times are seconds since then."""

    def __init__(self, command: Sequence[str], size: tuple[int, int] = (120, 40), **environment: str) -> None:
        self.began = time.perf_counter()
        self._painted = b""
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            wanted = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
            os.execvpe(command[0], list(command), {**os.environ, **wanted, **environment})
        columns, rows = size
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._pid

    def until(self, text: str, seconds: float = 30) -> float:
        """When `text` was painted."""
        end, wanted = time.perf_counter() + seconds, text.encode()
        while wanted not in ESCAPES.sub(b"", self._painted):
            if not self._read(end - time.perf_counter()):
                shown = ESCAPES.sub(b" ", self._painted)[-400:].decode("utf-8", "replace")
                raise TimeoutError(f"{text!r} was not painted within {seconds} s; last: {shown}")
        return time.perf_counter() - self.began

    def press(self, key: str) -> Answer:
        """Press a key once the screen is quiet."""
        self.settle()
        pressed = time.perf_counter()
        os.write(self._terminal, key.encode())
        if not self._read(5):
            raise TimeoutError(f"nothing was painted after {key!r}")
        first = frame = time.perf_counter()
        while self._read(FRAME):
            frame = time.perf_counter()
        settled = frame
        while self._read(QUIET):
            settled = time.perf_counter()
        return Answer(first - pressed, frame - pressed, settled - pressed)

    def answer(self, key: str, sign: str = "▌", seconds: float = 5) -> float:
        """Seconds from a key until `sign` (the cursor of a list) is painted, whatever else is meanwhile."""
        while self._read(0.0):
            pass
        self._painted, wanted = b"", sign.encode()
        pressed = time.perf_counter()
        os.write(self._terminal, key.encode())
        while wanted not in self._painted:
            if not self._read(pressed + seconds - time.perf_counter()):
                raise TimeoutError(f"no cursor was painted within {seconds} s after {key!r}")
        return time.perf_counter() - pressed

    def settle(self, quiet: float = 0.15, *, forget: bool = True) -> None:
        """Wait until nothing is painted for so long; `forget`: what was painted counts no more."""
        end = time.perf_counter() + 10
        while time.perf_counter() < end and self._read(quiet):
            pass
        if forget:
            self._painted = b""

    @property
    def text(self) -> str:
        """What was painted since it was last forgotten, without the terminal's own language."""
        return ESCAPES.sub(b"", self._painted).decode("utf-8", "replace")

    def output(self) -> int:
        """Bytes written since the screen was last quiet."""
        while self._read(0.0):
            pass
        return len(self._painted)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], max(0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:  # the program has ended
            return False
        self._painted += data
        return bool(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)
