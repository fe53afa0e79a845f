"""One function for each field of the query language: its values become a condition."""

from __future__ import annotations

from mailtui.store.selecting import (
    causes,
    decided,
    incidents,
    numbers,
    peers,
    people,
    remarks,
    texts,
    words,
)
from mailtui.store.selecting.context import A
from mailtui.store.selecting.values import Test

FIELDS: dict[str, Test] = {
    "from": people.from_,
    "to": people.to,
    "address": people.address,
    "domain": people.domain,
    "sender-domain": people.sender_domain,
    "host": peers.host,
    "relay": peers.relay,
    "ip": peers.ip,
    "server": peers.server,
    "status": words.status,
    "outcome": words.outcome,
    "queue": words.queue,
    "kind": words.kind,
    "is": words.is_,
    "has": words.has,
    "class": causes.class_,
    "side": causes.side,
    "provider": causes.provider,
    "inc": incidents.inc,
    "state": decided.state,
    "assignee": decided.assignee,
    "tag": remarks.tag,
    "note": remarks.note,
    "phase": words.phase,
    "code": numbers.by_code,
    "esc": numbers.by_enhanced_code,
    "size": numbers.by_size,
    "delay": numbers.by_delay,
    "age": numbers.by_age,
    "tries": numbers.by_tries,
    "date": numbers.by_date,
    "since": numbers.by_date,
    "until": numbers.by_date,
    "before": numbers.by_date,
    "after": numbers.by_date,
    "reply": texts.reply,
    "subject": texts.subject,
    "router": texts.label(A.c.router_id),
    "transport": texts.label(A.c.transport_id),
    "auth": texts.auth,
    "id": texts.queue_id,
    "msgid": texts.message_id,
}
"""Every field but `text` (see `selecting.text`: narrowed by its neighbours) and `sort`."""
