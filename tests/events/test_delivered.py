"""Mail that is sent in one transaction and delivered in another has the rows of one that was told at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.events.test_keeping import database, told

from mailtui.model.enums import ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key

K = ProviderEventKind
ROWS = (
    """
    SELECT m.queue_id, m.kind, m.status, m.first_seen, m.received_after, m.seen_for, m.completed_before,
           m.subject, a.text
    FROM message m LEFT JOIN address a ON a.id = m.sender_id
    """,
    """
    SELECT m.queue_id, r.number, r.time, lower(a.text), r.role, r.queue_state, r.outcome, r.status,
           r.attempts, r.first_after, r.tried_for, r.finished_after, h.name, h.ip, r.smtp_code,
           r.enhanced_code, r.phase, r.reply_id IS NULL, r.cause_id IS NULL, r.try_number,
           r.entry_id IS NULL, r.router_id, r.transport_id, r.duration, l.text
    FROM recipient r JOIN message m ON m.id = r.message_id JOIN address a ON a.id = r.address_id
    LEFT JOIN host h ON h.id = r.host_id LEFT JOIN label l ON l.id = r.egress_id
    """,
    """
    SELECT m.queue_id, d.number, d.recipient, d.time, d.outcome, h.name, h.ip, d.smtp_code,
           d.enhanced_code, d.reply_id IS NULL, l.text
    FROM delivery_attempt d JOIN message m ON m.id = d.message_id
    LEFT JOIN host h ON h.id = d.host_id LEFT JOIN label l ON l.id = d.egress_id
    """,
    "SELECT m.queue_id, k.kind, k.digest FROM message_link k JOIN message m ON m.id = k.message_id",
)


def once(kind: ProviderEventKind, minute: int, number: int, **rest: Any) -> ProviderEvent:
    """An event that is never told otherwise."""
    event = told(kind, minute, number, **rest)
    return event._replace(key=event_key(event.provider, kind, minute, number, sorted(rest.items())))


SUBJECT = st.sampled_from(["", "News"])
SENT = st.builds(
    once,
    st.just(K.SENT),
    st.integers(3, 5),
    st.integers(1, 2),
    recipient=st.sampled_from(["p@gmx.de", "P@gmx.de"]),
    subject=SUBJECT,
    campaign=st.sampled_from(["spring", "spring", ""]),
)
LATER = st.builds(
    once,
    st.sampled_from([K.DELIVERED, K.DELIVERED, K.OPENED, K.OPENED, K.DEFERRED, K.CLICKED, K.COMPLAINED]),
    st.integers(2, 9),
    st.integers(1, 2),
    recipient=st.sampled_from(["p@gmx.de", "p@gmx.de", "P@gmx.de"]),
    remote_host=st.sampled_from(["", "mx.google.com", "192.0.2.1"]),
    sending_ip=st.sampled_from(["", "192.0.2.9"]),
    smtp_code=st.sampled_from([None, 250]),
    message_id=st.sampled_from(["", "m@x.example"]),
    subject=SUBJECT,
    campaign=st.sampled_from(["spring", ""]),
    user_agent=st.sampled_from(["", "GoogleImageProxy"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(SENT, min_size=1, max_size=3),
    st.lists(LATER, min_size=1, max_size=4),
    st.lists(LATER, max_size=3),
)
def test_in_two_transactions_or_in_one(
    sent: list[ProviderEvent], later: list[ProviderEvent], more: list[ProviderEvent]
) -> None:
    parts = [sent, later, more] if more else [sent, later]
    assert _rows(parts) == _rows([[*sent, *later, *more]])


def _rows(batches: Sequence[Sequence[ProviderEvent]]) -> list[Any]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mail.db"
        said = database(path, batches)
        with closing(sqlite3.connect(path)) as connection:
            rows = [sorted(connection.execute(query).fetchall(), key=repr) for query in ROWS]
    return [said, *rows]
