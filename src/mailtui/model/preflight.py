"""Who of an audience can be mailed, and why not the others. Plain values."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Reason(StrEnum):
    """What becomes of a contact of the audience: the first of these that is so, each contact once."""

    INVALID_ADDRESS = "invalid-address"
    """It is no email address."""
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    """The address, or its domain, is on the list of suppressions."""
    UNCONFIRMED = "unconfirmed"
    """Pending, or asked to confirm by a list with double opt-in, and has not."""
    DUPLICATE = "duplicate"
    """The same address but for upper and lower case as one before it, which can be mailed."""
    INVALID_DOMAIN = "invalid-domain"
    """DNS says that its domain takes no mail: there is none, no MX and no address, or a null MX."""
    NOT_CHECKED = "could-not-check"
    """DNS did not say."""
    REACHABLE = "reachable"


ORDER = (
    Reason.REACHABLE,
    Reason.SUPPRESSED,
    Reason.UNCONFIRMED,
    Reason.UNSUBSCRIBED,
    Reason.BOUNCED,
    Reason.COMPLAINED,
    Reason.INVALID_ADDRESS,
    Reason.INVALID_DOMAIN,
    Reason.NOT_CHECKED,
    Reason.DUPLICATE,
)
"""As they are shown."""


class Part(NamedTuple):
    """The contacts of one reason."""

    reason: Reason
    number: int
    first: tuple[str, ...]
    """The first addresses, each with why behind it where that differs (`a@b.example: no such domain`)."""


class Preflight(NamedTuple):
    """What a look at an audience came to; the counts add up to `total`."""

    audience: str
    """`list:News`, `segment:vip`, or a query."""
    total: int
    parts: tuple[Part, ...]
    """All of `ORDER`."""
    tagged: int = 0
    """Reachable addresses that differ from another one by what is behind a `+`: maybe the same mailbox."""
    domains: int = 0
    """Domains that DNS was asked about."""
    asked_dns: bool = True

    def number(self, reason: Reason) -> int:
        """How many contacts of a reason there are."""
        return next(part.number for part in self.parts if part.reason is reason)
