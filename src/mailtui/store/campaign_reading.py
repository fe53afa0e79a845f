"""The questions of the campaign list and of the page of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.campaign import FailureView, LinkView, Plan, Unnamed
from mailtui.model.enums import (
    Actor,
    CampaignPart,
    CampaignState,
    EventProvider,
    FailureClass,
    MessageKind,
    Outcome,
    ProviderEventKind,
    Retained,
    Side,
)
from mailtui.model.metrics import Tally, counts
from mailtui.model.moment import iso
from mailtui.model.standing import Standing
from mailtui.store.retention import limits

_COUNTED = ", ".join(f"t.{name}" for name in Tally._fields)
_PLANNED = (
    "c.name, c.state, c.scheduled, c.started, c.finished, c.from_name, c.sender, c.reply_to, c.subject, "
    "c.preview_text, l.name, g.name, b.name, c.recipients, c.speed, c.updated, c.archived"
)


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
    plan: Plan = Plan()


def campaigns(connection: Connection, wanted: int | None = None) -> list[Row]:
    """Every campaign, or one; the latest first."""
    only = "" if wanted is None else f" AND c.id = {wanted:d}"
    rows = connection.exec_driver_sql(
        f"""
        SELECT c.id, c.external_id, c.server_id, s.name, s.mta, coalesce(d.first, ''), coalesce(d.last, ''),
               {_PLANNED}, {_COUNTED}
        FROM campaign c JOIN server s ON s.id = c.server_id
        LEFT JOIN campaign_tally t ON t.campaign_id = c.id AND t.part = {CampaignPart.ALL.code} AND t.key = ''
        LEFT JOIN (SELECT campaign_id, min(key) AS first, max(key) AS last FROM campaign_tally
                   WHERE part = {CampaignPart.DAY.code} GROUP BY campaign_id) d ON d.campaign_id = c.id
        LEFT JOIN contact_list l ON l.id = c.list_id
        LEFT JOIN segment g ON g.id = c.segment_id
        LEFT JOIN mail_template b ON b.id = c.template_id
        WHERE 1{only} ORDER BY d.last DESC, c.id DESC
        """
    )
    return [_row(row) for row in rows]


def _row(row: Sequence[Any]) -> Row:
    (id_, name, server_id, account, mta, first, last), rest = row[:7], row[7:]
    planned, counted = rest[: len(Plan._fields)], rest[len(Plan._fields) :]
    service = EventProvider(mta) if mta in set(EventProvider) else None
    tally = Tally(*(count or 0 for count in counted))
    return Row(id_, name, server_id, account, service, first, last, tally, _plan(planned))


def _plan(told: Sequence[Any]) -> Plan:
    found = Plan(*told)
    texts = ("from_name", "sender", "reply_to", "subject", "preview_text")
    named = ("title", "list_name", "segment_name", "template_name")
    said: dict[str, Any] = {name: getattr(found, name) or "" for name in (*texts, *named)}
    state = None if found.state is None else CampaignState.of_code(int(found.state))
    return found._replace(state=state, **said)


def edition(connection: Connection) -> tuple[int, ...]:
    """Differs when the list of campaigns, or what it counts, may differ; costs a hundredth of it."""
    sums = " + ".join(f"(sum({name}) * {place})" for place, name in enumerate(Tally._fields, 1))
    counted = connection.exec_driver_sql(
        f"SELECT count(*), {sums} FROM campaign_tally t WHERE part = {CampaignPart.ALL.code}"
    ).one()
    known = connection.exec_driver_sql("SELECT count(*), max(updated), sum(state) FROM campaign").one()
    return tuple(int(one or 0) for one in (*counted, *known))


def campaign_of(connection: Connection, message: int, number: int) -> int | None:
    """The campaign of a recipient; None for none."""
    found: int | None = connection.exec_driver_sql(
        "SELECT campaign_id FROM engagement WHERE message_id = ? AND number = ?", (message, number)
    ).scalar()
    return found


def template_of(connection: Connection, campaign: int) -> int | None:
    """The id of the template that it is written with."""
    found: int | None = connection.exec_driver_sql(
        "SELECT template_id FROM campaign WHERE id = ?", (campaign,)
    ).scalar()
    return found


def kept_since(connection: Connection) -> str:
    """The first day (UTC) of which mail is kept; '' when none ever went by retention."""
    gone = limits.went(connection, Retained.ATTEMPT)
    return iso(gone)[:10] if gone > limits.NEVER else ""


def alike(connection: Connection) -> set[str]:
    """Ids at services and names, in lower case, that are not those of one campaign alone."""
    rows = connection.exec_driver_sql("SELECT external_id, coalesce(name, external_id) FROM campaign")
    names = Counter(name for row in rows for name in {one.lower() for one in row})
    return {name for name, number in names.items() if number > 1}


def named(connection: Connection, name: str) -> list[int]:
    """The ids of campaigns of that name, or id at a service, in whichever account, in any case."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM campaign WHERE lower(external_id) = lower(?1) OR lower(name) = lower(?1) ORDER BY id",
        (name,),
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
    connection: Connection, part: CampaignPart, wanted: int | None = None, keys: Collection[str] = ()
) -> dict[int, list[tuple[str, Tally]]]:
    """The counts by providers or days, of every campaign or of one, by key; `keys`: no others than these."""
    only = "" if wanted is None else f" AND t.campaign_id = {wanted:d}"
    only += f" AND t.key IN ({', '.join('?' * len(keys))})" if keys else ""
    found: dict[int, list[tuple[str, Tally]]] = {}
    for row in connection.exec_driver_sql(
        f"SELECT t.campaign_id, t.key, {_COUNTED} FROM campaign_tally t WHERE t.part = {part.code}{only} "
        "ORDER BY t.campaign_id, t.key",
        tuple(keys),
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
    """Its links, those with most clickers first: walks over all recipients.

    A click that does not say whose it is counts where the mail has one recipient only.
    """
    who = "CASE WHEN v.actor = {} THEN e.message_id * 65536 + e.number END"
    human, machine = Actor.HUMAN.code, Actor.MACHINE.code
    rows = connection.exec_driver_sql(
        f"""
        SELECT l.url, sum(v.actor = {human}), count(DISTINCT {who.format(human)}),
               sum(v.actor = {machine}), count(DISTINCT {who.format(machine)})
        FROM engagement e CROSS JOIN delivery_event v ON v.message_id = e.message_id AND (
            v.number = e.number OR v.number < 0 AND NOT EXISTS (
                SELECT 1 FROM recipient o WHERE o.message_id = e.message_id AND o.number <> e.number))
        JOIN link l ON l.id = v.link_id
        WHERE e.campaign_id = ? AND v.kind = {ProviderEventKind.CLICKED.code} GROUP BY l.id
        UNION ALL
        SELECT l.url, 0, 0, 0, 0 FROM campaign_link k JOIN link l ON l.id = k.link_id WHERE k.campaign_id = ?
        """,
        (campaign, campaign),
    )
    found: dict[str, LinkView] = {}
    for url, clicks, clickers, machines, by_machines in rows:
        found.setdefault(url, LinkView(url, clicks or 0, clickers, machines or 0, by_machines))
    return sorted(found.values(), key=lambda one: (-one.clickers, -one.machine_clicks, one.url))


def by_class(connection: Connection, campaign: int) -> list[FailureView]:
    """Why its recipients failed or wait, the commonest first: walks over all of them."""
    rows = connection.exec_driver_sql(
        f"""
        SELECT g.failure_class, max(u.side), count(*), sum(r.outcome = {Outcome.UNKNOWN.code})
        FROM engagement e CROSS JOIN recipient r ON r.message_id = e.message_id AND r.number = e.number
        JOIN cause u ON u.id = r.cause_id JOIN signature g ON g.id = u.signature_id
        WHERE e.campaign_id = ? AND r.cause_id IS NOT NULL GROUP BY g.failure_class
        """,
        (campaign,),
    )
    found = [
        FailureView(FailureClass.of_code(word), Side.of_code(side), number, waiting)
        for word, side, number, waiting in rows
    ]
    return sorted(found, key=lambda one: (-one.recipients, one.failure_class))
