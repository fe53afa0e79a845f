"""What the screens of campaigns, people, providers and conversations ask of the services: see `ui.desk`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignDetail, CampaignView, CampaignWalk, Unnamed
    from mailtui.model.conversations.view import ThreadKey, ThreadPage, ThreadView
    from mailtui.model.person import PersonView
    from mailtui.model.provider_view import ProviderView
    from mailtui.model.view import RowKey
    from mailtui.model.webhook import Retried
    from mailtui.services.providers import FailedPage


class Counting(Protocol):
    """Know campaigns: their recipients counted, their rates, the limits they pass."""

    def all(self) -> Sequence[CampaignView]:
        """Every campaign: those with a limit passed first, worst first, then the latest."""

    def edition(self) -> tuple[int, ...]:
        """Differs when what `all` says may differ, notes and tags apart."""

    def unnamed(self) -> Sequence[Unnamed]:
        """How many mails of each service name no campaign; walks over all of them."""

    def detail(self, campaign: int) -> CampaignDetail:
        """What the page of one campaign shows at once; NotFoundError when it is gone."""

    def walk(self, campaign: int) -> CampaignWalk:
        """What is known only after a walk over its recipients."""

    def of_row(self, key: RowKey) -> int | None:
        """The id of the campaign that the mail of a search row belongs to."""


class Introducing(Protocol):
    """Know people by their addresses."""

    def page(self, address: str) -> PersonView:
        """What is known of an address, which may be nothing."""


class Accounting(Protocol):
    """Know the accounts that mail is sent through, and what of their events was not understood."""

    def all(self) -> Sequence[ProviderView]:
        """Every account: active ones first, then by priority."""

    def failed(self, server: int | None = None, after: int | None = None, limit: int = 200) -> FailedPage:
        """Payloads that were not understood, behind one: of one account's server, or of all."""

    def payload(self, payload: int) -> str | None:
        """The text of a payload, indented where it is JSON; None when it went by retention."""

    def read_again(self, ids: Sequence[int], look: Callable[[int], None]) -> Retried:
        """Read payloads again, all without `ids`; `look` is told how many are done."""


class Conversing(Protocol):
    """Know conversations: the letters of imported mail, who answered whom."""

    def page(
        self, words: str = "", after: ThreadKey | None = None, limit: int = 200, *, hidden: bool = False
    ) -> ThreadPage:
        """The newest behind a key; `words`: in the subject or an address; `hidden`: also deleted ones."""

    def get(self, thread: int) -> ThreadView:
        """A conversation with its letters; NotFoundError when it is gone."""
