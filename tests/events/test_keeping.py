"""Events into facts: in any order, any number of times, in any parts, the database is the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailtui.diagnosis import Diagnoser, builtin_rules
from mailtui.diagnosis.mailboxes import mailbox_of
from mailtui.ingest.events.identity import Told
from mailtui.ingest.events.keeping import EventKeeping
from mailtui.ingest.events.reducing import reduced
from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.metrics import violations
from mailtui.model.moment import SECOND
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.store import cursors
from mailtui.store.campaigns import kept, recount
from mailtui.store.engine import writer
from mailtui.store.services import Account

K = ProviderEventKind
NOON = 1_790_000_000 * SECOND


def told(kind: K, minute: int, number: int = 1, **rest: Any) -> ProviderEvent:
    """An event of the mail to one of a few recipients."""
    provider_id = rest.pop("provider_id", f"id-{number}")
    key = event_key(EventProvider.SENDGRID, kind, minute, number, provider_id, rest.get("link", ""))
    return ProviderEvent(
        EventProvider.SENDGRID,
        kind,
        key,
        NOON + minute * 60 * SECOND,
        recipient=rest.pop("recipient", f"p{number}@{('gmx.de', 'example.org')[number % 2]}"),
        provider_id=provider_id,
        **rest,
    )


def database(path: Path, batches: Sequence[Sequence[ProviderEvent]]) -> dict[str, list[tuple[Any, ...]]]:
    """What the database says after these batches, without the ids that only name rows."""
    engine = writer(path)
    with engine.begin() as connection:
        server = cursors.server(connection, "sendgrid", None, "UTC")[0]
    for number, batch in enumerate(batches, 1):
        with engine.begin() as connection:
            keeping = EventKeeping(connection, Diagnoser(builtin_rules()))
            some = [Told(reduced(event, NOON), number) for event in batch]
            keeping.write(connection, Account(server, EventProvider.SENDGRID), some)
            keeping.finish(connection)
    found = {}
    with engine.connect() as connection:
        assert kept(connection) == recount(connection, mailbox_of)
        for campaign in connection.exec_driver_sql("SELECT id FROM campaign").scalars():
            again = recount(connection, mailbox_of, [campaign])
            assert {key: tally for key, tally in kept(connection).items() if key[0] == campaign} == again
        assert not [said for tally in kept(connection).values() for said in violations(tally)]
        for name, query in QUERIES.items():
            found[name] = sorted(map(tuple, connection.exec_driver_sql(query).all()), key=repr)
    engine.dispose()
    return found


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
    "hours": "SELECT hour, delivered, failed FROM destination_hour",
    "incidents": "SELECT onset, opened, recovered, failures, recipients FROM incident",
}

CAMPAIGN = st.sampled_from(["", "spring", "autumn"])
EVENTS = st.one_of(
    st.builds(
        told,
        st.sampled_from([K.SENT, K.DELIVERED, K.DEFERRED, K.OPENED, K.COMPLAINED, K.UNSUBSCRIBED]),
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


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_order_repetition_and_parts_make_no_difference(data: st.DataObject) -> None:
    some = data.draw(st.lists(EVENTS, min_size=1, max_size=14))
    again = data.draw(st.lists(st.sampled_from(some), max_size=6))
    mixed = data.draw(st.permutations([*some, *again]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(mixed)), max_size=4)))
    parts = [mixed[a:b] for a, b in zip([0, *cuts], [*cuts, len(mixed)], strict=True)]
    with TemporaryDirectory() as folder:
        whole = database(Path(folder) / "whole.db", [some])
        pieces = database(Path(folder) / "pieces.db", [part for part in parts if part])
    assert pieces == whole


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
