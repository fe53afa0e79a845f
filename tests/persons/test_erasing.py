"""A person is erased: no byte of the address is left, and everything counts as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.acting.conftest import ANN
from tests.persons import world
from tests.persons.world import BOB

from mailtui.errors import NotFoundError
from mailtui.model.erased import Swap
from mailtui.model.person import Erased
from mailtui.services.persons import erasing
from mailtui.store.engine import reader
from mailtui.store.persons import packed

SWAP = Swap(BOB, "x@erased.invalid")


def erase(database: Path, look: object = lambda *_: None) -> Erased:
    begun = erasing.begin(database, BOB, ANN)
    return erasing.erase(database, begun, ANN, look)  # type: ignore[arg-type]


def assert_gone(database: Path) -> None:
    """Neither in the bytes of the files nor in what is compressed in them."""
    for path in database.parent.glob(f"{database.name}*"):
        assert not SWAP.names(path.read_bytes()), path
        assert b"bob.smith@corp.example\0" not in path.read_bytes().lower()
    engine = reader(database)
    assert not [found for _, some in packed.lines(engine, SWAP) for found in some]
    assert not [found for _, some in packed.payloads(engine, SWAP) for found in some]
    engine.dispose()


def test_nothing_is_left_and_everything_counts_as_before(database: Path) -> None:
    before = world.counts(database)
    would = erasing.preview(database, BOB)
    assert world.counts(database) == before
    done = erase(database)
    assert done.left == 0
    assert_gone(database)
    assert world.counts(database) == before
    told = {name: number for name, number in done.counts.items() if name != "acts to undo"}
    assert told == dict(would.counts)
    with pytest.raises(NotFoundError):
        erasing.preview(database, BOB)
