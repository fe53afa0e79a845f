"""The screen of one campaign: what became of it, every rate, by provider and day, links, failures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mailtui.errors import MailtuiError
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenSearch, RowChosen, RowOpened, StateRead
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import contents
from mailtui.ui.screens.campaign_remarks import CampaignRemarks
from mailtui.ui.screens.moving import Moving, no_rows
from mailtui.ui.widgets.campaign_head import CampaignHead
from mailtui.ui.widgets.campaign_page import CampaignPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.number_line import NumberLine
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignDetail, CampaignView, CampaignWalk
    from mailtui.model.view import StoreState


def no_number(screen: CampaignScreen) -> str | None:
    """Why `enter` does nothing here."""
    if screen.detail is None:
        return "no campaign is shown"
    return None if screen.rows.spot is not None else "go to a number; nothing else opens here"


class CampaignScreen(CampaignRemarks, Moving):
    """Shows one campaign."""

    CSS_PATH = "campaign.tcss"

    def __init__(self, desk: Desk, campaign: int, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.campaign_id = campaign
        """The campaign shown, by its id in the database."""
        self.detail: CampaignDetail | None = None
        """What is known about it; None until it has been read, or when that failed."""
        self._desk: Desk | None = desk
        self._page = CampaignPage(look, id="page")
        self._edition: tuple[int, ...] | None = None
        self._pace = Pace(self.read, self.set_timer)
        self._walks = Pace(self._walk, self.set_timer)
        self._walking = self._stale = False
        """Whether a walk is under way, and whether something was told since it began."""

    def compose(self) -> ComposeResult:
        yield StatusLine("Campaign", self.look)
        yield CampaignHead(self.look, id="head")
        yield Static(id="problem", markup=False)
        yield self._page
        yield NumberLine(id="number")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the campaign."""
        self.set_focus(self._page)
        self.know_desk(self._desk)
        self.read()
        self._walks.ask()

    def on_resize(self) -> None:
        """More or less of the head fits."""
        if self.detail is not None:
            self.query_one(CampaignHead).show(self.detail)

    @property
    def rows(self) -> CampaignPage:
        return self._page

    def campaigns_here(self) -> Sequence[CampaignView]:
        return [self.detail.view] if self.detail is not None else []

    def mask_changed(self) -> None:
        self.read()

    # -- reading ---------------------------------------------------------------------------------

    @does("view.refresh")
    def read(self) -> None:
        """Read the campaign again; the cursor stays."""
        desk, campaign = self._desk, self.campaign_id
        assert desk is not None

        def work() -> tuple[tuple[int, ...], CampaignDetail] | MailtuiError:
            try:
                return desk.campaigns.edition(), desk.campaigns.detail(campaign)
            except MailtuiError as error:
                return error

        self.background("campaign", work, self._arrived, self._broken)

    def list_changed(self) -> None:
        self.read()

    def work_changed(self) -> None:
        """Somebody noted or tagged something."""
        self._pace.ask()

    def _arrived(self, found: tuple[tuple[int, ...], CampaignDetail] | MailtuiError) -> None:
        self._pace.done()
        if isinstance(found, MailtuiError):
            self._fail(found.title, found.hint)
            return
        self.remove_class("-problem")
        self._edition, detail = found
        self._show(detail)

    def _show(self, detail: CampaignDetail, walk: CampaignWalk | None = None) -> None:
        self.detail = detail
        self.query_one(CampaignHead).show(detail)
        self._page.show(detail, walk)
        self._follow()

    def _walk(self) -> None:
        """What is known only after a walk over all recipients comes when it comes."""
        if self._walking:
            self._stale = True
        elif self._desk is not None:
            self._walking = True
            work = partial(self._desk.campaigns.walk, self.campaign_id)
            self.background("walk", work, self._walked, self._walk_over)

    def _walk_over(self) -> None:
        """What was told while it lasted, over millions a while, did not end it: another one follows."""
        self._walking = False
        self._walks.done()
        if self._stale:
            self._stale = False
            self._walks.ask()

    def _walked(self, walk: CampaignWalk) -> None:
        self._walk_over()
        self._page.walk = walk
        if self.detail is not None:
            self._show(self.detail, walk)

    def _broken(self) -> None:
        self._pace.done()
        if self.detail is None:
            self._fail("The campaign could not be read", "Somebody else may hold the database")

    def _fail(self, title: str, hint: str) -> None:
        self.detail = None
        problem = contents((title, "bold $error"), f"\n\n{hint}\n", ("\nr reads again, q goes back", "dim"))
        self.query_one("#problem", Static).update(problem)
        self.add_class("-problem")
        self.update_keys()

    def on_state_read(self, event: StateRead) -> None:
        """Somebody wrote something: it may have been about campaigns."""
        super().on_state_read(event)
        if self._desk is not None:
            self.background("edition", self._desk.campaigns.edition, self._compare)

    def _compare(self, edition: tuple[int, ...]) -> None:
        before, self._edition = self._edition, edition
        if before is not None and before != edition:
            self._pace.ask()
            self._walks.ask()

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:
        """The edition says whether it is about campaigns."""

    # -- this campaign ---------------------------------------------------------------------------

    def _follow(self) -> None:
        """The line below says what the number under the cursor is."""
        self.query_one(NumberLine).show(self._page.spot)
        self.update_keys()

    @on(RowChosen)
    def _chosen(self) -> None:
        self._follow()

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=no_number)
    def open_row(self) -> None:
        """The recipients behind the number."""
        spot = self._page.spot
        assert spot is not None
        self.post_message(OpenSearch(spot.query))

    @does("view.next-tab", unless=no_rows)
    def next_number(self) -> None:
        """To the next number."""
        self._page.step(1)

    @does("view.previous-tab", unless=no_rows)
    def previous_number(self) -> None:
        """To the number before."""
        self._page.step(-1)

    @does("move.next-failure", unless=no_rows)
    def next_bad(self) -> None:
        """To the next line that passes a limit or does not add up."""
        self._seek(1, "nothing further below passes a limit")

    @does("move.previous-failure", unless=no_rows)
    def previous_bad(self) -> None:
        """To the one above that passes a limit or does not add up."""
        self._seek(-1, "nothing further above passes a limit")

    def _seek(self, step: int, missing: str) -> None:
        place = self._page.next_bad(step)
        if place is None:
            self.post_message(Notice(missing))
        else:
            self._page.move_to(place)

    @does("go.leave")
    def leave(self) -> None:
        """There is nothing to leave: `q` goes back."""

    def plain(self) -> list[str]:
        """Everything in full, nothing wrapped."""
        from mailtui.ui.screens.plain_campaign import plain_campaign

        return plain_campaign(self.detail, self._page.walk, self.look) if self.detail is not None else []
