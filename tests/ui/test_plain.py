"""`L` prints what is shown, whole, on the plain terminal: every screen has something to print."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest
from tests.ui.fakes import FakeDesk, FakeSearch, make_hostile
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.model.visible import visible
from mailtui.ui import screens
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.screens.list_screen import ListScreen
from mailtui.ui.widgets.status_line import StatusLine

FOLDER = Path(screens.__file__).parent


def test_every_screen_can_be_printed():
    for path in FOLDER.glob("*.py"):
        import_module(f"mailtui.ui.screens.{path.stem}")
    lacking = [one.__name__ for one in _below(BaseScreen) if _is_whole(one) and one.plain is BaseScreen.plain]
    assert lacking == []


def _is_whole(screen):
    """Bases and mixins compose nothing, or have no name."""
    if issubclass(screen, ListScreen):
        return hasattr(screen, "NAME")
    return "compose" in vars(screen) and StatusLine.__name__ in inspect.getsource(screen)


def _below(base):
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


@pytest.mark.parametrize("keys", [(), ("2",), ("2", "enter"), ("enter",)])
async def test_what_is_printed_is_whole_and_harmless(visit, keys):
    desk = FakeDesk(FakeSearch(count=60, make=make_hostile), incidents=FakeIncidents(ALL))
    async with visit(desk) as user:
        await user.press(*keys)
        lines = user.app.screen.plain()
        assert lines
        for line in lines:
            assert visible(line) == line
            assert "…" not in line
