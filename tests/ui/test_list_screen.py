"""What screens with one list share: messages are handled once, answers that come late do no harm."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from tests.ui.audit import FakeAudit, act
from tests.ui.fakes import FakeDesk, FakeSearch

from mailtui.model.act import AuditView
from mailtui.ui.screens.audit import AuditScreen


@dataclass
class Held(FakeAudit):
    """Older entries come only when the gate is open."""

    gate: threading.Event = field(default_factory=threading.Event)
    older: int = 0

    def entries(self, query: str = "", limit: int = 200, before: int | None = None) -> Sequence[AuditView]:
        found = super().entries(query, limit, before)
        if before is not None:
            self.older += 1
            self.gate.wait(20)
        return found


@pytest.fixture
def desk() -> FakeDesk:
    desk = FakeDesk(FakeSearch(count=10))
    desk.audit.known = [act(number) for number in range(1, 4)]
    return desk


async def test_what_a_row_opens_is_opened_once(visit, desk, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(AuditScreen, "open_row", lambda self: opened.append(self.rows.cursor))
    async with visit(desk) as user:
        await user.press("B", "j", "enter")
        assert opened == [1]
        await user.pilot.click(user.app.screen.rows, offset=(5, 0), times=2)
        await user.press("j")
        assert opened == [1, 0]


async def test_a_row_is_followed_once_and_a_question_asked_once(visit, desk, monkeypatch) -> None:
    followed = []
    follow = AuditScreen.follow
    monkeypatch.setattr(AuditScreen, "follow", lambda self: (followed.append(self.rows.cursor), follow(self)))
    async with visit(desk) as user:
        await user.press("B")
        followed.clear()
        await user.press("j")
        assert followed == [1]
        desk.audit.asked.clear()
        await user.press("/", *"by:ann", "enter")
        assert desk.audit.asked == ["by:ann"]
        await user.press("escape")
        assert desk.audit.asked == ["by:ann", ""]


async def test_older_rows_that_come_after_the_list_was_read_again_are_not_there_twice(visit, desk) -> None:
    desk.audit = Held(known=[act(number) for number in range(1, 451)])
    async with visit(desk) as user:
        await user.press("B")
        screen = user.app.screen
        await user.pilot.press("G")
        await until(user, lambda: desk.audit.older == 1)
        asked = len(desk.audit.asked)
        await user.pilot.press("r")
        await until(user, lambda: len(desk.audit.asked) > asked)
        desk.audit.gate.set()
        await user.press("G", "G")
        numbers = [entry.id for entry in screen.rows.known]
        assert numbers == list(range(450, 0, -1))


async def until(user, holds) -> None:
    for _ in range(400):
        if holds():
            return
        await user.pilot.pause(0.02)
    raise AssertionError("it did not happen")
