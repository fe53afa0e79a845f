"""A database with an incident, recipients and two operators."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.incidents_read import log

from mailtui.model.enums import OperatorRole
from mailtui.model.operator import Operator
from mailtui.services.acting import Acting
from mailtui.store.acting.audit import Entry

ANN = Operator(1001, "ann", OperatorRole.ADMIN)
BOB = Operator(1002, "bob", OperatorRole.OPERATOR)
EVE = Operator(1003, "eve", OperatorRole.VIEWER, "ask an admin to add you (eve) to group mail-ops")


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("acting"))


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    """A copy for this test alone."""
    return Path(shutil.copy(imported, tmp_path / "mailtui.db"))


@pytest.fixture
def clock() -> Callable[[], int]:
    """A second later at each look."""
    ticks = itertools.count(log.NOW, 1_000_000)
    return lambda: next(ticks)


@pytest.fixture
def seen() -> list[Entry]:
    """What syslog was told."""
    return []


@pytest.fixture
def desk_of(database: Path, clock: Callable[[], int], seen: list[Entry]) -> Callable[[Operator], Acting]:
    return lambda operator: Acting(database, operator, clock, seen.append)


@pytest.fixture
def ann(desk_of: Callable[[Operator], Acting]) -> Acting:
    return desk_of(ANN)


@pytest.fixture
def bob(desk_of: Callable[[Operator], Acting]) -> Acting:
    return desk_of(BOB)
