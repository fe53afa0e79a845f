"""A program in a pseudo-terminal of its own: what it writes is what a terminal would get."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Pty:
    """Runs a program; keys go in, bytes come out."""

    def __init__(self, words: list[str], env: dict[str, str], size: tuple[int, int] = (80, 24)) -> None:
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execvpe(words[0], words, env)
        columns, rows = size
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.seen = b""

    def press(self, keys: str) -> None:
        """Type them at once."""
        os.write(self._fd, keys.encode())

    def forget(self) -> None:
        """What was written so far is not waited for."""
        self.seen = b""

    def wait_for(self, wanted: bytes, seconds: float = 30) -> bytes:
        """Everything that was written so far, as soon as `wanted` is in it."""
        end = time.monotonic() + seconds
        while wanted not in self.seen:
            assert time.monotonic() < end, f"{wanted!r} never came:\n{self.seen[-2000:]!r}"
            if select.select([self._fd], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self._fd, 1 << 16)
                except OSError:  # the other side is closed
                    break
        assert wanted in self.seen, f"it ended without {wanted!r}:\n{self.seen[-2000:]!r}"
        return self.seen

    def close(self) -> None:
        """End the program."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)
