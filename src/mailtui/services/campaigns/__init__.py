"""Campaigns: the list with every rate and limit, and one campaign by provider, day, domain and link."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mailtui.errors import AmbiguousError, NotFoundError
from mailtui.model.campaign import CampaignView, LinkView, PartView, Unnamed
from mailtui.model.enums import CampaignPart
from mailtui.model.metrics import Tally, Told
from mailtui.services.campaigns.rating import LIMITED, breached, rated, tellings
from mailtui.store import campaign_reading as reading
from mailtui.store.engine import Connection, Engine

BY = ("provider", "day", "domain", "link")
"""What a campaign can be divided by."""


class Campaigns:
    """Campaigns, read. Every call may block; make it in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[CampaignView]:
        """Every campaign: those with a limit passed first, worst first, then the latest."""
        with self._engine.connect() as connection:
            found = self._views(connection, reading.campaigns(connection), None)
        return sorted(found, key=lambda one: min((at.severity.code for at in one.breaches), default=9))

    def unnamed(self) -> list[Unnamed]:
        """How many mails of each service name no campaign; walks over all of them."""
        with self._engine.connect() as connection:
            return reading.unnamed(connection)

    def find(self, name: str) -> CampaignView:
        """One campaign by its id or its name; NotFoundError, or AmbiguousError when several have the name."""
        with self._engine.connect() as connection:
            ids = reading.named(connection, name)
            if not ids and name.isdecimal():
                ids = [int(name)]
            rows = [row for id_ in ids for row in reading.campaigns(connection, id_)]
            if not rows:
                raise NotFoundError(f"there is no campaign {name}", "`mailtui campaigns` lists them")
            if len(rows) > 1:
                where = ", ".join(f"{row.id} ({row.account})" for row in rows)
                raise AmbiguousError(
                    f"{len(rows)} campaigns are called {name}", f"name one by its id: {where}"
                )
            return self._views(connection, rows, rows[0].id)[0]

    def parts(self, campaign: CampaignView, by: str) -> list[PartView]:
        """A campaign by `provider`, `day` or `domain`; the last walks over all its recipients."""
        with self._engine.connect() as connection:
            if by == "domain":
                counted = reading.by_domain(connection, campaign.id)
            else:
                counted = reading.parts(connection, CampaignPart(by), campaign.id).get(campaign.id, [])
            return [self._part(campaign, by, key, tally) for key, tally in counted]

    def links(self, campaign: CampaignView) -> list[LinkView]:
        """The links of a campaign that were clicked; walks over all its recipients."""
        with self._engine.connect() as connection:
            return reading.by_link(connection, campaign.id)

    @staticmethod
    def _part(campaign: CampaignView, by: str, key: str, tally: Tally) -> PartView:
        from mailtui.diagnosis.mailboxes import mailbox_of

        mailbox = key if by == "provider" else mailbox_of("", key) if by == "domain" else ""
        told, metrics = rated(tally, campaign.told, mailbox)
        limits = breached(metrics, campaign.service, mailbox) if by != "day" else ()
        return PartView(key, tally, told, metrics, limits)

    def _views(
        self, connection: Connection, rows: Iterable[reading.Row], wanted: int | None
    ) -> list[CampaignView]:
        told_of = tellings(reading.told(connection))
        by_provider = reading.parts(connection, CampaignPart.PROVIDER, wanted)
        return [_view(row, told_of(row), by_provider.get(row.id, [])) for row in rows]


def _view(row: reading.Row, told: Told, providers: list[tuple[str, Tally]]) -> CampaignView:
    _, metrics = rated(row.tally, told)
    limits = list(breached(metrics, row.service))
    for mailbox, tally in providers:
        if mailbox in LIMITED:
            limits += breached(rated(tally, told, mailbox)[1], row.service, mailbox, only=True)
    return CampaignView(
        row.id,
        row.name,
        row.account,
        row.service,
        row.first_day,
        row.last_day,
        "sending" if row.tally.pending else "done",
        row.tally,
        told,
        metrics,
        tuple(sorted(limits, key=lambda one: one.severity.code)),
    )


def recount(database: Path) -> dict[str, int]:
    """Whether the counts that are kept are what counting anew gives: how many are, and how many differ."""
    from mailtui.diagnosis.mailboxes import mailbox_of
    from mailtui.store import campaigns
    from mailtui.store.engine import reader

    with reader(database).connect() as connection:
        kept, anew = campaigns.kept(connection), campaigns.recount(connection, mailbox_of)
    differ = sum(kept.get(key) != anew.get(key) for key in kept.keys() | anew.keys())
    return {"counts": len(anew), "differ": differ}
