"""What copying, exporting and masked mode look like."""

from pathlib import Path

import pytest
from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk, FakeSearch
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.model import visible
from mailtui.ui.screens import export_box

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def look_at(snap_compare, make_app, monkeypatch):
    """Compare the screen after some keys with the picture of it."""
    monkeypatch.setattr(visible._Sharing, "on", False)
    monkeypatch.setattr(export_box, "proposed", lambda: "mailtui-20261121-120000")
    monkeypatch.setattr(export_box, "working_folder", lambda: Path("/home/ann"))
    monkeypatch.setenv("TZ", "UTC")
    desk = FakeDesk(search=FakeSearch(count=300), incidents=FakeIncidents(ALL, unfiled=113))

    def compare(size, *keys, query=""):
        async def before(pilot):
            await settle(pilot)
            for key in keys:
                await pilot.press(key)
                await settle(pilot)

        return snap_compare(make_app(desk, query), terminal_size=size, run_before=before)

    return compare


@pytest.mark.parametrize("size", SIZES)
def test_what_can_be_copied_of_a_row(look_at, size):
    """A refused mail has no queue id: its entry is grey and says why."""
    assert look_at(size, *"jjjjjjj", "y", "j", "j", "j")


@pytest.mark.parametrize("size", SIZES)
def test_what_can_be_copied_of_marks(look_at, size):
    assert look_at(size, "space", "space", "space", "y", *"jjjjjjjjj")


@pytest.mark.parametrize("size", SIZES)
def test_an_export(look_at, size):
    assert look_at(size, "X", "a", query="status:bounced to:@gmail.com")


@pytest.mark.parametrize("size", SIZES)
def test_names_are_masked(look_at, size):
    assert look_at(size, "H", "j", "p", query="to:bob status:bounced,deferred")
