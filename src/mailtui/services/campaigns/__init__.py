"""Campaigns: the list with every rate and limit, and one campaign by provider, day, domain and link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mailtui.errors import AmbiguousError, NotFoundError
from mailtui.model.campaign import CampaignDetail, CampaignView, CampaignWalk, LinkView, PartView, Unnamed
from mailtui.model.enums import CampaignPart, SubjectKind
from mailtui.model.metrics import Tally, Told
from mailtui.model.moment import DAY, iso
from mailtui.model.thresholds import THRESHOLDS
from mailtui.model.view import RowKey
from mailtui.model.work import NO_REMARKS, Reader, Subject
from mailtui.query.campaign_numbers import of_campaign, of_part
from mailtui.services.campaigns.previewing import preview_of
from mailtui.services.campaigns.rating import Thresholds, breached, limited, limits_of, rated, tellings
from mailtui.store import campaign_reading as reading
from mailtui.store.asking import asking
from mailtui.store.engine import Connection, Engine
from mailtui.store.work.remarks import in_full_of, of_subjects

BY = ("provider", "day", "domain", "link")
"""What a campaign can be divided by."""
OVER = 5 * DAY
"""So long after its last mail a campaign is over, whatever was told: servers give up by then."""


class Campaigns:
    """Campaigns, read. Every call may block; make it in a thread."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], int],
        reads: Reader | None = None,
        thresholds: Thresholds = THRESHOLDS,
    ) -> None:
        """`now`: UTC microseconds; `reads`: whose private notes are shown, None: nobody's.

        `thresholds`: the limits in force.
        """
        self._engine = engine
        self._now = now
        self.thresholds = thresholds
        """The limits in force."""
        self._reads = reads

    def all(self) -> list[CampaignView]:
        """Every campaign: those with a limit passed first, worst first, then the latest."""
        with asking(self._engine) as connection:
            found = self._views(connection, reading.campaigns(connection), None)
            subjects = {one.id: Subject(SubjectKind.CAMPAIGN, one.id) for one in found}
            remarks = of_subjects(connection, subjects.values(), self._reads)
        known = [one._replace(remarks=remarks.get(subjects[one.id], NO_REMARKS)) for one in found]
        return sorted(known, key=_urgency)

    def edition(self) -> tuple[int, ...]:
        """Differs when what `all` says may differ, notes and tags apart; costs a hundredth of it."""
        with asking(self._engine) as connection:
            return reading.edition(connection)

    def detail(self, campaign: int) -> CampaignDetail:
        """What the page of one campaign shows at once, by its id here; NotFoundError when it is gone."""
        subject = Subject(SubjectKind.CAMPAIGN, campaign)
        with asking(self._engine) as connection:
            found = self._views(connection, reading.campaigns(connection, campaign), campaign)
            if not found:
                raise NotFoundError("this campaign is no longer in the database", "4 lists those that are")
            view = found[0]._replace(remarks=in_full_of(connection, subject, self._reads))
            parts = [self._parts_of(connection, view, by) for by in (CampaignPart.PROVIDER, CampaignPart.DAY)]
            kept_since = reading.kept_since(connection)
        providers = sorted(parts[0], key=lambda one: (-one.tally.attempted, one.key))
        old = kept_since if view.first_day and view.first_day < kept_since else ""
        return CampaignDetail(view, tuple(providers), tuple(parts[1]), self.limits_of(view), old)

    def walk(self, campaign: int) -> CampaignWalk:
        """What takes a while: a walk over its recipients. Ends soon with Stopped when asked to."""
        with asking(self._engine) as connection:
            failures = tuple(reading.by_class(connection, campaign))
            template = preview_of(connection, reading.template_of(connection, campaign))
            return CampaignWalk(tuple(reading.by_link(connection, campaign)), failures, template)

    def of_row(self, key: RowKey) -> int | None:
        """The id of the campaign that the mail of a search row belongs to."""
        with asking(self._engine) as connection:
            return None if key.is_rejection else reading.campaign_of(connection, key.owner, key.number)

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

    def _parts_of(self, connection: Connection, campaign: CampaignView, by: CampaignPart) -> list[PartView]:
        counted = reading.parts(connection, by, campaign.id).get(campaign.id, [])
        return [self._part(campaign, str(by), key, tally) for key, tally in counted]

    def limits_of(self, campaign: CampaignView) -> Thresholds:
        """The limits that a campaign may pass, each with its source."""
        return limits_of(self.thresholds, campaign.service)

    def _part(self, campaign: CampaignView, by: str, key: str, tally: Tally) -> PartView:
        from mailtui.diagnosis.mailboxes import mailbox_of

        mailbox = key if by == "provider" else mailbox_of("", key) if by == "domain" else ""
        told, metrics = rated(tally, campaign.told, mailbox)
        limits = breached(self.thresholds, metrics, campaign.service, mailbox) if by != "day" else ()
        return PartView(key, tally, told, metrics, limits, of_part(campaign.query, by, key))

    def _views(
        self, connection: Connection, rows: Iterable[reading.Row], wanted: int | None
    ) -> list[CampaignView]:
        told_of = tellings(reading.told(connection))
        by_provider = reading.parts(connection, CampaignPart.PROVIDER, wanted, limited(self.thresholds))
        alike = reading.alike(connection)
        over = iso(self._now() - OVER)[:10]
        return [
            _view(
                row,
                told_of(row),
                by_provider.get(row.id, []),
                of_campaign(row.id, row.name, alike),
                self.thresholds,
                _state(row, over),
            )
            for row in rows
        ]


def _urgency(one: CampaignView) -> tuple[int, bool]:
    """Limits passed first, what was put away last; what is equal stays in its order."""
    return min((at.severity.code for at in one.breaches), default=9), one.plan.archived is not None


def _view(
    row: reading.Row,
    told: Told,
    providers: list[tuple[str, Tally]],
    query: str,
    thresholds: Thresholds,
    state: str,
) -> CampaignView:
    _, metrics = rated(row.tally, told)
    limits = list(breached(thresholds, metrics, row.service))
    for mailbox, tally in providers:
        if mailbox in limited(thresholds):
            metrics_there = rated(tally, told, mailbox)[1]
            limits += breached(thresholds, metrics_there, row.service, mailbox, only=True)
    return CampaignView(
        row.id,
        row.name,
        row.account,
        row.service,
        row.first_day,
        row.last_day,
        state,
        row.tally,
        told,
        metrics,
        tuple(sorted(limits, key=lambda one: one.severity.code)),
        row.plan,
        query,
    )


def _state(row: reading.Row, over: str) -> str:
    """What the sender says, else what the mails say; what went out before the day `over` is sent."""
    if row.plan.state is not None:
        return str(row.plan.state)
    if not row.tally.pending:
        return "done"
    return "sending" if row.last_day >= over else "sent"


def recount(database: Path) -> dict[str, int]:
    """Whether the counts that are kept are what counting anew gives: how many are, and how many differ.

    Campaigns of which mail went by retention cannot be counted anew, and are left out.
    """
    from mailtui.diagnosis.mailboxes import mailbox_of
    from mailtui.store import campaigns
    from mailtui.store.engine import reader

    with reader(database).connect() as connection:
        kept, anew = campaigns.kept(connection), campaigns.recount(connection, mailbox_of)
        whole = campaigns.whole(connection, kept)
    keys = [key for key in kept.keys() | anew.keys() if key[0] in whole]
    return {"counts": len(keys), "differ": sum(kept.get(key) != anew.get(key) for key in keys)}
