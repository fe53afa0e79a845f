"""Events into facts: in any order, any number of times, in any parts, the database is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailtui.diagnosis import Diagnoser, builtin_rules
from mailtui.diagnosis.mailboxes import mailbox_of
from mailtui.ingest.events.identity import Told
from mailtui.ingest.events.keeping import EventKeeping
from mailtui.ingest.events.reducing import reduced
from mailtui.ingest.incidents.keeping import Keeper
from mailtui.model.enums import EventProvider, Outcome, ProviderEventKind, QueueState, Status
from mailtui.model.metrics import violations
from mailtui.model.moment import SECOND
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.store import courses, cursors
from mailtui.store.campaigns import kept, recount
from mailtui.store.engine import Connection, writer
from mailtui.store.services import Account

K = ProviderEventKind
NOON = 1_790_000_000 * SECOND
DIAGNOSER = Diagnoser(builtin_rules())


def told(kind: K, minute: int, number: int = 1, **rest: Any) -> ProviderEvent:
    """An event of the mail to one of a few recipients."""
    provider_id = rest.pop("provider_id", f"id-{number}")
    recipient = rest.pop("recipient", f"p{number}@{('gmx.de', 'example.org')[number % 2]}")
    told_of = recipient, provider_id, rest.get("link", "")
    key = event_key(EventProvider.SENDGRID, kind, minute, number, *told_of)
    return ProviderEvent(
        EventProvider.SENDGRID,
        kind,
        key,
        NOON + minute * 60 * SECOND,
        recipient=recipient,
        provider_id=provider_id,
        **rest,
    )


Said = dict[str, list[tuple[Any, ...]]]


def database(path: Path, batches: Sequence[Sequence[ProviderEvent]], *, alone: bool = False) -> Said:
    """What the database says after these batches, without the ids that only name rows.

    `alone`: what is remembered of one transaction is so in the next.
    """
    engine = writer(path)
    with engine.begin() as connection:
        server = cursors.server(connection, "sendgrid", None, "UTC")[0]
    keeping = None
    for number, batch in enumerate(batches, 1):
        with engine.begin() as connection:
            if keeping is None or not alone:
                keeping = EventKeeping(connection, DIAGNOSER)
            some = [Told(reduced(event, NOON), number) for event in batch]
            keeping.write(connection, Account(server, EventProvider.SENDGRID), some)
            keeping.finish(connection)
    with engine.connect() as connection:
        assert kept(connection) == recount(connection, mailbox_of)
        for campaign in connection.exec_driver_sql("SELECT id FROM campaign").scalars():
            again = recount(connection, mailbox_of, [campaign])
            assert {key: tally for key, tally in kept(connection).items() if key[0] == campaign} == again
        assert not [one for tally in kept(connection).values() for one in violations(tally)]
        found, counted = said(connection, QUERIES), said(connection, COUNTED)
    with engine.begin() as connection:
        rebuilt(connection)
        assert said(connection, COUNTED) == counted
    engine.dispose()
    return found | counted


def said(connection: Connection, queries: Mapping[str, str]) -> Said:
    """What these queries find, in an order of its own."""
    return {
        name: sorted(map(tuple, connection.exec_driver_sql(query).all()), key=repr)
        for name, query in queries.items()
    }


def rebuilt(connection: Connection) -> None:
    """Make anew what is kept of destinations."""
    keeper = Keeper(connection)
    for destination in courses.all_ids(connection):
        keeper.rebuild(connection, destination)


QUERIES = {
    "messages": (
        "SELECT queue_id, kind, status, received, first_seen, last_seen, subject, completed FROM message"
    ),
    "recipients": (
        "SELECT m.queue_id, lower(a.text), r.queue_state, r.outcome, r.status, r.attempts, r.first_attempt, "
        "r.last_attempt, r.finished, r.smtp_code, r.enhanced_code, p.text, r.cause_id IS NULL "
        "FROM recipient r JOIN message m ON m.id = r.message_id JOIN address a ON a.id = r.address_id "
        "LEFT JOIN reply p ON p.id = r.reply_id"
    ),
    "attempts": (
        "SELECT m.queue_id, d.time, d.outcome, d.smtp_code FROM every_attempt d "
        "JOIN message m ON m.id = d.message_id"
    ),
    "events": (
        "SELECT m.queue_id, hex(e.key), e.kind, e.time, e.actor, l.url FROM delivery_event e "
        "JOIN message m ON m.id = e.message_id LEFT JOIN link l ON l.id = e.link_id"
    ),
    "engagement": (
        "SELECT m.queue_id, c.external_id, lower(a.text), g.sent, g.opened, g.clicked, g.complained, "
        "g.unsubscribed, g.opens, g.machine_opens, g.clicks, g.machine_clicks "
        "FROM engagement g JOIN message m ON m.id = g.message_id "
        "JOIN recipient r ON r.message_id = g.message_id AND r.number = g.number "
        "JOIN address a ON a.id = r.address_id LEFT JOIN campaign c ON c.id = g.campaign_id"
    ),
    "campaigns": (
        "SELECT c.external_id, t.part, t.key, t.attempted, t.delivered, t.hard, t.blocked, t.soft_final, "
        "t.pending, t.skipped, t.opened, t.opened_human, t.opened_machine, t.clicked, t.clicked_machine, "
        "t.engaged, t.complained, t.unsubscribed "
        "FROM campaign c LEFT JOIN campaign_tally t ON t.campaign_id = c.id"
    ),
    "kinds": ("SELECT c.external_id, k.kind FROM told_kind k LEFT JOIN campaign c ON c.id = k.campaign_id"),
    "links": "SELECT m.queue_id, l.kind, l.digest FROM message_link l JOIN message m ON m.id = l.message_id",
    "causes": (
        "SELECT m.queue_id, tried.time, d.name, d.kind, d.egress, s.failure_class, s.phase, t.text "
        "FROM delivery_attempt tried JOIN message m ON m.id = tried.message_id "
        "JOIN cause c ON c.id = tried.cause_id JOIN signature s ON s.id = c.signature_id "
        "JOIN destination d ON d.id = s.destination_id JOIN template t ON t.id = s.template_id"
    ),
    "waiting": (
        "SELECT m.queue_id, lower(a.text), d.name, d.kind, d.egress, s.failure_class, s.phase, t.text "
        "FROM recipient r JOIN message m ON m.id = r.message_id JOIN address a ON a.id = r.address_id "
        "JOIN cause c ON c.id = r.cause_id JOIN signature s ON s.id = c.signature_id "
        "JOIN destination d ON d.id = s.destination_id JOIN template t ON t.id = s.template_id"
    ),
}
COUNTED = {
    "hours": (
        "SELECT d.name, d.kind, d.egress, h.hour, h.delivered, h.failed "
        "FROM destination_hour h JOIN destination d ON d.id = h.destination_id"
    ),
    "failed hours": (
        "SELECT d.name, d.kind, d.egress, s.failure_class, s.phase, t.text, s.first_seen, h.hour, h.failed "
        "FROM signature_hour h JOIN signature s ON s.id = h.signature_id "
        "JOIN destination d ON d.id = s.destination_id JOIN template t ON t.id = s.template_id"
    ),
    "incidents": (
        "SELECT d.name, d.kind, d.egress, s.failure_class, s.phase, t.text, i.onset, i.opened, i.recovered, "
        "i.reopened, i.first_seen, i.last_seen, i.failures, i.messages, i.recipients, b.onset "
        "FROM incident i JOIN signature s ON s.id = i.signature_id "
        "JOIN destination d ON d.id = s.destination_id JOIN template t ON t.id = s.template_id "
        "LEFT JOIN incident b ON b.id = i.previous_id"
    ),
}
"""What is kept of all attempts at a destination: it can be made anew from them."""

CAMPAIGN = st.sampled_from(["", "spring", "autumn"])
EVENTS = st.one_of(
    st.builds(
        told,
        st.sampled_from(
            [K.SENT, K.DELIVERED, K.DEFERRED, K.OPENED, K.COMPLAINED, K.UNSUBSCRIBED, K.SUBSCRIBED, K.QUEUED]
        ),
        st.integers(0, 9),
        st.integers(1, 3),
        campaign=CAMPAIGN,
        subject=st.sampled_from(["", "News", "Neues"]),
    ),
    st.builds(
        told,
        st.just(K.CLICKED),
        st.integers(0, 9),
        st.integers(1, 3),
        campaign=CAMPAIGN,
        link=st.sampled_from(["https://a.example/", "https://b.example/", "https://c.example/"]),
        ip=st.sampled_from(["", "192.0.2.1", "192.0.2.2"]),
        user_agent=st.sampled_from(["", "Mozilla/5.0 (X11)", "GoogleImageProxy"]),
    ),
    st.builds(
        told,
        st.just(K.BOUNCED),
        st.integers(0, 9),
        st.integers(1, 3),
        campaign=CAMPAIGN,
        remote_host=st.sampled_from(["", "mx.google.com", "192.0.2.1"]),
        permanent=st.booleans(),
        smtp_code=st.sampled_from([None, 550, 452]),
        enhanced_code=st.sampled_from(["", "5.1.1", "5.7.1", "4.2.2"]),
        reply=st.sampled_from(["550 5.1.1 no such user", "mailbox full", "blocked by policy"]),
    ),
    st.builds(
        told,
        st.sampled_from([K.SENT, K.DELIVERED]),
        st.integers(0, 9),
        st.integers(1, 3),
        provider_id=st.sampled_from(["", "id-1", "id-2"]),
        tracking_id=st.sampled_from(["t-1", "t-2"]),
    ),
)
NOBODY_OR_ANN = ["", "", "ann@gmx.de", "ann@gmx.de", "ben@gmx.de"]
TRIES = st.builds(
    told,
    st.sampled_from([K.DEFERRED, K.DEFERRED, K.DELIVERED, K.BOUNCED, K.OPENED]),
    st.sampled_from([0, 1, 2, 50, 2000]),
    st.integers(1, 2),
    recipient=st.sampled_from(NOBODY_OR_ANN),
    campaign=st.sampled_from(["", "", "spring"]),
    provider_id=st.sampled_from(["", "", "id-1", "id-2"]),
    tracking_id=st.sampled_from(["t-1", "t-1", "t-2"]),
    remote_host=st.sampled_from(["", "", "mx.google.com"]),
    sending_ip=st.sampled_from(["", "", "192.0.2.9"]),
    permanent=st.just(True),
    reply=st.sampled_from(["mailbox full", "451 4.7.1 greylisted, try again later"]),
)
"""Tries for a few mails, some of which name nobody."""


def tried(kind: K, round_: int, number: int, **rest: Any) -> ProviderEvent:
    """One of the tries of a mail, at a moment of its own: what fails at one moment is in no order."""
    return told(kind, 7 * round_ + number, number, **rest)


OUTAGE = st.builds(
    tried,
    st.sampled_from([K.DEFERRED, K.DEFERRED, K.DEFERRED, K.DELIVERED]),
    st.sampled_from([0, 1, 2, 200]),
    st.integers(1, 6),
    recipient=st.sampled_from([*NOBODY_OR_ANN, "cia@gmx.de"]),
    remote_host=st.sampled_from(["", "mx.google.com", "mx.google.com"]),
    reply=st.just("mailbox full"),
)
"""Tries that make incidents."""


def same_in_parts(data: st.DataObject, some: list[ProviderEvent]) -> None:
    """In any order, told again, cut into transactions: the database is that of all at once."""
    again = data.draw(st.lists(st.sampled_from(some), max_size=6))
    mixed = data.draw(st.permutations([*some, *again]))
    parts = [[mixed[0]]]
    for one in mixed[1:]:
        if data.draw(st.booleans()):
            parts.append([])
        parts[-1].append(one)
    alone = data.draw(st.booleans())
    with TemporaryDirectory() as folder:
        whole = database(Path(folder) / "whole.db", [some])
        pieces = database(Path(folder) / "pieces.db", parts, alone=alone)
    assert pieces == whole


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_order_repetition_and_parts_make_no_difference(data: st.DataObject) -> None:
    same_in_parts(data, data.draw(st.lists(st.one_of(EVENTS, TRIES), min_size=1, max_size=14)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nor_do_they_for_tries_of_nobody(data: st.DataObject) -> None:
    same_in_parts(data, data.draw(st.lists(TRIES, min_size=2, max_size=6)))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nor_for_incidents(data: st.DataObject) -> None:
    same_in_parts(data, data.draw(st.lists(OUTAGE, min_size=6, max_size=14)))


def each_alone(folder: Path, *events: ProviderEvent) -> Said:
    """What the database says of events, which is the same with a transaction for each, in any order."""
    whole = database(folder / "whole.db", [events])
    for number, order in enumerate(permutations(events)):
        for alone in (False, True):
            parts = [[one] for one in order]
            assert database(folder / f"{number}{alone}.db", parts, alone=alone) == whole
    return whole


def test_who_is_named_only_later_was_meant_before(tmp_path: Path) -> None:
    """A failure of nobody counts at no domain; once somebody is named, it is theirs."""
    nobody = told(K.DEFERRED, 1, recipient="", reply="mailbox full")
    found = each_alone(tmp_path, nobody, told(K.DELIVERED, 2, recipient="ann@gmx.de"))
    assert [(name, *rest[-2:]) for name, *rest in found["hours"]] == [("gmx.de", 1, 1)]
    assert [(row[0], row[-1]) for row in found["failed hours"]] == [("gmx.de", 1)]


def test_an_event_that_is_told_of_another_is_always_of_the_same(tmp_path: Path) -> None:
    """Of somebody rather than of nobody; of two, of the same one, whoever was told first."""
    ben = told(K.DEFERRED, 1, recipient="ben@example.org", reply="mailbox full")
    others = [ben._replace(recipient=recipient) for recipient in ("", "ann@gmx.de")]
    found = each_alone(tmp_path, ben, *others)
    assert [(row[1], row[5]) for row in found["recipients"]] == [("ann@gmx.de", 1), ("ben@example.org", 0)]


def test_a_signature_is_as_old_as_the_first_failure_that_still_is_one(tmp_path: Path) -> None:
    """What was told of nobody is no more about anybody once there are two recipients."""
    at = {"remote_host": "mx.google.com", "reply": "mailbox full"}
    some = [told(K.DEFERRED, minute, recipient=to, **at) for minute, to in ((1, ""), (2, "ann@gmx.de"))]
    found = each_alone(tmp_path, *some, told(K.DELIVERED, 3, recipient="ben@gmx.de"))
    assert [row[-3] for row in found["failed hours"]] == [some[1].time]


def test_a_signature_that_nothing_has_any_more_is_dated_anew(tmp_path: Path) -> None:
    """The first failure is told again with the host that refused, which makes it one of another kind."""
    first = told(K.DEFERRED, 1, recipient="", reply="mailbox full")
    later = told(K.DEFERRED, 2, recipient="", reply="mailbox full")
    found = each_alone(tmp_path, first, first._replace(remote_host="mx.google.com"), later)
    assert [row[-3] for row in found["failed hours"] if not row[0]] == [later.time]


def test_a_domain_counts_what_succeeds_after_its_first_failure(tmp_path: Path) -> None:
    failed = [told(K.DEFERRED, minute, minute, recipient="ann@gmx.de") for minute in (1, 5)]
    good = [told(K.DELIVERED, minute, minute + 9, recipient="ben@gmx.de") for minute in (1, 3)]
    found = each_alone(tmp_path, *failed, *good)
    assert [row[-2:] for row in found["hours"]] == [(1, 2)]


def test_an_incident_of_the_newest_moment_may_have_begun_before(tmp_path: Path) -> None:
    """Also for who has not told of it: a program that is started again."""
    at = {"remote_host": "mx.google.com", "reply": "mailbox full"}
    late = [told(K.DEFERRED, 3, number, recipient=f"p{number}@gmx.de", **at) for number in (1, 2, 3)]
    before = told(K.DEFERRED, 2, 4, **at)
    whole = database(tmp_path / "whole.db", [[*late, before]])
    assert [row[6] for row in whole["incidents"]] == [before.time]
    assert database(tmp_path / "parts.db", [late, [before]]) == whole


IN_HAND = (K.OPENED, K.CLICKED, K.COMPLAINED, K.UNSUBSCRIBED)
NO_DELIVERIES = st.builds(
    told,
    st.sampled_from([K.SENT, K.QUEUED, K.DEFERRED, *IN_HAND, *IN_HAND, K.SUBSCRIBED]),
    st.integers(0, 9),
    st.integers(1, 3),
    link=st.sampled_from(["https://a.example/", "https://b.example/"]),
    recipient=st.sampled_from(["p@gmx.de", "p@gmx.de", "P@gmx.de", "", "other@example.org"]),
    campaign=st.just("spring"),
    user_agent=st.sampled_from(["", "GoogleImageProxy"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NO_DELIVERIES, min_size=1, max_size=12), st.data())
def test_without_deliveries_told_too(some: list[ProviderEvent], data: st.DataObject) -> None:
    """A service that tells only what becomes of mail later: nobody waits for mail that was used."""
    mixed = data.draw(st.permutations([*some, *data.draw(st.lists(st.sampled_from(some), max_size=4))]))
    with TemporaryDirectory() as folder:
        whole = database(Path(folder) / "whole.db", [some])
        single = database(Path(folder) / "single.db", [[event] for event in mixed])
    assert single == whole
    used = {row[0] for row in whole["engagement"] if any(row[4:8]) or any(row[8:])}
    for name, _, queue_state, outcome, status, *_ in whole["recipients"]:
        alone = sum(row[0] == name for row in whole["recipients"]) == 1
        if alone and name in used:
            assert (queue_state, outcome) == (QueueState.NONE.code, Outcome.ACCEPTED.code)
            assert status in (Status.ACCEPTED.code, Status.COMPLAINED.code)


@pytest.mark.parametrize("kind", IN_HAND)
@pytest.mark.parametrize("before", [[], [K.SENT], [K.SENT, K.DEFERRED], [K.QUEUED]])
def test_who_uses_a_mail_waits_for_it_no_longer(tmp_path: Path, kind: K, before: list[K]) -> None:
    events = [told(one, minute, campaign="spring") for minute, one in enumerate([*before, kind])]
    for name, batches in (("1.db", [events]), ("2.db", [[one] for one in events])):
        found = database(tmp_path / name, batches)
        ((_, _, queue_state, outcome, status, *_),) = found["recipients"]
        assert (queue_state, outcome) == (QueueState.NONE.code, Outcome.ACCEPTED.code)
        assert Status.of_code(status) is (Status.COMPLAINED if kind is K.COMPLAINED else Status.ACCEPTED)
        assert found["messages"][0][2] == status
        (all_,) = (row for row in found["campaigns"] if row[2] == "")
        assert dict(zip(("attempted", "delivered", "pending"), (*all_[3:5], all_[8]), strict=True)) == {
            "attempted": 1,
            "delivered": 1,
            "pending": 0,
        }


def test_a_failure_after_an_open_counts(tmp_path: Path) -> None:
    """What gateways open before they refuse it did not arrive."""
    bounced = told(K.BOUNCED, 5, permanent=True, smtp_code=550, enhanced_code="5.1.1")
    for name, batches in (
        ("1.db", [[told(K.OPENED, 1), bounced]]),
        ("2.db", [[told(K.OPENED, 1)], [bounced]]),
        ("3.db", [[bounced], [told(K.OPENED, 9)]]),
    ):
        ((*_, outcome, status, _, _, _, _, _, _, _, _),) = database(tmp_path / name, batches)["recipients"]
        assert (outcome, status) == (Outcome.BOUNCED.code, Status.BOUNCED.code)


def test_clicks_are_judged_by_opens_where_opens_are_told_at_all(tmp_path: Path) -> None:
    """Without open tracking a click alone is a person's; the first open of the campaign makes it doubtful."""
    campaign = {"campaign": "spring"}
    click = told(K.CLICKED, 5, 1, link="https://a.example/", **campaign)
    other = told(K.CLICKED, 5, 2, link="https://a.example/", campaign="autumn")
    opened = told(K.OPENED, 6, 3, **campaign)

    def clicks(name: str, *batches: list[ProviderEvent]) -> dict[str, tuple[int, int]]:
        rows = database(tmp_path / name, batches)["engagement"]
        return {row[0]: (row[-2], row[-1]) for row in rows}

    assert clicks("1", [click, other]) == {"id-1": (1, 0), "id-2": (1, 0)}
    after = {"id-1": (0, 1), "id-2": (1, 0), "id-3": (0, 0)}
    assert clicks("2", [click, other], [opened]) == after
    assert clicks("3", [opened], [click, other]) == after
    assert clicks("4", [click, opened, other]) == after


