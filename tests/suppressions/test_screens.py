"""`s` on a row, and the Suppressions screen, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path

import pytest
from tests.incidents_read import log
from tests.suppressions.test_list import listed, states
from tests.ui.conftest import settle
from tests.ui.user import User

from mailtui.model import visible
from mailtui.model.enums import SuppressionState
from mailtui.services.desk import open_desk
from mailtui.services.suppressing import propose
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

S = SuppressionState


@asynccontextmanager
async def user_of(
    database: Path, query: str | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[User]:
    app = MailtuiApp(lambda: open_desk(database), query, look=Look(zone=UTC, now=lambda: log.NOW))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield User(app, pilot)


async def test_one_address_and_back(database: Path) -> None:
    async with user_of(database, "to:nobody@lone.example") as user:
        await user.press("s")
        assert "Suppress 1 address" in user.text
        await user.press("enter")
        assert states(database) == [("nobody@lone.example", S.ACTIVE)]
        await user.press("s")
        assert "Lift nobody@lone.example" in user.text
        await user.press("b", "a", "c", "k", "enter")
        assert states(database) == [("nobody@lone.example", S.LIFTED)]
        assert listed(database)[0].lift_reason == "back"
        await user.press("u")
        assert states(database) == [("nobody@lone.example", S.ACTIVE)]


async def test_whose_failure_is_not_about_the_address_is_left_out(database: Path) -> None:
    async with user_of(database, "is:waiting OR is:failed") as user:
        await user.press("*", "s")
        assert "left out: what failed there is not about the address" in user.text
        await user.press("escape")
        assert states(database) == []


async def test_one_alone_is_done_with_a_warning(database: Path) -> None:
    async with user_of(database, "to:s1@slow.example") as user:
        await user.press("s")
        assert "NOT about the address" in user.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_proposals_are_decided(database: Path, clock: Callable[[], int], size: tuple[int, int]) -> None:
    propose(database, clock)
    async with user_of(database, size=size) as user:
        await user.press("O")
        assert "nobody@lone.example" in user.text
        assert "1 proposed" in user.text
        await user.press("s", "d")
        assert states(database) == [("nobody@lone.example", S.DECLINED)]
        assert "Nobody is suppressed" in user.text
        await user.press("!")
        assert "declined" in user.text
        await user.press("u", "!", "s", "a")
        assert states(database) == [("nobody@lone.example", S.ACTIVE)]
        await user.press("enter")
        assert user.query == "to:nobody@lone.example"


async def test_only_some(database: Path, clock: Callable[[], int]) -> None:
    propose(database, clock)
    async with user_of(database) as user:
        await user.press("O", "/", *"nowhere", "enter")
        assert "Nobody on the list matches nowhere. esc lists all." in user.text
        await user.press("escape")
        assert "nobody@lone.example" in user.text


# -- one after the other -------------------------------------------------------------------------

LONG = "no such user: " + "we looked in every drawer of this house and found nobody of that name; " * 6


@pytest.fixture
def gone(tmp_path: Path, clock: Callable[[], int]) -> Path:
    """Five addresses that are proposed, newest first: nobody4 to nobody0."""
    lines = log.Writer()
    for number in range(5):
        to = f"nobody{number}@lone{number}.example"
        lines.refused(number, lines.message(number, to), to, f"mx.lone{number}.example", f"550 5.1.1 {LONG}")
    database = log.build(tmp_path, lines)
    assert propose(database, clock) == 5
    return database


def here(user: User) -> tuple[str, SuppressionState]:
    one = user.app.suppressions.rows.here
    assert one is not None
    return one.target.partition("@")[0], one.state


@pytest.mark.parametrize("word", ["a", "d"])
async def test_from_a_decided_proposal_to_the_next(gone: Path, word: str) -> None:
    async with user_of(gone) as user:
        await user.press("O", "j", "j")
        names = [one.target.partition("@")[0] for one in user.app.suppressions.rows.known]
        assert here(user) == (names[2], S.PROPOSED)
        for name in (names[3], names[4], names[1], names[0]):
            await user.press("s", word)
            assert here(user) == (name, S.PROPOSED)


async def test_the_footer_says_what_s_does(gone: Path) -> None:
    async with user_of(gone) as user:
        await user.press("O")
        assert " s decide " in user.lines[-1]
        assert " ! ended " in user.lines[-1]
        assert "failed" not in user.lines[-1]
        await user.press("s", "a", "G")
        assert here(user)[1] is S.ACTIVE
        assert " s lift " in user.lines[-1]


async def test_who_was_declined_is_suppressed_again_and_all_is_told(gone: Path) -> None:
    async with user_of(gone) as user:
        await user.press("O", "s", "d", "!", "G")
        name, state = here(user)
        assert state is S.DECLINED
        assert " s suppress " in user.lines[-1]
        entry = "\n".join(user.lines[-9:])
        assert "proposed " in entry
        assert "declined " in entry
        await user.press("s")
        assert f"Suppress {name}@" in user.text
        await user.press("b", "a", "d", "enter")
        assert (f"{name}@{name.replace('nobody', 'lone')}.example", S.ACTIVE) in states(gone)
        await user.press("u")
        assert S.ACTIVE not in [one for _, one in states(gone)]


@pytest.mark.parametrize("typed", ["nobody", "nobody@lone.example", "victor.jan"])
async def test_a_filter_names_nobody_while_the_screen_is_shared(
    database: Path, clock: Callable[[], int], typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visible._Sharing, "on", True)
    propose(database, clock)
    name, at, domain = typed.partition("@")
    seen, masked = "•" * len(name) + at + domain, f"•••{at}{domain}" if at else "•" * len(name)
    async with user_of(database, size=(120, 40)) as user:
        await user.press("O", "/", *typed)
        assert seen in user.text
        assert name not in user.text
        await user.press("enter")
        assert f"only {masked}" in user.text
        assert name not in user.text
        assert (f"matches {masked}." in user.text) == (name == "victor.jan")


@pytest.mark.parametrize("typed", ["nobody", "nobody@lone.example", "victor.jan"])
async def test_the_key_masks_what_narrows_the_list_at_once(
    database: Path, clock: Callable[[], int], typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visible._Sharing, "on", False)
    propose(database, clock)
    name, at, domain = typed.partition("@")
    masked = f"•••{at}{domain}" if at else "•" * len(name)
    async with user_of(database, size=(120, 40)) as user:
        await user.press("O", "/", *typed, "enter")
        assert f"only {typed}" in user.lines[0]
        assert name in user.text
        await user.press("H")
        assert f"only {masked}" in user.lines[0]
        assert name not in user.text
        assert (f"matches {masked}." in user.text) == (name == "victor.jan")
        await user.press("H")
        assert f"only {typed}" in user.lines[0]
