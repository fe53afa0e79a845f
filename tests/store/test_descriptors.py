"""A process that reads the database keeps its locks, whatever else it does with the file.

Another process that writes and goes away shows it: it removes the log beside the database when it is the
last that has the database open, and it finds that out by the locks alone.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.store.databases import LOG, filled

from mailtui.errors import InputError, MailtuiError
from mailtui.ingest.files import find
from mailtui.ingest.reading import open_log
from mailtui.model.erased import Swap
from mailtui.services import rediagnosing, webhooks
from mailtui.services.contacts.importing import opened
from mailtui.services.imports import import_logs
from mailtui.services.persons import own_files
from mailtui.store import care, descriptors
from mailtui.store.engine import changer, keeper, writer
from mailtui.store.lock import writing
from mailtui.store.persons import outside

SWAP = Swap("b@y.example", "x@erased.invalid")
OTHER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("CREATE TABLE IF NOT EXISTS other (x)")
connection.commit()
connection.close()
"""


def _write_lock(path: Path) -> None:
    with writing(path):
        pass


def _import_folder(path: Path) -> None:
    for name in ("", "-wal", "-shm"):  # names that say nothing of a database
        with suppress(FileExistsError):
            os.link(f"{path}{name}", path.parent / f"copy{name}")
    (path.parent / "second").write_bytes(LOG.replace(b"1xUXxL", b"1xUXxM"))
    import_logs(path, [str(path.parent)], server="mx1", zone="UTC")


def _import_itself(path: Path) -> None:
    for name in ("", "-wal", "-shm"):
        with suppress(MailtuiError):
            import_logs(path, [f"{path}{name}"], server="mx1", zone="UTC")


def _contacts(path: Path) -> None:
    with pytest.raises(InputError, match="is a database"):
        opened(str(path))


def _engines(path: Path) -> None:
    for make in (writer, changer, keeper):
        make(path).dispose()


EVERY: dict[str, Callable[[Path], object]] = {
    "lock": _write_lock,
    "payloads": lambda path: webhooks.retry(path, None, [], lambda _: None),
    "diagnose": lambda path: rediagnosing.rediagnose(path, None, lambda *_: None),
    "erased": lambda path: outside.leftovers(path, SWAP),
    "scrub": lambda path: outside.scrub(path, SWAP),
    "own files": lambda path: own_files.naming([path.parent], SWAP),
    "folder": _import_folder,
    "itself": _import_itself,
    "contacts": _contacts,
    "find": lambda path: find([str(path.parent)], events=True),
    "engines": _engines,
    "status": care.status,
}


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Path]:
    """A database that this process reads in a transaction, with a log beside it."""
    path = filled(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE mine (x)")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM mine").fetchone()
        yield path


def _removes_the_log(path: Path) -> bool:
    subprocess.run([sys.executable, "-c", OTHER, str(path)], check=True)
    return not path.with_name(f"{path.name}-wal").exists()


@pytest.mark.parametrize("act", EVERY.values(), ids=EVERY.keys())
def test_its_locks_are_kept(act: Callable[[Path], object], reading: Path) -> None:
    act(reading)
    assert not _removes_the_log(reading)


def test_locks_are_lost_by_who_opens_the_file_himself(reading: Path) -> None:
    """So the test above sees it."""
    reading.read_bytes()
    assert _removes_the_log(reading)


def test_a_database_under_any_name_is_no_log(reading: Path) -> None:
    shutil.copy(f"/proc/self/fd/{descriptors.descriptor(reading)}", reading.parent / "mainlog.1")
    with pytest.raises(InputError, match=r"mainlog\.1 is a database"):
        open_log(str(reading.parent / "mainlog.1"))


def test_it_is_made_private_behind_a_link_too(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    writer(tmp_path / "link.db").dispose()
    assert (tmp_path / "real.db").stat().st_mode & 0o777 == 0o600
