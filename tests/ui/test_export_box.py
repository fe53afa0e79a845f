"""X: one letter writes the marks, or all that the query finds; it can be stopped, and says what came."""

import asyncio
import csv
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.ui import domains
from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk, FakeSearch, make_row
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.ui.screens.export_box import ExportBox


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def desk():
    return FakeDesk(FakeSearch(count=90))


def recipients(path):
    return [row["recipient"] for row in csv.DictReader(path.read_text().splitlines())]


def unwrapped(text):
    """The lines of the box joined: a long path goes on in the next."""
    return "".join(line.strip().strip("│").strip() for line in text.split("\n"))


async def test_all_that_the_query_finds(visit, desk, here):
    async with visit(desk, "") as user:
        await user.press("X")
        assert "Export  everything" in user.text
        await user.press("c")
        (path,) = here.iterdir()
        assert recipients(path) == [make_row(number).recipient for number in range(90)]
        assert user.notice == f"90 rows exported to {here / path.name}"
        assert path.name.startswith("mailtui-")


async def test_marks_alone(visit, desk, here):
    async with visit(desk, "") as user:
        await user.press("j", "space", "X")
        assert "Export  1 marked" in user.text
        await user.press("c")
        (path,) = here.iterdir()
        assert recipients(path) == [make_row(1).recipient]


@pytest.fixture
def near():
    """A folder whose name fits into a line."""
    with TemporaryDirectory(prefix="x") as folder:
        yield Path(folder)


async def test_the_box_says_in_which_folder(visit, desk, near, monkeypatch):
    here = near
    monkeypatch.chdir(here)
    async with visit(desk, "") as user:
        await user.press("X")
        assert f"in {here}" in unwrapped(user.text)
        await user.press("f", "ctrl+u", *"none/x", "enter")
        assert f"in {here / 'none'}" in unwrapped(user.text)


@pytest.mark.parametrize(("key", "suffix"), [("c", ".csv"), ("j", ".jsonl"), ("m", ".md")])
async def test_every_format_has_a_letter(visit, desk, here, key, suffix):
    async with visit(desk, "status:bounced") as user:
        await user.press("X")
        assert "all that match: status:bounced" in user.text
        await user.press(key)
        assert [path.suffix for path in here.iterdir()] == [suffix]


async def test_without_names(visit, desk, here):
    async with visit(desk, "") as user:
        await user.press("X", "a")
        assert "[x] without names" in user.text
        await user.press("c")
        (path,) = here.iterdir()
        assert not [name for name in recipients(path) if name.startswith(("bob@", "alice@", "info@"))]


async def test_another_file_is_not_replaced_before_that_is_said(visit, desk, here):
    (here / "mine.csv").write_text("mine")
    async with visit(desk, "") as user:
        await user.press("X", "f", "ctrl+u", *"mine.csv", "enter", "c")
        assert "mine.csv is there already" in user.text
        assert (here / "mine.csv").read_text() == "mine"
        await user.press("o", "c")
        assert len(recipients(here / "mine.csv")) == 90
        assert user.notice == f"90 rows exported to {here / 'mine.csv'}"


async def test_a_folder_that_is_not_there_is_told_and_the_box_stays(visit, desk, here):
    async with visit(desk, "") as user:
        await user.press("X", "f", "ctrl+u", *"none/x", "enter", "c")
        assert "cannot be written" in user.text
        assert isinstance(user.app.screen, ExportBox)
        await user.press("escape")
        assert list(here.iterdir()) == []


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_stopped_in_the_middle_no_file_is_left(visit, desk, here, key):
    async with visit(desk, "") as user:
        reached, go_on = threading.Event(), threading.Event()
        plain = desk.search.rows

        def slow(keys, *, detailed=False):
            reached.set()
            go_on.wait(10)
            return plain(keys)

        await user.press("X")
        desk.search.rows = slow
        await user.pilot.press("c")
        while not reached.is_set():
            await user.pilot.pause()
        await user.pilot.press(key)
        await user.pilot.pause()
        assert not isinstance(user.app.screen, ExportBox)
        go_on.set()
        await settle(user.pilot)
        assert "stopped" in user.notice
        for _ in range(200):  # the thread that writes is told to stop, not waited for
            if not list(here.iterdir()):
                break
            await asyncio.sleep(0.02)
        assert list(here.iterdir()) == []


async def test_an_incident_exports_its_recipients(visit, here):
    desk = FakeDesk(FakeSearch(count=200), incidents=FakeIncidents(ALL))
    async with visit(desk, None) as user:
        await user.press("X", "c")
        (path,) = here.iterdir()
        hit = [make_row(number) for number in range(200) if number % 8 == 5]
        assert recipients(path) == [row.recipient for row in hit]


async def test_domains_say_how_they_are_exported(visit):
    async with visit(FakeDesk(domains=domains.FakeDomains(domains.ALL)), None) as user:
        await user.press("5", "X")
        assert "mailtui domains --json" in user.notice
