"""How those who read and those who write set up their connections."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from mailtui.store.wal import PAGES

PATIENCE = 10.0
"""Seconds to wait for another program that has the database locked."""
READING = ("query_only = ON", "cache_size = -65536", "temp_store = MEMORY")
FRUGAL = ("query_only = ON", "cache_size = -8192", "temp_store = MEMORY")
"""For who reads little: 8 MiB of pages instead of 64."""
WRITING = (
    "auto_vacuum = INCREMENTAL",  # of a new file only: so that free pages can be given back in small steps
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "cache_size = -65536",
    "temp_store = MEMORY",
    f"wal_autocheckpoint = {PAGES}",
    "journal_size_limit = 67108864",
)
ROOMY = ("cache_size = -98304", f"wal_autocheckpoint = {8 * PAGES}", "journal_size_limit = 1073741824")
"""96 MiB of pages in memory, a log of 512 MiB: what is not in order of time is written again and again."""
_ROOM = ("cache_size", "wal_autocheckpoint", "journal_size_limit")
USUAL = tuple(pragma for pragma in WRITING if pragma.startswith(_ROOM))
"""What writers have instead of `ROOMY`."""
KEEPING = ("synchronous = FULL", "temp_store = MEMORY", f"wal_autocheckpoint = {PAGES}")
"""A commit is on the disk when it returns, a power cut included."""
CHANGING = ("synchronous = NORMAL", "temp_store = MEMORY")


def apply(connection: sqlite3.Connection, pragmas: Sequence[str]) -> None:
    """Set up a connection of the driver, outside a transaction."""
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
