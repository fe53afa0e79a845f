"""The Campaigns screen: how mail that belongs together fares, what passes a limit first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from mailtui.model.work import CampaignKey
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenCampaign, OpenDatabase, RowChosen, RowOpened, StateRead
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, filter_text, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.campaign_remarks import CampaignRemarks, no_campaign
from mailtui.ui.screens.marking import Find, Marking
from mailtui.ui.screens.moving import no_rows
from mailtui.ui.widgets.bottom_line import BottomLine
from mailtui.ui.widgets.campaign_columns import ORDERS
from mailtui.ui.widgets.campaign_list import CampaignList, in_order
from mailtui.ui.widgets.campaign_note import CampaignNote
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignView, Unnamed
    from mailtui.model.view import StoreState
    from mailtui.ui.session import Kept

NO_CAMPAIGNS = """\
No campaign is known yet. They come from what sending services tell: SES, \
SendGrid, Mailgun, Postmark, SparkPost, Brevo, Mailjet.

  mailtui import events.json          events that were kept in files
  mailtui worker --listen ADDRESS     webhooks as they come
  mailtui import postgresql://...     the database of a mail platform
  mailtui contacts import FILE.csv --kind campaigns
                                      their own data, from tables
  mailtui demo                        shows some that are made up

What is imported appears here by itself."""
READING = "Reading the campaigns ..."


class CampaignsScreen(CampaignRemarks, Marking):
    """Limits passed first, then the latest; under the list the campaign under the cursor in words."""

    CSS_PATH = "campaigns.tcss"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.campaigns: Sequence[CampaignView] = ()
        """All, as they were read last."""
        self._desk: Desk | None = None
        self._list = CampaignList(look, id="rows")
        self._order = ORDERS[0]
        self._edition: tuple[int, ...] | None = None
        self._pace = Pace(self.read, self.set_timer)
        self._was_read = False

    def compose(self) -> ComposeResult:
        yield StatusLine("Campaigns", self.look)
        yield Static(READING, id="empty", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield CampaignNote(self.look, id="note")
        keys = (("enter", "keep"), ("esc", "leave"))
        hint = "a part of a name, account, state, list or tag"
        yield BottomLine("only:", hint, keys, id="filter", seen=filter_text)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read as soon as there is a database."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.post_message(OpenDatabase(self))

    @property
    def rows(self) -> CampaignList:
        return self._list

    def campaigns_here(self) -> Sequence[CampaignView]:
        marked = [one for one in self.campaigns if CampaignKey(one.id) in self.marks]
        here = self._list.campaign
        return marked or ([here] if here is not None else [])

    def matching(self) -> Find | None:
        """What the filter lets through: all of it is in the list."""
        return self._list.items

    def kept(self) -> Kept:
        return {"order": self._order.id}

    def recall(self, kept: Kept) -> None:
        """The list is sorted as it was."""
        self._order = next((one for one in ORDERS if one.id == kept.get("order")), ORDERS[0])

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there: fill the list."""
        self._desk = desk
        self.know_desk(desk)
        self.read()

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        super().cannot_open(title, hint)
        self._explain(empty.not_opened(title, hint))

    def mask_changed(self) -> None:
        self.read()

    def on_screen_resume(self) -> None:
        """Much may have been told meanwhile."""
        if self._was_read:
            self._pace.ask()

    @does("view.refresh")
    def read(self) -> None:
        """Read the list again; the cursor stays."""
        if self._desk is not None:
            self.background("campaigns", partial(_read, self._desk), self._arrived, self._broken)

    def list_changed(self) -> None:
        self.read()

    def work_changed(self) -> None:
        """Somebody noted or tagged something."""
        self._pace.ask()

    def _arrived(self, read: tuple[tuple[int, ...], Sequence[CampaignView]]) -> None:
        self._pace.done()
        self._was_read = True
        self._edition, found = read
        self.campaigns = found
        self._show()
        if not found and self._desk is not None:
            self.background("unnamed", self._desk.campaigns.unnamed, self._explain_nameless)

    def _broken(self) -> None:
        self._pace.done()
        if not self.campaigns:
            self._explain("The campaigns could not be read.\n\nr tries again.")

    def on_state_read(self, event: StateRead) -> None:
        """Somebody wrote something: it may have been about campaigns."""
        super().on_state_read(event)
        if self._desk is not None and self._was_read:
            self.background("edition", self._desk.campaigns.edition, self._compare)

    def _compare(self, edition: tuple[int, ...]) -> None:
        before, self._edition = self._edition, edition
        if before is not None and before != edition:
            self._pace.ask()

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:
        """The edition says whether it is about campaigns."""

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def _filter(self) -> BottomLine:
        return self.query_one("#filter", BottomLine)

    def _show(self) -> None:
        word = self._filter.value.strip().lower()
        self._list.word = word
        shown = [one for one in in_order(self.campaigns, self._order) if word in _texts(one)]
        self._list.show(shown, self._order)
        self.set_class(not shown, "-empty")
        if not shown:
            said = f"No campaign has “{safe(filter_text(word))}” in its name, account, state, list or tags."
            self._explain(f"{said} esc lists all." if word else NO_CAMPAIGNS)
        self.rows_changed()
        self._follow()

    @on(CampaignList.Titled)
    def _titled(self) -> None:
        self.query_one(ListHeader).refresh()

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    def _explain_nameless(self, unnamed: Sequence[Unnamed]) -> None:
        """There is mail of services, but none that names a campaign: say what would."""
        if unnamed and not self.campaigns:
            self._explain(nameless(unnamed))

    def _follow(self) -> None:
        """The note shows the campaign under the cursor."""
        self.query_one(CampaignNote).show(self._list.campaign)
        self.update_keys()

    @on(RowChosen)
    def _chosen(self) -> None:
        self._follow()

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    def plain(self) -> list[str]:
        """The campaigns on screen in full."""
        from mailtui.ui.screens.plain_campaign import plain_campaigns

        return plain_campaigns(self._list.shown_campaigns(), self.look)

    # -- these campaigns -------------------------------------------------------------------------

    @does("row.open", unless=no_campaign)
    def open_row(self) -> None:
        """Everything about it."""
        here = self._list.campaign
        assert here is not None
        self.post_message(OpenCampaign(here.id))

    @does("view.sort", unless=no_rows)
    def sort(self) -> None:
        """By the next thing."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self._show()
        self.post_message(Notice(f"Sorted by: {self._order.title}"))

    @does("move.next-failure", unless=no_rows)
    def next_breach(self) -> None:
        """To the next that passes a limit."""
        self._seek(1, "no further campaign below passes a limit")

    @does("move.previous-failure", unless=no_rows)
    def previous_breach(self) -> None:
        """To the one above that passes a limit."""
        self._seek(-1, "no further campaign above passes a limit")

    def _seek(self, step: int, missing: str) -> None:
        place = self._list.next_bad(step)
        if place is None:
            self.post_message(Notice(missing))
        else:
            self._list.move_to(place)

    # -- the filter ------------------------------------------------------------------------------

    @does("query.edit")
    def edit_filter(self) -> None:
        """Only some, by their name, account, state, list or tags."""
        self._filter.open()

    @on(Input.Changed, "#filter-text")
    def _filter_typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._was_read:
            self._show()

    @on(Input.Submitted, "#filter-text")
    def _filter_entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._close_filter()

    def _close_filter(self) -> bool:
        shown = bool(self._filter.display)
        self._filter.display = False
        if shown:
            self.set_focus(self._list)
        return shown

    @does("go.leave")
    def leave(self) -> None:
        """Out of the line; else mark nothing; else drop the filter."""
        if not (self._close_filter() or self.clear_marks()):
            self._filter.set_text("")


def _read(desk: Desk) -> tuple[tuple[int, ...], Sequence[CampaignView]]:
    """The edition first: what comes in between is read again."""
    return desk.campaigns.edition(), desk.campaigns.all()


def _texts(one: CampaignView) -> str:
    """What the filter looks in."""
    plan = one.plan
    tags = " ".join(tag.name for tag in one.remarks.tags)
    texts = (one.name, plan.title, one.account, one.state, plan.list_name, plan.segment_name, tags)
    return "\n".join(texts).lower()


def nameless(unnamed: Sequence[Unnamed]) -> str:
    """Why mail of services is of no campaign, and what makes one."""
    from mailtui.model.campaign import NAMED_BY
    from mailtui.ui.words import count

    mails = count(sum(one.mails for one in unnamed), "mail")
    lines = [f"No campaign is known: of {mails} of sending services none names one.", ""]
    lines += [f"  {one.service:10} {NAMED_BY[one.service]}" for one in unnamed]
    return "\n".join([*lines, "", "These name the campaign of a mail; docs/campaigns.md has all of them."])
