"""What an import will need, made ready while the rest of it is still being loaded."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from mailtui.ingest.second import expect

WORTH = 8 * 1024 * 1024
"""Bytes from which on a file is surely read by a process of its own."""
_LOGS, _EVENTS = "mailtui.ingest.bulk.front", "mailtui.ingest.events.front"


def expect_import(paths: Iterable[str]) -> None:
    """Start the process that reads if one of the files is big; those that cannot be read are passed over."""
    for path in paths:
        first = _first_of(path)
        if first is not None and len(os.sched_getaffinity(0)) > 1:
            expect(_EVENTS if first in (b"{", b"[") else _LOGS)
            return


def _first_of(path: str) -> bytes | None:
    """The first byte of a big file, None of anything else."""
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size < WORTH:
            return None
        with open(path, "rb") as file:
            return file.read(1)
    except OSError:
        return None
