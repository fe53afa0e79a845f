"""What the receiver of webhooks has taken and refused, account by account."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.people_words import ProviderKind

BROKEN = "error"
"""The state of an account that takes nothing."""


class ReceiverView(NamedTuple):
    """One account whose webhooks are taken."""

    name: str
    """As the settings call it."""
    service: ProviderKind
    account: str
    """The server that stands for it in searches."""
    accepted: int
    """Requests answered with 200; what is posted again is kept once."""
    refused: int
    """Requests that were not the service's, or not as they must be."""
    failed: int
    """Requests that could not be kept; the service was told to try again."""
    last_accepted: int | None
    """UTC microseconds."""
    last_error: str | None
    """Why it takes nothing; else the last trouble, whoever had it, since a request was kept."""
    last_error_at: int | None
    state: str = ""
    """error: it takes nothing, and will not until somebody mends it."""
    kept: int = 0
    """Different payloads that are kept: `keep_payloads` says how long."""

    @property
    def is_broken(self) -> bool:
        """Whether it takes nothing."""
        return self.state == BROKEN


class Counted(NamedTuple):
    """What is to be added to the counters of an account."""

    accepted: int = 0
    refused: int = 0
    failed: int = 0
    last_accepted: int | None = None
    error: str | None = None
    error_at: int | None = None

    def __bool__(self) -> bool:
        return bool(self.accepted or self.refused or self.failed or self.error)

    def and_then(self, other: Counted) -> Counted:
        """Both, the other one being later."""
        return Counted(
            self.accepted + other.accepted,
            self.refused + other.refused,
            self.failed + other.failed,
            self.last_accepted if other.last_accepted is None else other.last_accepted,
            other.error or self.error,
            other.error_at if other.error else self.error_at,
        )
