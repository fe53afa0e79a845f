"""When the reading process ends a transaction, and that what waits for its end is written."""

from __future__ import annotations

import fcntl
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mailtui.ingest.bulk import ending
from mailtui.ingest.bulk.ending import ON_THE_WAY, TIMES, Transaction
from mailtui.store.turns import short_turn

MIB = 1024 * 1024


@pytest.fixture
def order(tmp_path: Path) -> Any:
    """What a transaction looks at: the database, and how much comes into it at once."""
    database = tmp_path / "mailtui.db"
    database.write_bytes(b"")
    return SimpleNamespace(database=database, at_once=16 * MIB, longest=2.0)


def test_a_small_database_has_small_transactions(order: Any) -> None:
    """Counted from where the last one ended."""
    one = Transaction(order, 3 * MIB)
    assert not one.is_over(18 * MIB)
    assert one.is_over(19 * MIB)
    one.begin(19 * MIB)
    assert not one.is_over(34 * MIB)
    assert one.is_committed_after == 16 * MIB + ON_THE_WAY


def test_a_large_database_has_larger_ones(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is large; and what was read is remembered for longer, even if it got smaller since."""
    monkeypatch.setattr(ending, "LARGE", 1000)
    one = Transaction(order, 0)
    assert one.is_over(16 * MIB)
    order.database.write_bytes(b"x" * 1000)
    one.begin(16 * MIB)
    assert not one.is_over(16 * MIB * (TIMES + 1) - 1)
    assert one.is_over(16 * MIB * (TIMES + 1))
    order.database.write_bytes(b"")
    one.begin(80 * MIB)
    assert one.is_committed_after == 16 * MIB * TIMES + ON_THE_WAY


def test_it_ends_when_it_took_long(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow disk: others wait for it who want to write."""
    now = [100.0]
    monkeypatch.setattr(ending.time, "monotonic", lambda: now[0])
    one = Transaction(order, 0)
    now[0] = 101.9
    assert not one.is_over(1)
    now[0] = 102.1
    assert one.is_over(1)


def test_it_ends_for_who_waits(order: Any) -> None:
    """A note is not kept waiting for the rest of 64 MiB of log."""
    one = Transaction(order, 0)
    with short_turn(order.database):
        assert one.is_over(1)
    assert not one.is_over(1)


def test_looking_for_who_waits_keeps_nobody_waiting(order: Any) -> None:
    """The look takes the lock and gives it back."""
    one = Transaction(order, 0)
    with short_turn(order.database):
        pass
    one.is_over(1)
    with order.database.with_name("mailtui.db.turn").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
