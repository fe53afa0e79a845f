"""PROVIDER: through what mail is sent, and how much of what it allows is used. Texts may be hostile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mailtui.model.receiver import BROKEN

NEAR = 0.8
"""The part of a limit from which on it is told."""


class QuotaView(NamedTuple):
    """A limit for a time. Times are UTC microseconds."""

    resource: str
    period: str
    used: int
    limit: int | None
    """None: nobody says how much."""
    end: int | None
    """When it begins anew."""
    exceeded: int | None
    """When it was last hit."""
    told: int
    """As of when."""

    def part(self, now: int) -> float | None:
        """How much of it is used, 1 is all; None where no limit is known. What is over counts no more."""
        if not self.limit:
            return None
        return 0.0 if self.is_over(now) else self.used / self.limit

    def is_over(self, now: int) -> bool:
        """Whether it has begun anew since it was told."""
        return self.end is not None and self.end <= now

    def is_near(self, now: int) -> bool:
        """Whether little of it is left."""
        part = self.part(now)
        return part is not None and part >= NEAR


@dataclass(frozen=True, slots=True)
class ProviderView:
    """An account at a sending service or a relay."""

    id: int
    origin: str
    """The database that it was read from; settings; events: nothing else is known of it."""
    kind: str
    name: str
    account: str
    """The server that stands for it in searches; '' when no mail of it is known."""
    server: int | None
    sender: str = ""
    domain: str = ""
    priority: int | None = None
    """Lower is asked first."""
    is_default: bool = False
    active: bool = True
    state: str = ""
    credentials: str = ""
    """Where they are, never what."""
    last_error: str | None = None
    last_error_at: int | None = None
    accepted: int = 0
    """Webhooks taken."""
    refused: int = 0
    failed: int = 0
    """Webhooks that could not be kept."""
    last_accepted: int | None = None
    last_event: int | None = None
    """Time of the newest event that it told; where none says when it was, when its last payload came."""
    unclear: int = 0
    """Payloads of it that were not understood in full."""
    quotas: tuple[QuotaView, ...] = ()

    def troubled(self, now: int) -> bool:
        """Whether somebody should look: a limit is near, payloads were not understood, there is an error."""
        return any(one.is_near(now) for one in self.quotas) or bool(self.unclear or self.last_error)

    @property
    def is_broken(self) -> bool:
        """Whether it takes nothing, and will not until somebody mends it."""
        return self.state == BROKEN