def test_a_click_that_is_told_before_its_open_counts_as_a_persons_again(tmp_path: Path) -> None:
    events = [
        told(K.OPENED, 1, 1, campaign="spring"),
        told(K.CLICKED, 2, 2, link="https://a.example/", campaign="spring"),
        told(K.OPENED, 1, 2, campaign="spring"),
    ]
    found = database(tmp_path / "1.db", [[one] for one in events])
    (row,) = (row for row in found["campaigns"] if row[2] == "")
    assert row[3] == 2
    assert dict(zip(("opened_human", "clicked", "engaged"), (row[11], row[13], row[15]), strict=True)) == {
        "opened_human": 2,
        "clicked": 1,
        "engaged": 2,
    }


def test_a_mail_is_complete_when_each_of_its_recipients_is(tmp_path: Path) -> None:
    """Events after the end, such as opens, make no difference; one recipient that is open does."""
    one = [told(K.SENT, 1), told(K.DELIVERED, 2), told(K.OPENED, 9)]
    ((*_, completed),) = database(tmp_path / "1.db", [one])["messages"]
    assert completed == told(K.DELIVERED, 2).time
    other = told(K.SENT, 1, recipient="ann@gmx.de")
    ((*_, completed),) = database(tmp_path / "2.db", [one, [other]])["messages"]
    assert completed is None
    late = told(K.DELIVERED, 5, recipient="ann@gmx.de")
    ((*_, completed),) = database(tmp_path / "3.db", [[late], one, [other]])["messages"]
    assert completed == late.time
