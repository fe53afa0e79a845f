"""Every number of a campaign as the query that finds the recipients behind it."""

from __future__ import annotations

from collections.abc import Collection

from mailtui.model.enums import CampaignPart
from mailtui.query.tree import Choice, Domain, Instant, Node, Span, Term, Text

COUNTS = {
    "attempted": "-outcome:suppressed,cancelled",
    "delivered": "outcome:accepted,delivered",
    "estimated": "outcome:accepted,delivered,unknown",
    "hard": "outcome:bounced",
    "blocked": "outcome:blocked,rejected,discarded",
    "soft_final": "outcome:expired",
    "pending": "outcome:unknown",
    "skipped": "outcome:suppressed,cancelled",
    "opened": "opened:any",
    "opened_human": "opened:human",
    "opened_machine": "opened:machine",
    "clicked": "clicked:human",
    "clicked_machine": "clicked:machine",
    "engaged": "(opened:human OR clicked:human)",
    "complained": "complained:yes",
    "unsubscribed": "unsubscribed:yes",
}
"""The fields of `Tally`, and `estimated` where no deliveries are told: sent less bounced and failed."""


def of_campaign(campaign: int, name: str, alike: Collection[str]) -> str:
    """The query for the recipients of a campaign; `alike`: names (in lower case) that several have."""
    if name.lower() in alike:
        return f"campaign:#{campaign}"
    return str(Term("campaign", (Text(name, exact=True),)))


def within(query: str, *conditions: str) -> str:
    """The query with more to be met."""
    return " ".join((query, *conditions))


def counted(query: str, count: str) -> str:
    """The query for one of `COUNTS`, of a campaign or of a part of it."""
    return within(query, COUNTS[count])


def of_part(query: str, by: str, key: str) -> str:
    """The query for the recipients of a part: a mailbox provider, a day (UTC), a domain."""
    return within(query, str(_part(by, key)))


def _part(by: str, key: str) -> Node:
    if by == CampaignPart.PROVIDER:
        return Term("mailbox", (Text(key, exact=True),))
    if by == CampaignPart.DAY:
        return Term("date", (Span(Instant(f"{key}T00:00Z"), Instant(f"{key}T23:59Z")),))
    return Term("domain", (Domain(key),))


def of_link(query: str, url: str, *, machine: bool = False) -> str:
    """Who clicked a link."""
    return within(query, str(Term("machine-link" if machine else "link", (Text(url, exact=True),))))


def of_class(query: str, word: str) -> str:
    """Whose mail fails or waits for a cause."""
    return within(query, str(Term("class", (Choice(word),))))
