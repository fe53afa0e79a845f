"""Campaigns in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailtui.errors import NotFoundError
from mailtui.model.campaign import CampaignDetail, CampaignView, CampaignWalk, Unnamed
from mailtui.model.view import RowKey


@dataclass
class FakeCampaigns:
    """Knows what a test puts into it."""

    known: list[CampaignView] = field(default_factory=list)
    nameless: list[Unnamed] = field(default_factory=list)
    error: Exception | None = None

    def all(self) -> Sequence[CampaignView]:
        if self.error is not None:
            raise self.error
        return self.known

    def edition(self) -> tuple[int, ...]:
        return (len(self.known),)

    def unnamed(self) -> Sequence[Unnamed]:
        return self.nameless

    def detail(self, campaign: int) -> CampaignDetail:
        raise NotFoundError(f"there is no campaign {campaign}")

    def walk(self, campaign: int) -> CampaignWalk:
        return CampaignWalk((), ())

    def of_row(self, key: RowKey) -> int | None:
        return None
