"""The last line: a notice is read to its end, at 80 columns too, and gives its lines back."""

from __future__ import annotations

import pytest
from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk, FakeSearch

from mailtui.ui.messages import Notice

LONG = (
    "the database /var/lib/mailtui/mail.db cannot be written: the disk is full, a limit reached, or failing: "
    "Make room there, then try again"
)


async def _tell(user, text: str, *, error: bool = True) -> None:
    user.app.post_message(Notice(text, error=error))
    await settle(user.pilot)


@pytest.mark.parametrize("error", [True, False])
async def test_a_notice_has_as_many_lines_as_it_takes_until_the_next_key(visit, error):
    async with visit(FakeDesk(FakeSearch(count=300)), "", size=(80, 24)) as user:
        before = user.lines
        await _tell(user, LONG, error=error)
        assert " ".join(line.strip() for line in user.lines[-2:]) == LONG
        assert "mail.db cannot" not in "\n".join(user.lines[:-2])
        await _tell(user, "done", error=error)
        assert user.lines[:-1] == before[:-1]
        assert user.lines[-1].strip() == "done"
        await _tell(user, LONG, error=error)
        await user.press("j", "k")
        assert user.lines == before


async def test_a_notice_has_three_lines_at_most_and_no_control_characters(visit):
    async with visit(FakeDesk(FakeSearch(count=300)), "", size=(80, 24)) as user:
        before = user.lines
        await _tell(user, "\x1b[31m" + "word " * 200)
        assert [line.split()[-1] for line in user.lines[-3:-1]] == ["word", "word"]
        assert user.lines[-1].endswith("…")
        assert "word" not in "\n".join(user.lines[:-3])
        assert "\x1b" not in user.text
        assert user.lines[:3] == before[:3]
