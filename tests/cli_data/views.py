"""Made-up rows and messages for the tests of what commands print."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailtui.model.enums import EventKind, LogType, MessageKind, Outcome, QueueState, Role, Status
from mailtui.model.view import (
    MessageView,
    RawLine,
    Related,
    RowKey,
    SearchRow,
    Trace,
    TraceEvent,
    TraceThread,
)

AT = 1_795_217_263_000_000
"""2026-11-20 23:27:43 UTC."""

ROW = SearchRow(
    key=RowKey(AT, 12, 1),
    server="mx1",
    queue_id="1xUY19-000000006JX-1NTW",
    message_id="a@client.example",
    received=AT,
    sender="alice@ours.example",
    subject="hello",
    size=352,
    recipient="bob@corp.example",
    original=None,
    role=Role.ENVELOPE,
    status=Status.DEFERRED,
    outcome=Outcome.UNKNOWN,
    queue_state=QueueState.DEFERRED,
    attempts=2,
    last_attempt=AT + 1_500_000,
    host="mx.corp.example",
    ip="192.0.2.27",
    smtp_code=451,
    enhanced_code="4.3.0",
    reply="451 4.3.0 Error:\nqueue file write error",
)
REFUSED = replace(
    ROW,
    key=RowKey(AT, 0, 7),
    queue_id=None,
    message_id=None,
    sender="",
    recipient=None,
    status=Status.REJECTED,
    outcome=Outcome.REJECTED,
    size=None,
    last_attempt=None,
    host=None,
    smtp_code=550,
    reply="relay not permitted",
)
MESSAGE = MessageView(
    id=12,
    server="mx1",
    queue_id="1xUY19-000000006JX-1NTW",
    kind=MessageKind.MTA,
    message_id="a@client.example",
    sender="alice@ours.example",
    subject="hello",
    size=352,
    received=AT,
    first_seen=AT,
    last_seen=AT + 9_000_000,
    completed=None,
    frozen=True,
    client_host="client.example",
    client_helo=None,
    client_ip="203.0.113.77",
    protocol="esmtpsa",
    auth="plain:alice",
    tls=None,
    user=None,
    status=Status.DEFERRED,
)
LINE = RawLine("/logs/mainlog", LogType.MAIN, 41, 6120, b"2026-11-20 23:27:44 1xUY19 == bob \xff")


def event(text: str, **more: Any) -> TraceEvent:
    return TraceEvent(AT + 1_000_000, EventKind.DEFERRAL, text, raw=LINE, **more)


def trace(*events: TraceEvent, message: MessageView = MESSAGE) -> Trace:
    thread = TraceThread("recipient", "bob@corp.example", Outcome.UNKNOWN, Status.DEFERRED, events)
    related = (
        Related("bounced by", "mx1", "1xUY2E-000000008IR-2k2P", 13, AT, "", Status.ACCEPTED),
        Related("next hop", "corp", "5180BC0DBC", None),
    )
    return Trace(message, (ROW,), (thread,), related)
