"""Campaigns by their names, what was told of them, and their recipients counted: kept, and counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import CampaignPart, Outcome, ProviderEventKind, Retained
from mailtui.model.metrics import Tally, counts
from mailtui.model.moment import DAY, iso
from mailtui.model.standing import Standing
from mailtui.store import schema
from mailtui.store.digests import digest64, storable
from mailtui.store.naming import NEAR, Names
from mailtui.store.retention import limits
from mailtui.store.rows import Row, columns, insert_missing

MailboxOf = Callable[[str, str], str]
"""(provider of the host, domain of the address) -> the provider of the mailbox."""
Marks = tuple[Outcome, bool, bool, bool, bool, bool, bool]
"""An outcome, and which of the things counted a recipient did."""
NONE = 0
"""The id that stands for no campaign."""
_UNTOLD = (None,) * (len(columns(schema.CAMPAIGN)) - 4)
_CALL = (
    "UPDATE campaign SET name = ?, updated = ? WHERE id = ? "
    "AND (updated IS NULL OR updated < ? OR updated = ? AND coalesce(name, '') < ?)"
)
_COUNTED = ", ".join(Tally._fields)
_ADD = (
    f"INSERT INTO campaign_tally (campaign_id, part, key, {_COUNTED}) "
    f"VALUES (?, ?, ?{', ?' * len(Tally._fields)}) ON CONFLICT (campaign_id, part, key) DO UPDATE SET "
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in Tally._fields)
)
_STANDINGS = (
    "SELECT {extra}, e.campaign_id, r.time, r.outcome, coalesce(l.text, ''), coalesce(d.name, ''), "
    "e.opens, e.machine_opens, e.clicks, e.machine_clicks, e.complained, e.unsubscribed "
    "FROM engagement e "
    "CROSS JOIN recipient r ON r.message_id = e.message_id AND r.number = e.number "
    "JOIN address a ON a.id = r.address_id LEFT JOIN address_domain d ON d.id = a.domain_id "
    "LEFT JOIN host h ON h.id = r.host_id LEFT JOIN label l ON l.id = h.provider_id "
)


class Counted(NamedTuple):
    """A recipient as it counts for its campaign."""

    campaign: int
    time: int
    """When the mail was sent, or first told of."""
    mailbox: str
    """Who runs the mailbox."""
    standing: Standing


class Campaigns:
    """The campaigns of one writer: ids by name, and which kinds of events were ever told of each."""

    def __init__(self, connection: Connection) -> None:
        self._names = Names(connection, schema.CAMPAIGN, ("digest",))
        self._at_hand: dict[tuple[int, str], int] = {}
        self._told: dict[tuple[int, int], set[ProviderEventKind]] = {}
        self._new: list[Row] = []
        self._called: list[Row] = []
        rows = connection.exec_driver_sql("SELECT server_id, campaign_id, kind FROM told_kind")
        for server, campaign, kind in rows:
            self._told.setdefault((server, campaign), set()).add(ProviderEventKind.of_code(kind))

    def id_of(self, server_id: int, name: str) -> int:
        """The id of a campaign; NONE for no name."""
        if not name:
            return NONE
        found = self._at_hand.get((server_id, name))
        if found is None:
            stored = storable(name)
            digest = digest64(server_id, stored)
            found = self._names.known(digest)
            if found is None:
                found = self._names.add(digest, (digest, server_id, stored, *_UNTOLD))
            if len(self._at_hand) >= NEAR:
                self._at_hand.clear()
            self._at_hand[server_id, name] = found
        return found

    def note(self, server_id: int, campaign: int, kind: ProviderEventKind) -> bool:
        """An event of this kind was told; whether that is the first."""
        kinds = self._told.setdefault((server_id, campaign), set())
        if kind in kinds:
            return False
        kinds.add(kind)
        self._new.append((server_id, campaign, kind.code))
        return True

    def tells(self, server_id: int, campaign: int, kind: ProviderEventKind) -> bool:
        """Whether such an event was ever told."""
        return kind in self._told.get((server_id, campaign), ())

    def name(self, server_id: int, names: Iterable[tuple[str, int, str]]) -> None:
        """What campaigns are called: id, when it was told, name. The last that was told counts."""
        for campaign, time, name in names:
            stored = storable(name)
            self._called.append((stored, time, self.id_of(server_id, campaign), time, time, stored))

    def write(self, connection: Connection) -> None:
        """Write what is new."""
        self._names.write(connection)
        insert_missing(connection, schema.TOLD_KIND, self._new)
        if self._called:
            connection.exec_driver_sql(_CALL, self._called)
        self._new, self._called = [], []


class Deltas:
    """What becomes more and less in the counts of campaigns."""

    def __init__(self) -> None:
        self._alike: Counter[Counted] = Counter()
        self._sent: dict[tuple[int, int, str, bool, bool, bool], int] = {}
        self._changed: dict[tuple[int, int, str, tuple[Marks, Marks]], int] = {}

    def add(self, one: Counted, times: int = 1) -> None:
        """Count a recipient, or (-1) no longer."""
        standing = _alike(*_marks(one.standing))
        self._alike[Counted(one.campaign, one.time - one.time % DAY, one.mailbox, standing)] += times

    def change(self, campaign: int, time: int, mailbox: str, before: Standing, after: Standing) -> None:
        """Count a recipient otherwise than before."""
        marks = _marks(before), _marks(after)
        if marks[0] != marks[1]:
            key = campaign, time - time % DAY, mailbox, marks
            self._changed[key] = self._changed.get(key, 0) + 1

    def add_sent(
        self, campaign: int, time: int, mailbox: str, accepted: bool, opened: bool, machine: bool
    ) -> None:
        """Count a recipient of new mail that was sent, perhaps accepted and opened, and nothing else."""
        key = campaign, time - time % DAY, mailbox, accepted, opened, machine
        self._sent[key] = self._sent.get(key, 0) + 1

    def write(self, connection: Connection) -> None:
        """Bring the counts up to date."""
        for (campaign, day, mailbox, accepted, opened, machine), times in self._sent.items():
            outcome = Outcome.ACCEPTED if accepted else Outcome.UNKNOWN
            standing = Standing(outcome, opens_human=int(opened), opens_machine=int(machine))
            self.add(Counted(campaign, day, mailbox, standing), times)
        self._sent = {}
        for (campaign, day, mailbox, (before, after)), times in self._changed.items():
            self.add(Counted(campaign, day, mailbox, _alike(*before)), -times)
            self.add(Counted(campaign, day, mailbox, _alike(*after)), times)
        self._changed = {}
        changes: dict[tuple[int, int, str], list[int]] = {}
        for one, times in self._alike.items():
            found = counts(one.standing)
            for part, key in _parts(one) if times else ():
                change = changes.setdefault((one.campaign, part.code, key), [0] * len(Tally._fields))
                for place, number in enumerate(found):
                    change[place] += times * number
        self._alike.clear()
        changed = [(*key, *change) for key, change in changes.items() if any(change)]
        if not changed:
            return
        connection.exec_driver_sql(_ADD, changed)
        connection.exec_driver_sql(
            "DELETE FROM campaign_tally WHERE campaign_id = ? AND part = ? AND key = ? "
            "AND attempted = 0 AND skipped = 0",
            [row[:3] for row in changed],
        )


def _marks(did: Standing) -> Marks:
    """All of a standing that makes a difference to counts."""
    return (
        did.outcome,
        did.opens_human > 0,
        did.opens_machine > 0,
        did.clicks_human > 0,
        did.clicks_machine > 0,
        did.complained is not None,
        did.unsubscribed is not None,
    )


@lru_cache(1024)
def _alike(outcome: Outcome, *did: bool) -> Standing:
    """A standing that counts as all do that are alike in this."""
    opens, machine_opens, clicks, machine_clicks, complained, unsubscribed = did
    return Standing(
        outcome=outcome,
        complained=0 if complained else None,
        unsubscribed=0 if unsubscribed else None,
        opens_human=int(opens),
        opens_machine=int(machine_opens),
        clicks_human=int(clicks),
        clicks_machine=int(machine_clicks),
    )


def _parts(one: Counted) -> Iterator[tuple[CampaignPart, str]]:
    yield CampaignPart.ALL, ""
    yield CampaignPart.PROVIDER, one.mailbox
    yield CampaignPart.DAY, iso(one.time - one.time % DAY)[:10]


def _counted(row: Sequence[Any], mailbox_of: MailboxOf) -> Counted:
    _, campaign, time, outcome, provider, domain, *did, complained, unsubscribed = row
    standing = Standing(
        outcome=Outcome.of_code(outcome),
        complained=complained,
        unsubscribed=unsubscribed,
        opens_human=did[0],
        opens_machine=did[1],
        clicks_human=did[2],
        clicks_machine=did[3],
    )
    return Counted(campaign, time, mailbox_of(provider, domain), standing)


def clicked_in(connection: Connection, server_id: int, campaign: int) -> list[int]:
    """The messages of a campaign, or (NONE) of an account's mail in none, that a person clicked in."""
    which = "e.campaign_id IS NULL" if campaign == NONE else f"e.campaign_id = {campaign:d}"
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT e.message_id FROM engagement e JOIN message m ON m.id = e.message_id "
        f"WHERE e.clicks > 0 AND {which} AND m.server_id = ?",
        (server_id,),
    )
    return [row[0] for row in rows]


