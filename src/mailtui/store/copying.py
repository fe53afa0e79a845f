"""SQLite's log copied into the file beside the writer, while that writes its next transaction.

SQLite itself copies as part of a commit, which then waits for the disk. The log begins anew only when all of
it is copied and nobody writes: so every third commit or so still copies what is left (`store.pragmas.ROOMY`).
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from mailtui.store import wal

LONG = 256 * 1024 * 1024
"""Bytes of the log from which on it is copied after each transaction."""


class Copier:
    """A thread that copies when it is told of a transaction; it ends with the `with` block."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="copier", daemon=True)

    def committed(self) -> None:
        """A transaction is over."""
        if wal.size(self._path) >= LONG:
            self._told.set()

    def _run(self) -> None:
        with closing(sqlite3.connect(self._path, timeout=0)) as connection:
            while self._told.wait() and not self._over:
                self._told.clear()
                with suppress(sqlite3.Error):  # who writes meets it too, and says what it is
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._told.set()
        self._thread.join()
