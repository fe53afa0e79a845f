"""What is done with campaigns: tags and notes, copying, exporting their recipients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from mailtui.model.enums import SubjectKind
from mailtui.model.work import CampaignKey, Subject
from mailtui.ui.acted import Acted, Item
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenSearch
from mailtui.ui.screens.remarking import Remarking
from mailtui.ui.screens.taking import Taken

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignView
    from mailtui.query.tree import Query


@dataclass(frozen=True)
class OnCampaigns(Acted):
    """Campaigns by their ids."""

    @cached_property
    def things(self) -> dict[Subject, Item]:
        return {
            Subject(SubjectKind.CAMPAIGN, item.id): item
            for item in self.items
            if isinstance(item, CampaignKey)
        }


def no_campaign(screen: CampaignRemarks) -> str | None:
    """Why there is nothing to act on."""
    return None if screen.campaigns_here() else "there is no campaign here"


def no_failures(screen: CampaignRemarks) -> str | None:
    """Why there are no failures to go to."""
    here = screen.campaigns_here()
    if not here:
        return no_campaign(screen)
    failed = sum(one.tally.hard + one.tally.blocked + one.tally.soft_final for one in here)
    return None if failed else "no mail of it failed"


class CampaignRemarks(Remarking):
    """Mixin for screens with campaigns; named before the screen's other bases, whose `acted` it answers."""

    LABELS: ClassVar[dict[str, str]] = {"move.next-failure": "problem", "row.incident": "failures"}

    def campaigns_here(self) -> Sequence[CampaignView]:
        """Those that are marked, else the one under the cursor."""
        raise NotImplementedError

    def list_changed(self) -> None:
        """Read again."""
        raise NotImplementedError

    def acted(self) -> Acted:
        here = self.campaigns_here()
        return OnCampaigns(tuple(CampaignKey(one.id) for one in here), len(here) > 1)

    def has_acted(self) -> bool:
        return bool(self.campaigns_here())

    def settled(self, acted: Acted, *, done: bool) -> None:  # noqa: ARG002
        """Show it."""
        self.list_changed()

    def work_changed(self) -> None:
        """Somebody noted or tagged something."""
        self.list_changed()

    def know_desk(self, desk: Desk | None) -> None:
        """The services are there: learn who acts."""
        if desk is not None:
            self.ask_who()

    # -- taking away -----------------------------------------------------------------------------

    @property
    def query_here(self) -> str:
        """The query for the recipients of the marked campaigns, or of this one."""
        queries = [one.query for one in self.campaigns_here()]
        return f"({' OR '.join(queries)})" if len(queries) > 1 else "".join(queries)

    @property
    def searched(self) -> Query | None:
        from mailtui.query import parse

        return parse(self.query_here) if self.query_here else None

    def taken(self) -> Taken:
        """The marked campaigns, or this one."""
        here = self.campaigns_here()
        return Taken([CampaignKey(one.id) for one in here], self.query_here, len(here) > 1)

    def taken_whole(self) -> Taken:
        """For an export: their recipients."""
        return self.taken()._replace(marked=False)

    def has_taken(self) -> bool:
        return self.has_acted()

    # -- going on --------------------------------------------------------------------------------

    @does("row.incident", unless=no_failures)
    def open_failures(self) -> None:
        """Whose mail failed."""
        self.post_message(OpenSearch(f"{self.query_here} is:failed"))
