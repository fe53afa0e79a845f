"""The Audit screen: acts newest first, one in full, filters, and whether the chain holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.ui.audit import act, broken
from tests.ui.fakes import FakeDesk, FakeSearch

from mailtui.model.act import PersonView
from mailtui.ui.screens.audit import AuditScreen
from mailtui.ui.screens.incident import IncidentScreen
from mailtui.ui.widgets.audit_list import entry_facts
from mailtui.ui.widgets.status_line import StatusLine

BOB = PersonView(0, "root", "bob", "")


@pytest.fixture
def desk() -> FakeDesk:
    desk = FakeDesk(FakeSearch(count=10))
    desk.audit.known = [
        act(1),
        act(
            2,
            by=BOB,
            act="tag",
            subjects="412 recipients",
            first=None,
            reason="",
            result="412 changed",
            done="+vip",
        ),
        act(3, result="refused: you are a viewer", reason="[red]for fun[/oops]\x1b[31m"),
    ]
    return desk


async def to_audit(user) -> AuditScreen:
    await user.press("B")
    return user.app.screen


def mode(user) -> str:
    return user.app.screen.query_one(StatusLine)._mode


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_acts_newest_first_with_the_one_under_the_cursor_in_full(visit, desk, size) -> None:
    async with visit(desk, size=size) as user:
        screen = await to_audit(user)
        assert [entry.id for entry in screen.rows.known] == [3, 2, 1]
        assert "root (bob)" in user.text
        assert "+vip (412 changed)" in user.text
        assert "[red]for fun[/oops]" in user.text
        assert "\x1b" not in user.text
        assert "192.0.2.9 50022" in user.text
        assert mode(user) == "3 acts; the chain holds"
        await user.press("j")
        assert "root, uid 0; the environment says: sudo by bob" in user.text


async def test_a_broken_chain_is_told_in_the_status_line(visit, desk) -> None:
    desk.audit.chain = broken(2)
    async with visit(desk) as user:
        await to_audit(user)
        assert "CHAIN BROKEN: entry 2 was changed" in mode(user)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ('{"message:414 tagged:1795310222608066":false}', "message 414 tagged: no"),
        ('{"address:a:b@shop.example tagged:7":true}', "address a:b@shop.example tagged: yes"),
        ('{"tagged:7":{"false":411,"true":1}}', "tagged: no: 411, yes: 1"),
        ('{"incident:7 assignee":null}', "incident 7 assignee: nothing"),
    ],
)
def test_values_are_words_and_not_what_is_stored(kept: str, said: str) -> None:
    facts = entry_facts(act(1, before=kept))
    assert [fact.text for fact in facts if fact.label == "before"] == [said]


async def test_only_some(visit, desk) -> None:
    async with visit(desk) as user:
        screen = await to_audit(user)
        await user.press("/")
        await user.type("by:root")
        await user.press("enter")
        assert [entry.id for entry in screen.rows.known] == [2]
        assert "only by:root" in mode(user)
        await user.press("/", *"zz", "enter")
        assert "No act matches by:rootzz" in user.text
        await user.press("escape")
        assert len(screen.rows.known) == 3


async def test_a_wrong_question_is_told_and_costs_nothing(visit, desk) -> None:
    async with visit(desk) as user:
        screen = await to_audit(user)
        await user.press("/", *"nope:x", "enter")
        assert "the audit knows no nope:" in user.notice
        assert len(screen.rows.known) == 3


async def test_enter_opens_what_it_was_on(visit, desk) -> None:
    async with visit(desk) as user:
        await to_audit(user)
        await user.press("j", "enter")
        assert "nothing that can be opened" in user.notice
        await user.press("j", "enter")
        assert isinstance(user.app.screen, IncidentScreen)
        assert user.app.screen.incident_id == 7


async def test_what_somebody_else_does_comes_by_itself(visit, desk) -> None:
    async with visit(desk) as user:
        screen = await to_audit(user)
        desk.audit.known.append(act(4, by=BOB))
        desk.state.value = replace(desk.state.value, acts=4)
        for _ in range(100):
            await user.pilot.pause(0.05)
            if len(screen.rows.known) == 4:
                break
        assert screen.rows.here.id == 4


async def test_a_long_audit_is_read_as_far_as_one_looks(visit, desk) -> None:
    desk.audit.known = [act(number) for number in range(1, 451)]
    async with visit(desk) as user:
        screen = await to_audit(user)
        assert len(screen.rows.known) == 200
        await user.press("G")
        assert len(screen.rows.known) == 400
        await user.press("G")
        assert len(screen.rows.known) == 450
        assert mode(user).startswith("450 acts")


async def test_nobody_has_done_anything(visit) -> None:
    async with visit(FakeDesk(FakeSearch(count=10))) as user:
        await to_audit(user)
        assert "Nobody has done anything here yet." in user.text
        assert "mailtui audit" in user.text
