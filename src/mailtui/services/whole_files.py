"""Small text files of the user's: all of one is written or nothing, behind a link too."""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE = 0o600
"""The mode of a new file: it may name people."""


def put(path: Path, text: str) -> None:
    """Write a file anew; it keeps its mode. OSError when that cannot be, and then the old one stays."""
    place = Path(os.path.realpath(path))
    place.parent.mkdir(parents=True, exist_ok=True)
    mode = place.stat().st_mode & 0o777 if place.exists() else PRIVATE
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        beside.touch(mode=PRIVATE)
        beside.write_text(text, "utf-8")
        beside.chmod(mode)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
