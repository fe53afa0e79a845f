"""The list of campaigns as a user drives it: what passes a limit first, sorted, narrowed, noted, copied."""

from __future__ import annotations

import pytest
from tests.ui.campaigns.conftest import LOOK, NOW, event, lines
from tests.ui.conftest import settle

from mailtui.services.imports import import_logs
from mailtui.store.engine import writer
from mailtui.ui.screens.campaign import CampaignScreen
from mailtui.ui.screens.export_box import ExportBox
from mailtui.ui.screens.yank_menu import YankMenu
from mailtui.ui.words import Look

FIRST = 2
"""The line of the first row."""


def listed(user):
    return [one.name for one in user.app.campaigns.rows.campaigns]


async def test_limits_passed_are_seen_first_with_sign_and_word(user):
    assert "mailtui  Triage > Campaigns" in user.lines[0]
    row = user.lines[FIRST].split()
    assert row[:2] == ["▌✗", "old-list"]
    assert "critical ✗ SES bounce rate" in user.text
    assert "is above 10 %" in user.text


async def test_a_row_says_state_sent_and_six_rates(user):
    place = listed(user).index("untold")
    row = user.lines[FIRST + place].split()
    assert row[0] == "untold"
    assert "n/a" in row, "nobody tells deliveries"
    assert any("~" in cell for cell in row), "what is estimated is marked"


async def test_at_120_columns_account_and_bars(at, told):
    async with at(told, (120, 40)) as user:
        assert "ACCOUNT" in user.lines[1]
        assert "sendgrid" in user.text
        assert "█" in user.lines[FIRST]


async def test_without_unicode_all_is_ascii(at, told):
    look = Look(zone=LOOK.zone, ascii=True, now=LOOK.now)
    async with at(told, (120, 40), look) as user:
        for keys in ((), ("enter",), ("G",)):
            await user.press(*keys)
            shown = [line[:-1].replace("…", "").replace("\ufffd", "") for line in user.lines]
            assert "\n".join(shown).isascii(), ascii("\n".join(shown))


async def test_o_sorts_by_the_next_column(user):
    await user.press("o")
    assert user.notice == "Sorted by: name"
    assert listed(user) == sorted(listed(user), key=str.lower)
    assert "CAMPAIGN*" in user.lines[1]
    await user.press("o")
    assert listed(user)[0] == "old-list"
    assert "SENT*" in user.lines[1]


async def test_the_filter_looks_in_names_accounts_and_states(user):
    await user.press("/", *"silent")
    assert listed(user) == ["untold"]
    await user.press("enter", "escape")
    assert len(listed(user)) > 5
    await user.press("/", *"nowhere")
    assert "No campaign has “nowhere” in its name" in user.text
    await user.press("escape", "escape")
    assert len(listed(user)) > 5


async def test_e_goes_to_the_next_that_passes_a_limit(user):
    await user.press("G")
    await user.press("E")
    assert user.app.campaigns.rows.campaign.name == "old-list"
    await user.press("e")
    assert "no further campaign below" in user.notice


async def test_enter_opens_it_and_q_comes_back(user):
    await user.press("enter")
    assert isinstance(user.app.screen, CampaignScreen)
    assert "Triage > Campaigns > Campaign" in user.lines[0]
    await user.press("q")
    assert user.app.screen is user.app.campaigns


async def test_w_lists_whose_mail_failed(user):
    await user.press("w")
    assert user.query == "campaign:=old-list is:failed"
    assert user.list.count > 10


async def test_a_tag_and_a_note_are_on_the_campaign(at, own):
    async with at(own) as user:
        await user.press("t", *"+paused", "enter")
        await user.until("paused")
        assert "paused" in user.lines[FIRST]
        await user.press("c", *"ask them", "escape", "s")
        await user.until("✎")
        await user.press("enter")
        assert "ask them" in user.text


async def test_y_copies_its_command_query_and_ticket(user):
    await user.press("y")
    assert isinstance(user.app.screen, YankMenu)
    assert "mailtui campaign old-list" in user.text
    assert "campaign:=old-list" in user.text
    assert "Campaign old-list:" in user.text
    await user.press("escape")


