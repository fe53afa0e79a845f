"""Workers as processes, and waiting for what they do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.warm import MAILTUI, Warm

from mailtui.errors import StoreError
from mailtui.services.standing import standings
from mailtui.store.lock import holder


def until(is_so: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something is so; a failure when it is not in time."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def command(database: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "mailtui", "--db", str(database), *words]


def mailtui(database: Path, *words: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(database, *words), capture_output=True, text=True, check=False, timeout=60, **options
    )


def start(database: Path, *words: str) -> Warm:
    environment = {"MAILTUI_QUEUE_MINUTES": "0", **os.environ}  # this machine's queue is not the logs'
    return Warm(MAILTUI, "--db", str(database), "worker", *words, env=environment)


@contextmanager
def worker(database: Path, *logs: Path) -> Iterator[Warm]:
    """A service that follows logs and has begun to; killed at the end if it still runs."""
    with start(database, *(word for log in logs for word in ("--log", str(log)))) as child:
        try:
            until(lambda: child.poll() is not None or is_following(database))
            yield child
        finally:
            child.kill()


def is_following(database: Path) -> bool:
    """A worker runs and has read what there is."""
    found = holder(database)
    if found is None or not found.is_worker or not database.exists():
        return False
    try:
        return standings(database, 0).doing.startswith(("following", "waiting"))
    except StoreError:  # its tables are being made
        return False
