"""The Worker screen and the lines that were not understood, on a real database."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from tests.ui.conftest import settle
from tests.ui.user import User
from tests.worker.following import Watched
from tests.worker.test_reconciling import NOW, PUT_OFF, Server, stamp

from mailtui.cli.main import run
from mailtui.model.moment import HOUR
from mailtui.model.view import ImportProgress
from mailtui.services.desk import open_desk
from mailtui.services.handing import ask
from mailtui.store import progress as board
from mailtui.store.engine import writer
from mailtui.store.lock import writing
from mailtui.ui.app import MailtuiApp
from mailtui.ui.screens.unclear import UnclearScreen
from mailtui.ui.screens.worker import WorkerScreen
from mailtui.ui.words import Look

HOSTILE = "\x1b[31m[red]nobody knows\x1b[0m this [/oops] line \u202egnp.exe"


@asynccontextmanager
async def visit(database: Path, *keys: str, size: tuple[int, int] = (120, 40)) -> AsyncIterator[User]:
    from datetime import UTC

    app = MailtuiApp(lambda: open_desk(database), look=Look(zone=UTC, now=lambda: NOW + 2 * HOUR))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press(*keys)
        yield user


@pytest.fixture
def server(tmp_path: Path, settled: None) -> Callable[..., Path]:
    """A database that followed a log with lines nobody understands."""
    folders: list[Watched] = []

    def make(unclear: int = 0, at: int = NOW) -> Path:
        made = Server(tmp_path)
        with made.mainlog.open("a") as file:
            for number in range(unclear):
                file.write(f"{stamp(at)} {number} {HOSTILE}\n")
        made.watched.look()
        folders.append(made.watched)
        made.look(PUT_OFF)
        return made.database

    yield make
    for each in folders:
        each.close()


async def test_sources_and_the_queue_stand_there(server: Callable[..., Path]) -> None:
    async with visit(server(), "W") as user:
        assert isinstance(user.app.screen, WorkerScreen)
        assert "1 message, 1 deferred, 0 frozen, about 300 B" in user.text
        assert "nobody reads logs now" in user.text
        assert "stopped" in user.text
        await user.press("enter")
        assert user.notice.endswith("every line of this source was understood")


async def test_the_titles_stay_above_more_sources_than_there_is_room_for(
    server: Callable[..., Path], tmp_path: Path
) -> None:
    database = server()
    for number in range(30):
        file = tmp_path / f"old{number:02}" / "mainlog"
        file.parent.mkdir()
        file.write_text(f"{stamp(NOW)} Start queue run: pid={number}\n")
        assert run(["import", str(file), "--db", str(database), "--server", "mx9"]) in (0, 1)
    async with visit(database, "W", size=(80, 24)) as user:
        rows = user.app.screen.rows
        assert rows.count > rows.region.height + 10
        for key in ("g", "j", "ctrl+d", "G", "k", "g"):
            await user.press(key)
            top = rows.region.y
            assert user.lines[top].split() == ["STATE", "SERVER", "PATH", "LINES", "UNCLEAR", "LAG"]
            assert 1 <= rows.below < rows.region.height


async def test_sources_that_nothing_came_from_come_last(server: Callable[..., Path]) -> None:
    database = server()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO server (id, name, mta, time_zone) VALUES (77, 'aaa', 'csv', 'UTC')")
        connection.execute(
            "INSERT INTO source (id, server_id, kind, location, enabled, last_error) "
            "VALUES (77, 77, 'csv', '/people.csv', 1, 'it has no column of addresses')"
        )
    async with visit(database, "W") as user:
        names = [line.source.server for line in user.app.screen.rows.lines if line.source is not None]
        assert names == ["mx1", "mx1", "aaa"]


async def test_one_line_is_one_line(server: Callable[..., Path]) -> None:
    async with visit(server(unclear=1), "W") as user:
        assert "1 line not understood" in user.text


async def test_enter_on_a_source_opens_what_was_not_understood(server: Callable[..., Path]) -> None:
    async with visit(server(unclear=3), "W") as user:
        assert "3 lines not understood" in user.text
        await user.press("j", "g", "enter")
        assert isinstance(user.app.screen, UnclearScreen)
        assert user.app.screen.source_id is not None
        shown = user.text
        assert "[red]nobody knows" in shown  # markup is text
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "mainlog:" in shown
        await user.press("q")
        assert isinstance(user.app.screen, WorkerScreen)


async def test_enter_on_a_line_shows_the_mail_of_its_time(server: Callable[..., Path]) -> None:
    async with visit(server(unclear=2), "Q", "enter") as user:
        assert len(user.app.search.rows.keys) == 1  # the one that was handed in at that time
        await user.press("q")
        assert isinstance(user.app.screen, UnclearScreen)


async def test_more_are_read_when_the_end_comes_near(server: Callable[..., Path]) -> None:
    async with visit(server(unclear=450), "Q", size=(80, 24)) as user:
        screen = user.app.screen
        assert isinstance(screen, UnclearScreen)
        assert (screen.rows.count, screen.total) == (200, 450)
        await user.press("G", "G", "G")
        assert screen.rows.count == 450
        keys = [line.key for line in screen.rows.known]
        assert keys == sorted(set(keys), reverse=True)
        assert len(screen.plain()) == 450


async def test_nothing_to_show_says_so(server: Callable[..., Path], tmp_path: Path) -> None:
    async with visit(server(), "Q") as user:
        assert "Every line was understood." in user.text


async def test_a_line_at_whose_time_there_is_no_mail_opens_no_empty_search(
    server: Callable[..., Path],
) -> None:
    async with visit(server(unclear=1, at=NOW + HOUR), "Q", "enter") as user:
        assert isinstance(user.app.screen, UnclearScreen)
        assert user.notice == "There is no mail within a minute of this line"


@pytest.mark.parametrize("unclear", [0, 1])
async def test_payloads_that_were_not_understood_are_told_too(
    server: Callable[..., Path], tmp_path: Path, unclear: int
) -> None:
    database = server(unclear=unclear)
    payload = tmp_path / "events.jsonl"
    payload.write_text(
        '{"event":"delivered","email":"a@b.example","timestamp":1795168800,"sg_message_id":"m1",'
        '"sg_event_id":"e1"}\n'
        '{"event":"nonsense","email":"a@b.example","timestamp":1795168800,"sg_message_id":"m1",'
        '"sg_event_id":"e2"}\n'
    )
    assert run(["import", str(payload), "--db", str(database)]) in (0, 1)
    async with visit(database, "Q") as user:
        assert "1 payload of services not understood: mailtui events --failed" in user.text
        assert ("Every line was understood." in user.text) is (unclear == 0)


async def test_a_job_is_cancelled_after_a_question(server: Callable[..., Path]) -> None:
    database = server()
    job = ask(database, "import", {"paths": ["/var/log/[red]exim4"]})
    async with visit(database, "W") as user:
        assert "/var/log/[red]exim4" in user.text
        await user.press("K")
        assert user.notice == "Cancel the job: no job is under the cursor"
        await user.press("G", "K")
        assert f"End job {job} (import)?" in user.text
        await user.press("n", "K", "y")
        assert user.notice == f"Job {job} ends after the step it is at"
        assert "cancelled" in user.text
        await user.press("K")
        assert user.notice == "Cancel the job: this job is over"


async def test_the_running_import_is_told_whole_in_80_columns(server: Callable[..., Path]) -> None:
    database = server()
    far = (40_000_000, 9_000_000_000, 48_000, 124_000.0, 12, 4.0)
    engine = writer(database)
    with writing(database):
        with engine.begin() as connection:
            board.tell(connection, time.time_ns() // 1000, ImportProgress("/logs/mainlog.2.gz", 1, 3, *far))
        async with visit(database, "W", size=(80, 24)) as user:
            (shown,) = (line.split(None, 1) for line in user.lines if line.split()[:1] == ["import"])
    engine.dispose()
    assert shown[1].strip() == "mainlog.2.gz 0 %, 10.0 MB/s, 124k lines/s, 15 min left, 12 unclear"


async def test_enter_on_a_source_in_trouble_says_the_trouble(server: Callable[..., Path]) -> None:
    database = server()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE source SET last_error = 'mainlog [red]cannot be read'")
    async with visit(database, "W", "g", "enter") as user:
        assert user.notice.endswith(": mainlog [red]cannot be read")


async def test_the_path_of_a_source_can_be_copied(
    server: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = server()
    ask(database, "import", {"paths": ["/var/log/exim4"]})
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with visit(database, "W", "g", "y") as user:
        assert user.notice.startswith("The path ")
        path = user.app.screen.rows.line.source.path
        (copied,) = (tmp_path / "state").rglob("*path.txt")
        assert copied.read_text().strip() == path
        await user.press("G", "y")
        assert user.notice.endswith("the path of a source can be copied")


async def test_what_did_not_change_is_not_painted_again(
    server: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(server(unclear=1), "W") as user:
        screen = user.app.screen
        assert isinstance(screen, WorkerScreen)
        painted: list[int] = []
        monkeypatch.setattr(screen.rows, "_refresh_row", painted.append)
        monkeypatch.setattr(screen.rows, "refresh", lambda *_, **__: painted.append(-1))
        for _ in range(3):
            screen.read()
            await settle(user.pilot)
        assert painted == []


async def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    writer(tmp_path / "mailtui.db").dispose()
    async with visit(tmp_path / "mailtui.db", "W") as user:
        assert 'logs = ["/var/log/exim4"]' in user.text
