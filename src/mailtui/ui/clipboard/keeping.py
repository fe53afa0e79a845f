"""Every copy is also a file for its owner alone: it survives a terminal that takes no copies."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

KEPT = 10
"""Files that stay; older ones go when a new one comes."""
_NAME = re.compile(r"\d{6}-[a-z-]+(?:-\d+)?\.txt")


def keep(text: str, what: str, folder: Path) -> Path:
    """Write a copy into a new file of mode 0600 in a folder of mode 0700; OSError when that cannot be."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = next(path for path in _names(what, folder) if not path.exists())
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text if text.endswith("\n") else f"{text}\n")
    _forget(folder, path)
    return path


def _names(what: str, folder: Path) -> Iterator[Path]:
    """`150312-ticket.txt`: short enough for one line of the screen."""
    stamp = time.strftime("%H%M%S")
    yield folder / f"{stamp}-{what}.txt"
    yield from (folder / f"{stamp}-{what}-{number}.txt" for number in range(2, 10_000))


def _forget(folder: Path, newest: Path) -> None:
    """The oldest of those that were named here; other files are none of our business."""
    ours = [path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path != newest]
    for path in sorted(ours, key=_written)[: max(0, len(ours) + 1 - KEPT)]:
        path.unlink(missing_ok=True)


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
