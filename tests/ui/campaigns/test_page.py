"""One campaign as a user drives it: from every number to its recipients, and from a mail to its campaign."""

from __future__ import annotations

import threading

import pytest
from tests.ui.campaigns.conftest import LOOK, NOW

from mailtui.model.campaign import CampaignDetail
from mailtui.model.moment import DAY
from mailtui.services.campaigns import Campaigns
from mailtui.store.engine import writer
from mailtui.ui.screens.campaign import CampaignScreen
from mailtui.ui.widgets.campaign_page import page_lines


@pytest.fixture
async def page(user):
    """The page of `old-list`."""
    await user.press("enter")
    return user


async def test_enter_on_a_number_lists_its_recipients(page):
    assert "recipients delivered" in page.text
    await page.press("right")
    number = int(page.app.screen.rows.spot.says.split()[0])
    assert "recipients bounced hard  campaign:=old-list outcome:bounced" in page.text
    await page.press("enter")
    assert page.query == "campaign:=old-list outcome:bounced"
    assert page.list.count == number > 0


async def test_left_and_right_go_from_number_to_number(page):
    spots = [page.app.screen.rows.spot.name]
    for _ in range(6):
        await page.press("right")
        spots.append(page.app.screen.rows.spot.name)
    assert spots[:6] == ["delivered", "hard", "blocked", "soft_final", "pending", "attempted"]
    await page.press("left", "left", "left")
    assert page.app.screen.rows.spot.name == "soft_final"


async def test_up_and_down_stay_at_the_same_count(page):
    for _ in range(60):
        if page.app.screen.rows.spot is not None and "mailbox:" in page.app.screen.rows.spot.query:
            break
        await page.press("down")
    await page.press("right", "right")
    name = page.app.screen.rows.spot.name
    assert name == "hard"
    await page.press("down")
    assert page.app.screen.rows.spot.name == name


async def test_a_limit_that_is_passed_is_in_head_rates_and_limits(page):
    assert "critical ✗ SES bounce rate" in page.lines[2]
    await page.press("e")
    assert "✗ hard bounce" in page.lines[page.app.screen.rows.cursor + 5] or "✗ hard bounce" in page.text
    await page.press("e", "e", "e")
    assert "Amazon SES, Reputation metrics" in page.text


async def test_a_broken_identity_is_shown_loud(at, own):
    engine = writer(own)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE campaign_tally SET pending = pending + 3 WHERE part = 0")
    engine.dispose()
    async with at(own) as user:
        await user.press("enter")
        assert "broken   ✗ attempted 60 is not delivered" in user.text
        assert "DOES NOT ADD UP" in user.text
        assert "adds up" not in user.text


def lines_of(known, name, cells=118):
    campaign = next(one for one in known.campaigns.all() if one.name == name)
    detail, walk = known.campaigns.detail(campaign.id), known.campaigns.walk(campaign.id)
    return ["".join(text for text, _ in line.runs) for line in page_lines(detail, walk, cells, LOOK)]


def test_what_nobody_tells_is_no_zero(known):
    said = "\n".join(lines_of(known, "untold"))
    assert "n/a  the provider tells no deliveries" in said
    assert "estimated" in said


def test_days_are_plotted_and_listed(known):
    said = lines_of(known, "news")
    assert any("by day of sending (UTC)" in line for line in said)
    assert sum(line.startswith("2026-11-") for line in said) >= 4
    assert any(set(line.strip()) <= set("0123456789 █▁▂▃▄▅▆▇") and "█" in line for line in said)


def test_failures_have_their_class_and_who_must_act(known):
    said = "\n".join(lines_of(known, "news"))
    assert "provider-block" in said
    assert "US" in said


@pytest.mark.parametrize("cells", [10, 40, 78, 118, 300])
def test_no_line_is_wider_than_the_page(known, cells):
    from mailtui.ui.rendering import safe, width

    for one in known.campaigns.all():
        for line in page_lines(known.campaigns.detail(one.id), None, cells, LOOK):
            if cells >= 78:
                assert sum(width(safe(text)) for text, _ in line.runs) <= cells, line


