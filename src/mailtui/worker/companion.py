"""The worker that a terminal starts when none runs: it works without a sound and ends with its terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from mailtui.store.lock import holder

LOOK_EVERY = 3.0
"""Seconds between two looks whether anybody works."""
LAST_WORDS = 0.3
"""Seconds that leaving the terminal waits for the companion, which then finishes its batch alone."""
AFTER_FAILURE = 60.0
"""Seconds until a companion is started again that ended by itself."""


class Companion:
    """Keeps a worker running beside a terminal: its own, unless another one works already."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._child: subprocess.Popen[bytes] | None = None
        self._left = threading.Event()
        self._trouble = ""
        self._thread = threading.Thread(target=self._keep, name="companion", daemon=True)

    @property
    def absent(self) -> str:
        """Why it does not work, as far as one knows here; who is asked has seen that nobody works."""
        return self.trouble or "the worker of this terminal is being started"

    @property
    def trouble(self) -> str:
        """Why it ended, or cannot be started; '' where nothing is known to be wrong."""
        child = self._child
        return self._ended() if child is not None and child.poll() else self._trouble

    def start(self) -> None:
        """Begin to look after it; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """The terminal is left: the companion finishes its batch and ends."""
        self._left.set()
        if self._thread.is_alive():
            self._thread.join()
        child = self._child
        if child is None:
            return
        assert child.stdin is not None
        child.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            child.wait(LAST_WORDS)

    def _keep(self) -> None:
        wait = 0.0
        while not self._left.wait(wait):
            wait = LOOK_EVERY
            if self._child is None:
                self._begin()
            elif (code := self._child.poll()) is not None:
                self._child, wait = None, AFTER_FAILURE if code else LOOK_EVERY
                self._trouble = self._ended() if code else ""

    def _begin(self) -> None:
        """Start one, unless somebody works already."""
        try:
            self._child = self._started() if holder(self._database) is None else None
        except OSError as error:  # such as a full disk
            why = error.strerror or str(error)
            self._trouble = f"the worker of this terminal cannot be started ({why}); it is tried again"
        else:
            self._trouble = ""

    def _ended(self) -> str:
        again = "it is started again within a minute"
        return f"the worker of this terminal ended by itself: {self._log} says why; {again}"

    @property
    def _log(self) -> Path:
        """Where it complains."""
        return self._database.with_name(self._database.name + ".worker.log")

    def _started(self) -> subprocess.Popen[bytes]:
        """In a session of its own, so that ctrl-c and a hang-up do not reach it; the pipe's end does."""
        self._database.parent.mkdir(parents=True, exist_ok=True)
        arguments = [sys.executable, "-m", "mailtui", "--db", str(self._database), "worker", "--companion"]
        with open(os.open(self._log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as log:
            return subprocess.Popen(  # noqa: S603 - ourselves
                arguments, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )
