"""From a mail to the campaign that it belongs to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenCampaign
from mailtui.ui.screens.base import BaseScreen

if TYPE_CHECKING:
    from mailtui.model.view import SearchRow


def no_campaign(screen: RowsCampaign) -> str | None:
    """Why there is no campaign to go to."""
    row = screen.mail_here
    if row is None:
        return "there is no mail here"
    if row.engaged is None:
        return "no sending service tells of this mail"
    return None if row.engaged.campaign else "this mail belongs to no campaign"


class RowsCampaign(BaseScreen):
    """Mixin for screens with a mail to act on; named after the screen's other base."""

    _desk: Desk | None

    @property
    def mail_here(self) -> SearchRow | None:
        """The mail under the cursor."""
        raise NotImplementedError

    def leaving(self) -> None:
        """Another screen is about to be opened from this row."""

    @does("row.campaign", unless=no_campaign)
    def open_campaign(self) -> None:
        """How the others of it fare."""
        row = self.mail_here
        if row is not None and self._desk is not None:
            work = partial(self._desk.campaigns.of_row, row.key)
            self.background("campaign", work, self._campaign_found)

    def _campaign_found(self, campaign: int | None) -> None:
        if campaign is None:
            self.post_message(Notice("Campaign: this mail belongs to none any more"))
        else:
            self.leaving()
            self.post_message(OpenCampaign(campaign))
