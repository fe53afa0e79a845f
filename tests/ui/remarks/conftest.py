"""Real notes and tags of two operators in a real database, and an app that shows one box."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest
from tests.incidents_read import log
from textual.app import App
from textual.screen import ModalScreen

from mailtui.model.enums import OperatorRole
from mailtui.model.operator import Operator
from mailtui.model.work import Reader
from mailtui.query import parse
from mailtui.services.acting import Acting
from mailtui.services.noting import Notes
from mailtui.services.search import Search
from mailtui.store.engine import Engine, reader
from mailtui.ui.drafts import Drafts
from mailtui.ui.themes import NIGHT, OWN
from mailtui.ui.words import Look

ANN = Operator(1001, "ann", OperatorRole.OPERATOR)
BOB = Operator(1002, "bob", OperatorRole.OPERATOR)
LOOK = Look(zone=UTC, now=lambda: log.NOW)


@dataclass
class Person:
    """One operator with their services."""

    acting: Acting
    notes: Notes
    search: Search


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("remarks"))


@pytest.fixture
def engine(imported: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = reader(Path(shutil.copy(imported, tmp_path / "mailtui.db")))
    yield engine
    engine.dispose()


@pytest.fixture
def person(engine: Engine, tmp_path: Path) -> Callable[[Operator], Person]:
    ticks = itertools.count(log.NOW, 1_000_000)

    def make(operator: Operator) -> Person:
        who = Reader(operator.uid, operator.known_as)
        return Person(
            Acting(tmp_path / "mailtui.db", operator, lambda: next(ticks), lambda entry: None),
            Notes(engine, who),
            Search(engine, lambda: log.NOW, UTC, who),
        )

    return make


@pytest.fixture
def ann(person: Callable[[Operator], Person]) -> Person:
    return person(ANN)


@pytest.fixture
def bob(person: Callable[[Operator], Person]) -> Person:
    return person(BOB)


@pytest.fixture
def key(ann: Person):
    """The newest failure that belongs to an incident."""
    return ann.search.keys(parse("inc:any"), 1)[0]


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "state")


class Host(App[None]):
    """Shows one box and keeps its answer."""

    def __init__(self, box: ModalScreen) -> None:
        super().__init__()
        for own in OWN:
            self.register_theme(own)
        self.theme = NIGHT.name
        self.animation_level = "none"
        self.box = box
        self.answers: list[object] = []

    def on_mount(self) -> None:
        self.push_screen(self.box, self.answers.append)
