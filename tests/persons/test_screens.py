"""`h` on an address, Providers, events that failed: on a real database."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC
from pathlib import Path

import pytest
from tests.persons import world
from tests.persons.world import BOB
from tests.ui.conftest import settle
from tests.ui.user import User

from mailtui.model import visible
from mailtui.services.desk import open_desk
from mailtui.services.providers import FailedPage, Providers
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

SIZES = [(80, 24), (120, 40)]


def app_of(database: Path, query: str | None = None) -> MailtuiApp:
    return MailtuiApp(lambda: open_desk(database), query, look=Look(zone=UTC, now=lambda: world.NOW))


@asynccontextmanager
async def user_of(
    database: Path, query: str | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[User]:
    app = app_of(database, query)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield User(app, pilot)


@pytest.fixture(autouse=True)
def not_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visible._Sharing, "on", False)


async def test_the_page_of_whom_a_row_is_about(database: Path) -> None:
    async with user_of(database, "to:bob.smith is:failed") as user:
        await user.press("h")
        assert "Person" in user.lines[0]
        for words in ("not to be mailed", "Robert Smith, subscribed", "News", "spring (bounced)", "s lifts"):
            assert words in user.text
        assert "7 rows" in user.lines[0]
        await user.press("x")
        assert "city       Basel" in user.text
        await user.press("escape", "q")
        assert "Person" not in user.lines[0]


async def test_from_person_to_person(database: Path) -> None:
    async with user_of(database, f"to:{BOB}") as user:
        await user.press("h", "G")
        assert "alice@" in user.text
        await user.press("h")
        assert user.lines[1].lstrip().startswith("alice@ours.example")
        assert "none: no list of contacts has this address" in user.text
        assert "nothing that mailtui has read" in user.text
        await user.press("q")
        assert user.lines[1].lstrip().startswith(BOB)


async def test_lifted_and_suppressed_again(database: Path) -> None:
    async with user_of(database, f"to:{BOB}") as user:
        await user.press("h", "s")
        assert f"Lift {BOB}" in user.text
        await user.press("enter")
        assert "may be mailed" in user.text
        await user.press("s")
        assert f"Suppress {BOB}" in user.text
        await user.press("enter")
        assert "not to be mailed" in user.text
        await user.press("u", "u")
        assert "not to be mailed" in user.text


async def test_noted_and_tagged(database: Path) -> None:
    async with user_of(database, f"to:{BOB}") as user:
        await user.press("h", "t", *"+todo", "enter")
        assert "todo" in user.lines[8]
        await user.press("c", *"rang", "escape", "s")
        await user.until("2 notes")
        await user.press("m")
        assert "a person has no state" in user.notice


async def test_a_host_is_a_search(database: Path) -> None:
    async with user_of(database, "to:carol") as user:
        await user.press("enter", "g")
        for _ in range(30):
            if user.app.screen.host_here:
                break
            await user.press("j")
        assert "mx2.corp.example" in user.app.screen.host_here
        await user.press("h")
        assert user.app.screen.query_here.startswith("host:mx2.corp.example")
        await user.until("3 rows")


async def test_masked_nobody_is_named(database: Path) -> None:
    async with user_of(database, f"to:{BOB}") as user:
        await user.press("h", "H", "x")
        for name in ("bob.smith", "Robert Smith", "Basel"):
            assert name.lower() not in user.text.lower()
        assert "•••@corp.example" in user.text


async def test_from_the_list_of_suppressions(database: Path) -> None:
    async with user_of(database) as user:
        await user.press("O", "G", "h")
        assert "Person" in user.lines[0]


async def test_accounts_and_their_limits(database: Path) -> None:
    world.add_providers(database)
    async with user_of(database) as user:
        await user.press("7")
        assert "3 accounts; 2 to look at" in user.lines[0]
        assert "███░  85% day" in user.text
        assert "email send a day: 850 of 1000" in user.text
        assert "env:RELAY (only where it is)" in user.text
        await user.press("G", "enter")
        assert "1 payload of ses" in user.lines[0]


async def test_no_account_yet(tmp_path: Path) -> None:
    from tests.cli_data.logs import MAIN

    from mailtui.services.imports import import_logs

    log = tmp_path / "mainlog"
    log.write_bytes(MAIN)
    import_logs(tmp_path / "m.db", [str(log)], server="mx1", zone="UTC")
    async with user_of(tmp_path / "m.db") as user:
        await user.press("7")
        assert "No account at a sending service is known yet" in user.text
        await user.press("8")
        assert "Every payload was understood" in user.text


async def test_a_payload_is_shown_and_read_again(database: Path) -> None:
    async with user_of(database) as user:
        await user.press("8", "enter")
        assert "SES has no event 'Odd'" in user.text
        assert '"source": "Bob Smith <bob.smith@corp.example>"' in user.text
        await user.press("r")
        await user.until("1 payload read again: 0 events, 1 still not understood")
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE webhook_event SET error = 'old parser' WHERE error IS NULL")
        await user.press("q", "8", "R")
        await user.until("4 payloads read again")
        await user.press("H")
        assert "Bob Smith" not in user.text
        assert "bob.smith" not in user.text


async def test_a_key_that_comes_before_the_payloads_is_told_so(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    come, failed = threading.Event(), Providers.failed

    def late(*asked: object) -> FailedPage:
        come.wait(10)
        return failed(*asked)

    monkeypatch.setattr(Providers, "failed", late)
    async with user_of(database) as user:
        await user.pilot.press("8", "r")
        await user.sees("Refresh: the list is still being read")
        await user.pilot.press("j")
        await user.sees("own: the list is still being read")
        come.set()
        await user.until("SES has no event 'Odd'")
        await user.press("r")
        await user.until("1 payload read again")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", ["h", "hx"])
def test_pictures_of_a_person(snap_compare, database: Path, size: tuple[int, int], keys: str) -> None:
    assert snap_compare(app_of(database, f"to:{BOB}"), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", SIZES)
def test_pictures_of_accounts(snap_compare, database: Path, size: tuple[int, int]) -> None:
    world.add_providers(database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE webhook_event SET received = ?", (world.NOW,))
    assert snap_compare(app_of(database), terminal_size=size, run_before=pressing("7"))


@pytest.mark.parametrize("size", SIZES)
def test_pictures_of_events_that_failed(snap_compare, database: Path, size: tuple[int, int]) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE webhook_event SET received = ?, processed = ?", (world.NOW, world.NOW))
    assert snap_compare(app_of(database), terminal_size=size, run_before=pressing("8"))


def pressing(*keys: str):
    async def before(pilot):
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return before