async def test_b_leads_from_a_mail_to_its_campaign(page):
    await page.press("right", "enter", "b")
    assert isinstance(page.app.screen, CampaignScreen)
    await page.press("q", "enter", "b")
    assert isinstance(page.app.screen, CampaignScreen)


async def test_a_campaign_that_is_gone_says_so(at, own):
    async with at(own) as user:
        engine = writer(own)
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM campaign_tally")
            connection.exec_driver_sql("DELETE FROM campaign")
        engine.dispose()
        await user.press("enter")
        assert "no longer in the database" in user.text
        await user.press("q")


async def test_l_prints_all_of_it(page):
    said = page.app.screen.plain()
    for words in (
        "old-list",
        "critical ✗ SES bounce rate",
        "by mailbox provider",
        "https://harbour.example/",
    ):
        assert any(words in line for line in said), words


def test_details_are_plain_values(known):
    detail = known.campaigns.detail(1)
    assert isinstance(detail, CampaignDetail)
    assert [part.key for part in detail.days] == sorted(part.key for part in detail.days)


async def test_the_template_is_shown_as_text_with_its_variables(at, own):
    html = (
        "<h1>Hello {{first_name}}</h1><script>alert(1)</script><p>[/oops] \x1b[31mred "
        '<a href="https://shop.example/">shop</a> for {{city}}</p>'
    )
    engine = writer(own)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO mail_template (id, origin, external_id, version, name, description, subject, html, "
            "preview_text, variables, kind, system, active) "
            "VALUES (9, '', 'spring', 2, 'Spring', '', 'For {{first_name}}', ?, '', ?, '', 0, 1)",
            (html, '["first_name", "age"]'),
        )
        connection.exec_driver_sql("UPDATE campaign SET template_id = 9 WHERE external_id = 'old-list'")
    engine.dispose()
    async with at(own, (80, 40)) as user:
        await user.press("enter")
        assert "template Spring" in user.text
        await user.press("G")
        for words in ("Spring, version 2", "first_name, city", "! city: used, and nobody fills them", "age"):
            assert words in user.text
        assert "Hello {{first_name}}" in user.text
        assert "alert" not in user.text
        assert "[/oops] \\x1b[31mred" in user.text


async def test_a_click_chooses_the_number_it_is_on_and_two_open_it(page):
    rows = page.app.screen.rows
    place = next(number for number, line in enumerate(rows.lines) if len(line.spots) == 3)
    line = rows.lines[place]
    spot = line.spots[1]
    before = sum(len(text) for text, _ in line.runs[: spot.run]) + 1
    at = (rows.region.x + before, rows.region.y + place - round(rows.scroll_y))
    await page.pilot.click(offset=at)
    await page.press()
    assert rows.spot == spot
    await page.pilot.click(offset=at, times=2)
    await page.press()
    assert page.query == spot.query


async def test_old_mail_that_is_no_longer_kept_is_told(at, own):
    engine = writer(own)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO retention (kind, before, ran) VALUES (1, ?, 0)", (NOW + DAY - NOW % DAY,)
        )
    engine.dispose()
    async with at(own) as user:
        await user.press("enter")
        assert "mail of before 2026-11-22 is no longer kept" in user.text


async def test_a_long_walk_is_not_ended_by_what_is_told_meanwhile(at, told, monkeypatch):
    gate, walks = threading.Event(), []
    walk = Campaigns.walk

    def slow(self, campaign):
        walks.append(campaign)
        gate.wait(20)
        return walk(self, campaign)

    monkeypatch.setattr(Campaigns, "walk", slow)
    async with at(told) as user:
        await user.pilot.press("enter")
        await user.sees("what became of it")
        screen = user.app.screen
        for _ in range(3):
            screen._walk()
        assert len(walks) == 1
        gate.set()
        await user.press("G")
        await user.until("https://harbour.example/")