def recount(
    connection: Connection, mailbox_of: MailboxOf, campaigns: Iterable[int] = ()
) -> dict[tuple[int, CampaignPart, str], Tally]:
    """The recipients of campaigns (none given: of all) counted anew, by part and key."""
    wanted = [int(one) for one in campaigns]
    which = f"e.campaign_id IN ({','.join(map(str, wanted))})" if wanted else "e.campaign_id IS NOT NULL"
    query = (
        f"SELECT count(*), campaign_id, day, outcome, provider, domain, {_DID} FROM ("
        + _STANDINGS.format(extra=f"r.time - r.time % {DAY} AS day")
        .replace("coalesce(l.text, '')", "coalesce(l.text, '') AS provider")
        .replace("coalesce(d.name, '')", "coalesce(d.name, '') AS domain")
        + f"WHERE {which}) GROUP BY campaign_id, day, outcome, provider, domain, {_DID}"
    )
    found: dict[tuple[int, CampaignPart, str], list[int]] = {}
    for number, *row in connection.exec_driver_sql(query):
        campaign, day, outcome, provider, domain, *did = row
        flags = [0 if not flag else 1 for flag in did[:4]]
        marks = [None if not flag else 1 for flag in did[4:]]
        one = _counted((0, campaign, day, outcome, provider, domain, *flags, *marks), mailbox_of)
        for part, key in _parts(one):
            sums = found.setdefault((campaign, part, key), [0] * len(Tally._fields))
            for place, count in enumerate(counts(one.standing)):
                sums[place] += number * count
    return {key: Tally(*sums) for key, sums in found.items()}


