"""What the Campaigns screen and the page of one look like, at both sizes."""

from datetime import UTC

import pytest
from tests.ui.campaigns.conftest import LOOK
from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk, FakeSearch

from mailtui.services.desk import open_desk
from mailtui.ui.app import MailtuiApp

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def look_at(snap_compare, told):
    """Compare the screen after some keys with the picture of it."""

    def compare(size, *keys, desk=None):
        async def before(pilot):
            await settle(pilot)
            for key in ("4", *keys):
                await pilot.press(key)
                await settle(pilot)

        app = MailtuiApp(lambda: desk or open_desk(told, UTC), look=LOOK)
        return snap_compare(app, terminal_size=size, run_before=before)

    return compare


@pytest.mark.parametrize("size", SIZES)
def test_campaigns_that_pass_limits_are_on_top(look_at, size):
    assert look_at(size)


@pytest.mark.parametrize("size", SIZES)
def test_a_campaign_that_passes_limits(look_at, size):
    assert look_at(size, "enter", "right")


@pytest.mark.parametrize("size", SIZES)
def test_a_campaign_of_several_days_that_one_provider_blocks(look_at, size):
    assert look_at(size, "G", "enter", "G")


@pytest.mark.parametrize("size", SIZES)
def test_no_campaign(look_at, size):
    assert look_at(size, desk=FakeDesk(FakeSearch(count=0)))
