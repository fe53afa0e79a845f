"""Every number of the page of a campaign opens just as many recipients."""

from __future__ import annotations

import re

import pytest
from tests.ui.campaigns.conftest import LOOK

from mailtui.model.view import Total
from mailtui.query import parse
from mailtui.services.campaigns import recount
from mailtui.ui.widgets.campaign_page import page_lines

WIDE = 118


@pytest.fixture(scope="session")
def campaigns(known):
    return {(one.name, one.account): one for one in known.campaigns.all()}


def spots(known, campaign):
    """Each number that can be opened: what is on screen, what is said, the query."""
    lines = page_lines(known.campaigns.detail(campaign.id), known.campaigns.walk(campaign.id), WIDE, LOOK)
    return [(line.runs[spot.run][0], spot) for line in lines for spot in line.spots]


def test_every_number_finds_as_many_recipients(known, campaigns):
    names, totals = set(), {}
    for campaign in campaigns.values():
        for shown, spot in spots(known, campaign):
            number = int(re.match(r"\d+", spot.says.replace(" ", ""))[0])
            if spot.query not in totals:
                totals[spot.query] = known.search.total(parse(spot.query))
            assert totals[spot.query] == Total(number, exact=True), (campaign.name, spot)
            assert shown == str(number) or " = " in spot.says, (shown, spot)
            names.add(spot.name)
    assert names >= {"attempted", "delivered", "estimated", "hard", "blocked", "soft_final", "pending"}
    assert names >= {"opened", "opened_human", "opened_machine", "clicked", "engaged", "complained"}
    assert names >= {"unsubscribed", "skipped", "recipients", "waiting", "clickers", "machine_clickers"}


def test_the_numbers_are_not_all_zero(known, campaigns):
    """The page has sections of every kind with something in them."""
    large = {
        spot.name
        for campaign in campaigns.values()
        for shown, spot in spots(known, campaign)
        if shown.isdigit() and int(shown) > 0
    }
    assert large >= {
        "delivered",
        "hard",
        "pending",
        "skipped",
        "opened_machine",
        "complained",
        "unsubscribed",
    }
    assert large >= {"recipients", "waiting", "clickers", "machine_clickers", "estimated"}


def test_a_campaign_is_found_by_its_query_alone(known, campaigns):
    for campaign in campaigns.values():
        whole = campaign.tally.attempted + campaign.tally.skipped
        assert known.search.total(parse(campaign.query)).value == whole, campaign.query


def test_names_that_several_have_are_told_apart_by_their_number(campaigns):
    queries = {name: one.query for (name, _), one in campaigns.items()}
    assert queries["old-list"] == "campaign:=old-list"
    assert {queries["news"][:10], queries["NEWS"][:10]} == {"campaign:#"}
    assert queries["news"] != queries["NEWS"]
    assert queries["#7"] == 'campaign:="#7"'


def test_what_is_kept_is_what_counting_anew_gives(told):
    assert recount(told)["differ"] == 0


def test_rates_of_parts_are_those_of_their_recipients(known, campaigns):
    """The parts of a campaign add up to it."""
    for campaign in campaigns.values():
        detail = known.campaigns.detail(campaign.id)
        for parts in (detail.providers, detail.days):
            assert sum(part.tally.attempted for part in parts) == campaign.tally.attempted
            assert sum(part.tally.hard for part in parts) == campaign.tally.hard