_DID = (
    "opens > 0, machine_opens > 0, clicks > 0, machine_clicks > 0, "
    "complained IS NOT NULL, unsubscribed IS NOT NULL"
)


def kept(connection: Connection) -> dict[tuple[int, CampaignPart, str], Tally]:
    """The counts as they are kept."""
    rows = connection.exec_driver_sql(f"SELECT campaign_id, part, key, {_COUNTED} FROM campaign_tally")
    return {(row[0], CampaignPart.of_code(row[1]), row[2]): Tally(*row[3:]) for row in rows}


def whole(connection: Connection, tallies: Collection[tuple[int, CampaignPart, str]]) -> set[int]:
    """The campaigns, among those with counts, of which no mail went by retention."""
    limit = limits.went(connection, Retained.ATTEMPT)
    gone = iso(limit)[:10] if limit > limits.NEVER else ""
    old = {campaign for campaign, part, key in tallies if part is CampaignPart.DAY and key < gone}
    return {campaign for campaign, _, _ in tallies} - old


def replace(connection: Connection, tallies: Mapping[tuple[int, CampaignPart, str], Tally]) -> None:
    """Keep these counts and no others."""
    connection.exec_driver_sql("DELETE FROM campaign_tally")
    rows = [(campaign, part.code, key, *tally) for (campaign, part, key), tally in tallies.items()]
    if rows:
        connection.exec_driver_sql(_ADD, rows)
