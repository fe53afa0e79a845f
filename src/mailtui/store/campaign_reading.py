"""The questions of the campaign list and of the page of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.campaign import LinkView, Unnamed
from mailtui.model.enums import Actor, CampaignPart, EventProvider, MessageKind, Outcome, ProviderEventKind
from mailtui.model.metrics import Tally, counts
from mailtui.model.standing import Standing

_COUNTED = ", ".join(f"t.{name}" for name in Tally._fields)


class Row(NamedTuple):
    """A campaign with all its recipients counted."""

    id: int
    name: str
    server_id: int
    account: str
    service: EventProvider | None
    first_day: str
    last_day: str
    tally: Tally


def campaigns(connection: Connection, wanted: int | None = None) -> list[Row]:
    """Every campaign with recipients, or one; the latest first."""
    only = "" if wanted is None else f" AND c.id = {wanted:d}"
    rows = connection.exec_driver_sql(
        f"""
        SELECT c.id, c.external_id, c.server_id, s.name, s.mta, coalesce(d.first, ''), coalesce(d.last, ''),
               {_COUNTED}
        FROM campaign c JOIN server s ON s.id = c.server_id
        JOIN campaign_tally t ON t.campaign_id = c.id AND t.part = {CampaignPart.ALL.code} AND t.key = ''
        LEFT JOIN (SELECT campaign_id, min(key) AS first, max(key) AS last FROM campaign_tally
                   WHERE part = {CampaignPart.DAY.code} GROUP BY campaign_id) d ON d.campaign_id = c.id
        WHERE 1{only} ORDER BY d.last DESC, c.id DESC
        """
    )
    return [_row(row) for row in rows]


def _row(row: Sequence[Any]) -> Row:
    id_, name, server_id, account, mta, first, last, *counted = row
    service = EventProvider(mta) if mta in set(EventProvider) else None
    return Row(id_, name, server_id, account, service, first, last, Tally(*counted))


def named(connection: Connection, name: str) -> list[int]:
    """The ids of campaigns of that name, in whichever account; upper and lower case are one."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM campaign WHERE lower(external_id) = lower(?) ORDER BY id", (name,)
    )
    return [row[0] for row in rows]


def unnamed(connection: Connection) -> list[Unnamed]:
    """How many mails of each service are of no campaign."""
    rows = connection.exec_driver_sql(
        "SELECT s.mta, count(*) FROM server s JOIN message m ON m.server_id = s.id "
        f"WHERE m.kind = {MessageKind.TRANSACTIONAL.code} GROUP BY s.mta ORDER BY s.mta"
    )
    return [Unnamed(EventProvider(mta), mails) for mta, mails in rows if mta in set(EventProvider)]


def parts(
    connection: Connection, part: CampaignPart, wanted: int | None = None
) -> dict[int, list[tuple[str, Tally]]]:
    """The counts by providers or days, of every campaign or of one, by key."""
    only = "" if wanted is None else f" AND t.campaign_id = {wanted:d}"
    found: dict[int, list[tuple[str, Tally]]] = {}
    for row in connection.exec_driver_sql(
        f"SELECT t.campaign_id, t.key, {_COUNTED} FROM campaign_tally t WHERE t.part = {part.code}{only} "
        "ORDER BY t.campaign_id, t.key"
    ):
        found.setdefault(row[0], []).append((row[1], Tally(*row[2:])))
    return found


def told(connection: Connection) -> dict[tuple[int, int], set[ProviderEventKind]]:
    """Which kinds of events were ever told, by account and campaign."""
    found: dict[tuple[int, int], set[ProviderEventKind]] = {}
    for server, campaign, kind in connection.exec_driver_sql(
        "SELECT server_id, campaign_id, kind FROM told_kind"
    ):
        found.setdefault((server, campaign), set()).add(ProviderEventKind.of_code(kind))
    return found


def by_domain(connection: Connection, campaign: int) -> list[tuple[str, Tally]]:
    """The recipients of a campaign counted by domain, the largest first: walks over all of them."""
    flags = (
        "e.opens > 0, e.machine_opens > 0, e.clicks > 0, e.machine_clicks > 0, "
        "e.complained IS NOT NULL, e.unsubscribed IS NOT NULL"
    )
    rows = connection.exec_driver_sql(
        f"SELECT count(*), coalesce(d.name, ''), r.outcome, {flags} FROM engagement e "
        "CROSS JOIN recipient r ON r.message_id = e.message_id AND r.number = e.number "
        "JOIN address a ON a.id = r.address_id LEFT JOIN address_domain d ON d.id = a.domain_id "
        "WHERE e.campaign_id = ? GROUP BY 2, 3, 4, 5, 6, 7, 8, 9",
        (campaign,),
    )
    sums: dict[str, list[int]] = {}
    for number, domain, outcome, *did in rows:
        mine = sums.setdefault(domain, [0] * len(Tally._fields))
        for place, one in enumerate(counts(_standing(outcome, did))):
            mine[place] += number * one
    found = [(domain, Tally(*mine)) for domain, mine in sums.items()]
    return sorted(found, key=lambda one: (-one[1].attempted, one[0]))


def _standing(outcome: int, did: Iterable[int]) -> Standing:
    opens, machine_opens, clicks, machine_clicks, complained, unsubscribed = did
    return Standing(
        outcome=Outcome.of_code(outcome),
        opens_human=opens,
        opens_machine=machine_opens,
        clicks_human=clicks,
        clicks_machine=machine_clicks,
        complained=0 if complained else None,
        unsubscribed=0 if unsubscribed else None,
    )


def by_link(connection: Connection, campaign: int) -> list[LinkView]:
    """The links that were clicked, those with most clickers first: walks over all recipients."""
    human, machine = Actor.HUMAN.code, Actor.MACHINE.code
    rows = connection.exec_driver_sql(
        f"""
        SELECT l.url, sum(v.actor = {human}), count(DISTINCT CASE WHEN v.actor = {human}
               THEN v.message_id * 65536 + v.number END), sum(v.actor = {machine})
        FROM (SELECT DISTINCT message_id FROM engagement WHERE campaign_id = ?) e
        CROSS JOIN delivery_event v ON v.message_id = e.message_id
        JOIN link l ON l.id = v.link_id
        WHERE v.kind = {ProviderEventKind.CLICKED.code} GROUP BY l.id
        """,
        (campaign,),
    )
    found = [LinkView(url, clicks or 0, clickers, machines or 0) for url, clicks, clickers, machines in rows]
    return sorted(found, key=lambda one: (-one.clickers, -one.machine_clicks, one.url))
