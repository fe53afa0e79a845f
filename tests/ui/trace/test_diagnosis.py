"""`x` on the Trace screen: why the recipient under the cursor failed or waits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.ui.trace import fakes
from tests.ui.trace.test_trace_screen import Story, story

from mailtui.ui.widgets.diagnosis import DiagnosisPanel
from mailtui.ui.widgets.facts import FactPanel

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


def card(user: Story) -> dict[str, str]:
    """What the panel says, by label."""
    panel = user.screen.query_one(DiagnosisPanel)
    assert panel.display
    return {fact.label: fact.text for fact in panel.facts}


@SIZES
async def test_x_shows_the_card_and_takes_it_away(size: tuple[int, int]) -> None:
    async with story(fakes.explained(fakes.bounced()), size=size) as user:
        await user.press("x")
        said = card(user)
        assert said["CAUSE"] == "mailbox-full   confidence 0.95  rule mailbox-full"
        assert said["SIDE"] == "RCPT: suppress the address after 3 failures within 30 days"
        assert said["PROOF"].startswith("2026-11-20 09:14:08  failed at mx1.bigmail.example: 552 5.2.2")
        assert said["PROOF"].endswith("(/var/log/exim4/mainlog:1201)")
        assert said["NEXT"] == fakes.MAILBOX_FULL.advice
        panel = user.screen.query_one(DiagnosisPanel)
        assert panel.size.height == len(panel._lines)
        await user.press("x")
        assert not panel.display


async def test_on_a_small_screen_the_keys_of_pages_read_the_card_first() -> None:
    async with story(fakes.explained(fakes.bounced()), size=(80, 12)) as user:
        await user.press("x")
        panel = user.screen.query_one(DiagnosisPanel)
        assert panel.size.height < len(panel._lines)
        place = user.screen.thread_here
        await user.press("pagedown")
        assert panel.scroll_offset.y > 0
        assert user.screen.thread_here is place
        await user.press("pageup")
        assert panel.scroll_offset.y == 0


async def test_the_card_follows_the_cursor_from_recipient_to_recipient() -> None:
    async with story(fakes.explained(fakes.mixed()), size=(120, 40)) as user:
        await user.press("x")
        assert card(user)["CAUSE"].startswith("mailbox-full")
        await user.press("e", "e")
        assert card(user)["CAUSE"].startswith("greylisted")
        await user.press("G")
        assert list(card(user).values()) == ["Go to a recipient: a diagnosis is of what became of one."]


async def test_what_names_no_cause_is_told_after_what_does() -> None:
    async with story(fakes.explained(fakes.retried())) as user:
        await user.press("x")
        said = card(user)
        assert "451 4.7.1 Greylisted" in said["PROOF"]
        assert "failed: retry timeout exceeded" in said["  "]


async def test_a_recipient_that_got_it_has_nothing_to_explain() -> None:
    async with story(fakes.explained(fakes.alias())) as user:
        await user.press("x", "j", "j", "j", "j")
        assert "nothing to explain" in card(user)[""]


async def test_where_nothing_failed_the_key_says_why_not() -> None:
    async with story(fakes.plain()) as user:
        await user.press("x")
        assert not user.screen.query_one(DiagnosisPanel).display


async def test_rules_that_cannot_be_read_are_told() -> None:
    trace = replace(fakes.bounced(), undiagnosed="rules.toml:2: the rule has no class")
    async with story(trace) as user:
        await user.press("x")
        assert card(user)[""].endswith("rules.toml:2: the rule has no class")


async def test_on_80_columns_one_panel_at_a_time_and_esc_leaves_it() -> None:
    async with story(fakes.explained(fakes.bounced())) as user:
        panel, facts = user.screen.query_one(DiagnosisPanel), user.screen.query_one(FactPanel)
        await user.press("p", "x")
        assert (panel.display, facts.display) == (True, False)
        await user.press("p")
        assert (panel.display, facts.display) == (False, True)
        await user.press("x", "P")
        assert not panel.display
        await user.press("escape", "x", "escape")
        assert not panel.display


async def test_the_card_says_what_came_before_what_comes_next_and_what_to_type() -> None:
    async with story(fakes.foreseen(), size=(120, 40)) as user:
        await user.press("x")
        assert [fact.label for fact in user.screen.query_one(DiagnosisPanel).facts if fact.label.strip()] == [
            *("CAUSE", "SIDE", "PROOF", "CHANGED", "OUTLOOK", "NEXT", "COMMAND")
        ]
        texts = [fact.text for fact in user.screen.query_one(DiagnosisPanel).facts]
        assert "inherited from 1tKxyz-0000000017A-9aBc at 2026-11-20 10:14:07" in texts
        assert "2026-11-20 08:34:07  last success to slow.example (11 of 12 in the hour up to it)" in texts
        assert "new: first seen 2026-11-20 09:14:07, never in the 90 days before" in texts


async def test_the_message_that_names_the_cause_opens_with_enter() -> None:
    async with story(fakes.foreseen(), size=(120, 40)) as user:
        await user.press("G", "enter")
        assert user.screen.message_id == 2


async def test_a_frozen_message_says_what_froze_it() -> None:
    async with story(fakes.held()) as user:
        await user.press("x")
        said = card(user)
        assert said["CAUSE"] == "frozen: by the system filter: held for review"
        assert said["COMMAND"] == "exim -Mvl 1tKxyz"
        assert said["  "] == "exim -Mt 1tKxyz  # changes the queue: thaws it"
