"""The database cannot be written, or the process dies: nobody is told that something is kept that is not."""

from __future__ import annotations

import json
import resource
import socket
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.receiver.calling import Live, counters, live, payloads, rows
from tests.worker.processes import until

from mailtui.store import promised

TABLES = {"brevo": {"accept_unsigned": True}}


@pytest.fixture
def receiver(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    monkeypatch.setattr(promised, "PATIENCE", 100)
    with live(database, TABLES) as found:
        yield found


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    """Another program writes, for long."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_while_the_database_is_locked_everybody_is_told_to_come_again(receiver: Live) -> None:
    with _locked(receiver.database):
        status, text, headers = receiver.ask("/brevo")
        assert (status, text, headers["retry-after"]) == (503, "try again later\n", "30")
    assert any(line.startswith("503 /brevo ") and "locked" in line for line in receiver.said)
    assert receiver.post("/brevo") == 200
    assert payloads(receiver.database) == 1
    until(lambda: counters(receiver.database)["brevo"] == (1, 0, 1))
    assert rows(receiver.database, "SELECT last_error FROM provider") == [(None,)]  # it is over


def test_who_waits_for_a_short_lock_gets_his_turn(
    database: Path, receiver: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promised, "PATIENCE", 20_000)
    with ThreadPoolExecutor() as threads, _locked(database):
        answers = [threads.submit(receiver.post, "/brevo", b"%d" % number) for number in range(8)]
        assert not any(answer.done() for answer in answers)
    assert [answer.result() for answer in answers] == [200] * 8
    assert payloads(database) == 8


def test_when_the_disk_is_full(receiver: Live) -> None:
    """A limit on the size of files stands for it."""
    large = json.dumps([f"{number * 0x9E3779B97F4A7C15 % 2**64:x}" for number in range(100_000)]).encode()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512 * 1024, before[1]))
    try:
        assert receiver.post("/brevo", large) == 503
        assert receiver.post("/brevo", b"1") == 200
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert receiver.post("/brevo", large) == 200
    assert payloads(receiver.database) == 2


def test_many_at_once_are_few_transactions(receiver: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that come while one is written, are written together."""
    begun, go, commits = threading.Event(), threading.Event(), []
    commit = promised.commit

    def slow(*arguments: object) -> None:
        begun.set()
        assert go.wait(20)
        commits.append(1)
        commit(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(promised, "commit", slow)
    keeping = receiver.keeping
    with ThreadPoolExecutor(60) as threads:
        answers = [threads.submit(receiver.post, "/brevo", b"0")]
        assert begun.wait(20)
        answers += [threads.submit(receiver.post, "/brevo", b"%d" % number) for number in range(1, 60)]
        until(lambda: len(keeping._queue) == 59)
        go.set()
    assert [answer.result() for answer in answers] == [200] * 60
    assert len(commits) == 2
    assert payloads(receiver.database) == 60
    assert counters(receiver.database)["brevo"] == (60, 0, 0)
    assert len(rows(receiver.database, "SELECT id FROM webhook_block")) == 1


def test_what_is_being_answered_is_answered_before_the_end(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()
    commit = promised.commit

    def slow(*arguments: object) -> None:
        begun.set()
        assert go.wait(20)
        commit(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(promised, "commit", slow)
    receiver = Live(database, TABLES)
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(receiver.post, "/brevo")
        assert begun.wait(20)
        ending = threads.submit(receiver.close)
        until(lambda: _is_closed(receiver))
        assert not ending.done()
        go.set()
        assert answer.result() == 200
        ending.result()
    assert payloads(database) == 1


def _is_closed(receiver: Live) -> bool:
    try:
        socket.create_connection(("127.0.0.1", receiver.port), 1).close()
    except OSError:
        return True
    return False
