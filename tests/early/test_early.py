"""The first screen's questions, answered before the database layer is imported."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conftest import settle
from tests.ui.user import User

from mailtui.errors import StoreError
from mailtui.services.desk import Desk, open_desk
from mailtui.services.early import OPENED, EarlyDesk, answers
from mailtui.services.imports import import_logs
from mailtui.services.searches import Searches
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

NOW = 1_795_000_000_000_000

AHEAD = """
import sys, threading
from pathlib import Path
from mailtui.services.ahead import Ahead

def answers():
    yield 1
    print("said by the child")
    yield {"two": 2}
    raise ValueError("no third answer")

ahead = Ahead(answers)
assert ahead.begins(30)
assert ahead.answer(1) == ({"two": 2},), "the second first"
assert ahead.answer(0) == (1,)
assert ahead.answer(0) == (), "once only"
assert ahead.answer(2) == (), "whatever goes wrong there"
assert ahead.answer(9) == ()
never = Ahead(lambda: iter(threading.Event().wait, 0))
assert not never.begins(0.01)
assert never.answer(0) == ()
none = Ahead(lambda: iter(()))
assert not none.begins(30)
print("done")
"""


class Said:
    """Answers that are there already, and which of them were taken."""

    def __init__(self, found: list[Any]) -> None:
        self.found = dict(enumerate(found))

    def answer(self, number: int) -> tuple[Any, ...]:
        return (self.found.pop(number),) if number in self.found else ()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of mail with incidents and single failures."""
    from mailtui.services.demo.traffic import generate

    folder = tmp_path_factory.mktemp("early")
    (folder / "mainlog").write_bytes(generate(NOW).main)
    import_logs(folder / "mailtui.db", [str(folder / "mainlog")], server="mx1", zone="UTC")
    return folder / "mailtui.db"


@pytest.fixture
def opened() -> list[Desk]:
    """The desks that were really opened."""
    return []


def early(database: Path, said: Said, opened: list[Desk]) -> EarlyDesk:
    def open_it() -> Desk:
        opened.append(open_desk(database, UTC))
        return opened[-1]

    return EarlyDesk(said, open_it, Searches(None))  # type: ignore[arg-type]


async def shown(desk: Any) -> str:
    app = MailtuiApp(lambda: desk, look=Look(zone=UTC, now=lambda: NOW))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        return User(app, pilot).text


async def test_the_home_screen_is_filled_with_what_was_asked_ahead(
    database: Path, opened: list[Desk]
) -> None:
    said = Said(list(answers(lambda: open_desk(database, UTC))))
    said.answer(OPENED)
    text = await shown(early(database, said, opened))
    assert said.found == {}, "a question of the screen is another than the one that was asked ahead"
    assert text == await shown(open_desk(database, UTC))
    assert "that fit no incident" in text


async def test_without_answers_the_desk_itself_is_asked(database: Path, opened: list[Desk]) -> None:
    assert await shown(early(database, Said([]), opened)) == await shown(open_desk(database, UTC))
    assert len(opened) == 1


def test_what_was_not_asked_ahead_opens_the_desk_once(database: Path, opened: list[Desk]) -> None:
    desk = early(database, Said([]), opened)
    assert not desk.state.is_news()
    assert not opened
    found = desk.incidents.list()
    assert [one.id for one in found] == [one.id for one in open_desk(database, UTC).incidents.list()]
    assert desk.tracing.find("nothing") == []
    assert len(opened) == 1
    assert desk.state.is_news()


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path, opened: list[Desk]) -> None:
    desk = early(tmp_path / "none.db", Said([]), opened)
    with pytest.raises(StoreError, match="there is no database"):
        desk.incidents.triage()


def test_answers_come_from_a_process_that_says_nothing_itself() -> None:
    run = subprocess.run([sys.executable, "-c", AHEAD], capture_output=True, text=True, timeout=60)
    assert (run.stdout, run.stderr) == ("done\n", "")
