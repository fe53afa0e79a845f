"""Domains are tagged and noted with the same keys as mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.domains.conftest import Lab

from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.services.desk import Desk, open_desk
from mailtui.services.domains.wishes import Wish


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Two domains, which nobody has looked at yet; drafts of these tests are theirs."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    lab = Lab(tmp_path / "mailtui.db")
    lab.desk.add("a.example", Wish())
    lab.desk.add("b.example", Wish())
    yield open_desk(tmp_path / "mailtui.db")
    lab.engine.dispose()


def subjects(desk: Desk) -> list[Subject]:
    return [Subject(SubjectKind.DOMAIN, row.id) for row in desk.domains.rows()]


async def test_the_domain_under_the_cursor_is_tagged(visit, desk: Desk) -> None:
    async with visit(desk) as user:
        await user.press("5", "t")
        assert "Tags of 1 domain" in user.text
        await user.press(*"+moving", "enter")
        assert "moving" in user.text
    assert [(tag.name, tag.number) for tag in desk.notes.carried(subjects(desk))] == [("moving", 1)]


async def test_marked_domains_are_tagged_together(visit, desk: Desk) -> None:
    async with visit(desk) as user:
        await user.press("5", "space", "space", "t")
        assert "Tags of 2 domains" in user.text
        await user.press(*"+moving", "enter")
        await user.press("u")
    assert desk.notes.carried(subjects(desk)) == []


async def test_a_domain_is_noted_on_its_own_screen(visit, desk: Desk) -> None:
    async with visit(desk, size=(120, 40)) as user:
        await user.press("5", "enter", "c")
        assert "Note on domain a.example" in user.text
        await user.press(*"moves", "escape", "s")
        assert "1 note" in user.text
        assert ": moves" in user.text
    assert [note.text for note in desk.notes.notes_of(subjects(desk))] == ["moves"]
