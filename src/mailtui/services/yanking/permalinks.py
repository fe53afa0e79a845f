"""Command lines and queries that show the same to somebody else."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import tzinfo

from mailtui.model.campaign import CampaignView
from mailtui.model.incident import Incident
from mailtui.model.moment import to_datetime
from mailtui.model.view import SearchRow
from mailtui.query.tree import And, Choice, Instant, Node, Query, Span, Term, Text

MOST = 50
"""Ids in one query: a command line is to be pasted into a chat."""


def of_rows(rows: Sequence[SearchRow], total: int, found: Callable[[str], int], zone: tzinfo) -> str:
    """`mailtui trace ID` of one message, else `mailtui search 'id:...'`; `found` counts messages of an id."""
    if not rows:
        return ""
    ids = list(dict.fromkeys(row.queue_id for row in rows))
    if total == len(rows) and len(ids) == 1 and ids[0]:
        server = () if found(ids[0]) < 2 else ("--server", rows[0].server)
        return shlex.join(("mailtui", "trace", ids[0], *server))
    return of_query(query_of_rows(rows, total, zone))


def of_query(query: str) -> str:
    """`mailtui search 'status:bounced'`; '' without a query."""
    return shlex.join(("mailtui", "search", query)) if query else ""


def query_of_rows(rows: Sequence[SearchRow], total: int, zone: tzinfo) -> str:
    """The query for exactly these messages; '' when that would be too long or cannot be said."""
    ids = list(dict.fromkeys(row.queue_id for row in rows))
    if total > MOST or not ids:
        return ""
    known = [queue_id for queue_id in ids if queue_id]
    if len(known) == len(ids):
        return str(Query(Term("id", tuple(Text(queue_id, exact=True) for queue_id in known))))
    return str(Query(_refusal(rows[0], zone))) if len(rows) == 1 else ""


def of_incidents(found: Sequence[Incident]) -> str:
    """`mailtui incident 12`; of several the search for their recipients."""
    if not found:
        return ""
    if len(found) == 1:
        return f"mailtui incident {found[0].id}"
    return of_query("inc:" + ",".join(str(one.id) for one in found))


def of_domain(name: str) -> str:
    """`mailtui domains show example.org`."""
    return shlex.join(("mailtui", "domains", "show", name))


def of_campaign(campaign: CampaignView) -> str:
    """`mailtui campaign NAME`; by its number here where several have that name."""
    several = campaign.query.startswith("campaign:#")
    return shlex.join(("mailtui", "campaign", str(campaign.id) if several else campaign.name))


def _refusal(row: SearchRow, zone: tzinfo) -> Node:
    """What finds mail that was refused before it had an id: who, whom, which day."""
    day = Instant(f"{to_datetime(row.key.time, zone):%Y-%m-%d}")
    people = (("from", row.sender), ("to", row.recipient))
    named = [Term(name, (Text(address, exact=True),)) for name, address in people if address is not None]
    client = [Term("ip", (Text(row.ip),))] if row.ip else []
    kind = Term("kind", (Choice("rejection"),))
    return And((kind, *named, *client, Term("date", (Span(day, day),))))
