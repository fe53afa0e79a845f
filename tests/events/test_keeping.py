"""Events into facts: in any order, any number of times, in any parts, the database is the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailtui.diagnosis import Diagnoser, builtin_rules
from mailtui.ingest.events.identity import Told
from mailtui.ingest.events.keeping import EventKeeping
from mailtui.ingest.events.reducing import reduced
from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.moment import SECOND
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.store import cursors
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
        recipient=rest.pop("recipient", f"p{number}@example.org"),
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
        for name, query in QUERIES.items():
            found[name] = sorted(map(tuple, connection.exec_driver_sql(query).all()), key=repr)
    engine.dispose()
    return found


QUERIES = {
    "messages": "SELECT queue_id, kind, status, received, first_seen, last_seen, subject FROM message",
    "recipients": (
        "SELECT m.queue_id, lower(a.text), r.queue_state, r.outcome, r.status, r.attempts, r.first_attempt, "
        "r.last_attempt, r.finished, r.smtp_code, r.enhanced_code, p.text, r.cause_id IS NULL "
        "FROM recipient r JOIN message m ON m.id = r.message_id JOIN address a ON a.id = r.address_id "
        "LEFT JOIN reply p ON p.id = r.reply_id"
    ),
    "attempts": (
        "SELECT m.queue_id, d.time, d.outcome, d.smtp_code FROM delivery_attempt d "
        "JOIN message m ON m.id = d.message_id"
    ),
    "events": (
        "SELECT m.queue_id, hex(e.key), e.kind, e.time, e.actor, l.url FROM delivery_event e "
        "JOIN message m ON m.id = e.message_id LEFT JOIN link l ON l.id = e.link_id"
    ),
    "engagement": (
        "SELECT m.queue_id, lower(a.text), g.sent, g.opened, g.clicked, g.complained, g.unsubscribed, "
        "g.opens, g.machine_opens, g.clicks, g.machine_clicks "
        "FROM engagement g JOIN message m ON m.id = g.message_id "
        "JOIN recipient r ON r.message_id = g.message_id AND r.number = g.number "
        "JOIN address a ON a.id = r.address_id"
    ),
    "hours": "SELECT hour, delivered, failed FROM destination_hour",
    "incidents": "SELECT onset, opened, recovered, failures, recipients FROM incident",
}

EVENTS = st.one_of(
    st.builds(
        told,
        st.sampled_from([K.SENT, K.DELIVERED, K.DEFERRED, K.OPENED, K.COMPLAINED, K.UNSUBSCRIBED]),
        st.integers(0, 9),
        st.integers(1, 3),
        subject=st.sampled_from(["", "News", "Neues"]),
    ),
    st.builds(
        told,
        st.just(K.CLICKED),
        st.integers(0, 9),
        st.integers(1, 3),
        link=st.sampled_from(["https://a.example/", "https://b.example/", "https://c.example/"]),
        ip=st.sampled_from(["", "192.0.2.1", "192.0.2.2"]),
        user_agent=st.sampled_from(["", "Mozilla/5.0 (X11)", "GoogleImageProxy"]),
    ),
    st.builds(
        told,
        st.just(K.BOUNCED),
        st.integers(0, 9),
        st.integers(1, 3),
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