async def test_x_exports_its_recipients(user):
    await user.press("space", "space", "X")
    assert isinstance(user.app.screen, ExportBox)
    assert "all that match: (campaign:=old-list OR campaign:" in user.text
    await user.press("escape")


async def test_what_is_imported_appears_by_itself(at, own, tmp_path):
    async with at(own) as user:
        assert "fresh" not in user.text
        path = tmp_path / "more.jsonl"
        path.write_bytes(lines(event("fresh", number, "processed", 0) for number in range(3)))
        import_logs(own, [str(path)], zone="UTC")
        await user.until("fresh")


async def test_what_its_sender_says_is_shown(at, own):
    engine = writer(own)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE campaign SET name = 'Spring offers', state = 4, scheduled = ?, recipients = 120, "
            "sender = 'news@shop.example', subject = 'Hello' WHERE external_id = 'old-list'",
            (NOW,),
        )
    engine.dispose()
    async with at(own, (120, 40)) as user:
        assert "Spring offers" in user.lines[FIRST]
        assert "paused" in user.lines[FIRST]
        assert "50%" in user.lines[FIRST]
        assert "(old-list)" in user.text
        await user.press("enter")
        assert "60 of 120 recipients sent" in user.text
        assert "scheduled 2026-11-21 12:00:00" in user.text
        assert "news@shop.example" in user.text
        await user.pilot.resize_terminal(80, 24)
        await user.press()
        assert "plan     scheduled 12:00:00, from news@shop.example" in user.text


async def test_an_empty_list_says_what_fills_it(visit):
    from tests.ui.fakes import FakeDesk, FakeSearch

    async with visit(FakeDesk(FakeSearch(count=9))) as user:
        await user.press("4")
        for words in ("import events.json", "worker --listen", "postgresql://", "contacts import"):
            assert words in user.text
        await user.press("enter", "o")
        assert "there are no rows" in user.notice


async def test_mail_that_names_no_campaign_is_explained(visit):
    from tests.ui.fakes import FakeDesk, FakeSearch

    from mailtui.model.campaign import Unnamed
    from mailtui.model.enums import EventProvider

    desk = FakeDesk(FakeSearch(count=9))
    desk.campaigns.nameless = [Unnamed(EventProvider.SES, 12)]
    async with visit(desk) as user:
        await user.press("4")
        assert "of 12 mails of sending services none names one" in user.text
        assert "X-Campaign-ID" in user.text


async def test_an_error_is_said_and_r_tries_again(visit):
    from tests.ui.fakes import FakeDesk, FakeSearch

    from mailtui.errors import StoreError

    desk = FakeDesk(FakeSearch(count=9))
    desk.campaigns.error = StoreError("the database is locked", "stop the other import")
    async with visit(desk) as user:
        await user.press("4")
        assert user.notice == "the database is locked: stop the other import"
        assert "could not be read" in user.text
        desk.campaigns.error = None
        await user.press("r")
        assert "No campaign is known yet" in user.text


@pytest.mark.parametrize("size", [(20, 8), (200, 50)])
async def test_any_size_will_do(at, told, size):
    async with at(told, size) as user:
        await user.press("enter", "down", "right", "right", "G", "g")
        await settle(user.pilot)
        assert user.app.screen.rows.count


async def test_on_a_narrow_terminal_names_stay_and_the_last_rates_go(at, told):
    async with at(told, (50, 20)) as user:
        assert "old-list" in user.lines[FIRST]
        assert "HARD" in user.lines[1]
        assert "CTR" not in user.lines[1]


async def test_marked_campaigns_are_tagged_together_and_it_is_undone(at, own):
    async with at(own) as user:
        await user.press("space", "space", "t", *"+check", "enter")
        await user.until("check")
        rows = user.app.campaigns.rows.campaigns
        assert [bool(one.remarks.tags) for one in rows[:3]] == [True, True, False]
        await user.press("escape", "u")
        await user.until("undone: tag 2 campaigns +check")
        assert not any(one.remarks.tags for one in user.app.campaigns.rows.campaigns)
