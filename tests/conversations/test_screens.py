"""The Threads screens by their keys, on a real database."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.conversations.archive import build
from tests.ui.conftest import settle
from tests.ui.user import User

from mailtui.model.moment import from_datetime
from mailtui.services.desk import open_desk
from mailtui.services.imports import import_logs
from mailtui.store.engine import writer
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

NOON = from_datetime(datetime(2026, 11, 21, 16, 30, tzinfo=UTC))
LOOK = Look(zone=UTC, now=lambda: NOON)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("threads"))


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(imported, tmp_path / "mailtui.db"))


def _app(database: Path) -> MailtuiApp:
    return MailtuiApp(lambda: open_desk(database, UTC), look=LOOK)


@pytest.fixture
async def user(database: Path) -> AsyncIterator[User]:
    app = _app(database)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("T")
        yield user


async def test_from_the_list_to_a_letter_to_its_trace_and_back(user: User) -> None:
    await user.until("2 conversations")
    await user.press("j", "enter")
    await user.until("3 letters")
    assert [line.split()[2] for line in user.lines if " example" not in line and "2026-11-21 1" in line][
        :3
    ] == [
        "Ann",
        "Bob",
        "Ann",
    ]
    await user.press("enter")
    await user.until("1xUXxL-0000000003L-3SEU on mx1")
    assert "550 5.1.1 unknown user" in user.text
    await user.press("I")
    await user.until("3 letters")
    await user.press("q", "q")
    assert "Triage" in user.lines[0]


async def test_only_some(user: User) -> None:
    await user.press("slash")
    await user.type("bob@")
    await user.press("enter")
    await user.until("only bob@")
    assert "Lunch" in user.text
    assert "Invoice" not in user.text
    await user.press("escape")
    await user.until("Invoice")
    await user.press("slash")
    await user.type("zzz")
    await user.press("enter")
    await user.until("No conversation has “zzz”")


async def test_a_note_and_a_tag_on_a_conversation(user: User) -> None:
    await user.press("t")
    await user.type("vip")
    await user.press("enter")
    await user.until("vip")
    await user.press("enter", "c")
    await user.type("called them")
    await user.press("ctrl+s")
    await user.until("called them")


async def test_masked_nobody_is_named(user: User) -> None:
    await user.press("j", "enter")
    await user.until("Bob")
    await user.press("H")
    await user.until("•••@b.example")
    assert "Bob" not in user.text
    assert "Ann" not in user.text
    await user.press("H")
    await user.until("Bob")


async def test_control_characters_stay_visible_text(user: User) -> None:
    assert "\\x1b[31mInvoice" in user.text
    assert "\x1b" not in user.text


async def test_without_mail_it_says_how_to_get_some(tmp_path: Path) -> None:
    writer(tmp_path / "mailtui.db").dispose()
    app = _app(tmp_path / "mailtui.db")
    async with app.run_test(size=(80, 24)) as pilot:
        user = User(app, pilot)
        await user.press("T")
        await user.until("mailtui import archive.mbox")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
@pytest.mark.parametrize("keys", [("T",), ("T", "j", "enter")], ids=["list", "letters"])
def test_pictures(snap_compare: Any, imported: Path, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    async def before(pilot: Any) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(_app(imported), terminal_size=size, run_before=before)


async def test_a_database_without_any_log_is_not_called_unread(tmp_path: Path) -> None:
    """Who has only mail (or only events) has no lines, and yet there are rows; a query may match none."""
    archive = tmp_path / "archive"
    archive.write_text("From: ann@a.example\nTo: bob@b.example\nMessage-ID: <one@a.example>\n\nText.\n")
    import_logs(tmp_path / "mailtui.db", [str(archive)])
    app = _app(tmp_path / "mailtui.db")
    async with app.run_test(size=(80, 24)) as pilot:
        user = User(app, pilot)
        await user.until("1 message")
        assert "No mail log" not in user.text
        await user.press("2", "slash")
        await user.type("to:nobody")
        await user.press("enter")
        await user.until("Nothing matches")
