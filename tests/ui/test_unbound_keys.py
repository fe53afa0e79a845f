"""A key that does nothing on a screen says so; one that means nothing anywhere is silent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC
from pathlib import Path

import pytest
from tests.ui.conftest import settle
from tests.ui.user import User

from mailtui.services.desk import open_desk
from mailtui.store.engine import writer
from mailtui.ui.app import MailtuiApp
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.words import Look


async def _user(tmp_path: Path, **options: object) -> AsyncIterator[User]:
    writer(tmp_path / "a.db").dispose()
    app = MailtuiApp(lambda: open_desk(tmp_path / "a.db", UTC), look=Look(zone=UTC), **options)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield User(app, pilot)


@pytest.fixture
async def user(tmp_path: Path) -> AsyncIterator[User]:
    async for each in _user(tmp_path):
        yield each


@pytest.fixture
async def rebound(tmp_path: Path) -> AsyncIterator[User]:
    async for each in _user(tmp_path, keymap={"view.facts": "comma"}):
        yield each


SILENT = {
    "p": "Facts",
    "P": "Raw lines",
    "x": "Diagnosis",
    "exclamation_mark": "Failures only",
    "K": "Cancel",
}


@pytest.mark.parametrize("key", SILENT)
async def test_on_campaigns_every_key_of_another_screen_answers(user, key):
    await user.press("4", key)
    assert user.notice.startswith(SILENT[key])
    assert "not on this screen" in user.notice
    await user.press("j")
    assert user.notice == "Down: there are no rows"


async def test_a_key_of_no_command_stays_silent(user):
    await user.press("4", "f12")
    assert user.notice == ""


async def test_what_is_typed_is_no_key(user):
    await user.press("4", "slash", "p", "x", "K")
    assert "pxK" in user.text
    assert user.notice == ""


async def test_menus_and_questions_are_no_screens(user):
    await user.press("4", "0", "p")
    assert [line.notice for screen in user.app.screen_stack for line in screen.query(KeyLine)] == ["", ""]


async def test_keys_of_the_user_count(rebound):
    await rebound.press("4", "p")
    assert rebound.notice == ""
    await rebound.press("comma")
    assert rebound.notice.startswith("Facts: not on this screen")


async def test_on_what_was_not_understood_r_and_R_answer(user):
    await user.press("Q")
    assert user.notice == ""
    await user.press("r")
    assert user.notice == "Listed again: 0 lines not understood"
    await user.press("R")
    assert "r lists them again" in user.notice
