"""Accounts that mail is sent through, read: settings, other systems' databases, and what events name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import EventProvider, ProviderKind, QuotaPeriod, QuotaResource
from mailtui.model.provider_view import ProviderView, QuotaView
from mailtui.model.webhook import PayloadView
from mailtui.store.payload_list import WORDS, raws

SETTINGS, EVENTS = "settings", "events"
_PROVIDERS = """
    SELECT p.id, p.origin, p.kind, p.name, coalesce(s.name, ''), p.server_id, p.sender, p.domain, p.priority,
           p.is_default, p.active, p.state, p.credentials, p.last_error, p.last_error_at, p.accepted,
           p.refused, p.failed, p.last_accepted
    FROM provider p LEFT JOIN server s ON s.id = p.server_id
    ORDER BY p.active DESC, p.priority IS NULL, p.priority, p.name, p.id
"""
_ACCOUNTS = """
    SELECT s.id, s.name, s.mta FROM server s WHERE s.mta IN (SELECT value FROM json_each(?))
      AND NOT EXISTS (SELECT 1 FROM provider p WHERE p.server_id = s.id) ORDER BY s.name
"""
_LAST = """
    SELECT w.server_id, coalesce(max(s.newest), max(w.received))
    FROM webhook_event w LEFT JOIN source s ON s.id = w.source_id GROUP BY w.server_id
"""
_UNCLEAR = "SELECT server_id, count(*) FROM webhook_event WHERE error IS NOT NULL GROUP BY server_id"
_QUOTAS = """
    SELECT provider_id, resource, period, used, limit_value, "end", exceeded, told, max("begin")
    FROM quota_window GROUP BY provider_id, resource, period
"""
_FAILED = """
    SELECT w.id, w.received, w.processed, w.provider, s.name, w.events, w.error
    FROM webhook_event w JOIN server s ON s.id = w.server_id
    WHERE w.error IS NOT NULL AND w.id < ? AND (? IS NULL OR w.server_id = ?) ORDER BY w.id DESC LIMIT ?
"""


class _Told(NamedTuple):
    """What the events of accounts say, by server."""

    last: Mapping[int, int]
    unclear: Mapping[int, int]


def providers(connection: Connection) -> list[ProviderView]:
    """Every account: active ones first, then by priority; those that only events name at the end."""
    quotas: dict[int, list[QuotaView]] = defaultdict(list)
    for provider, resource, period, *said, _ in connection.exec_driver_sql(_QUOTAS):
        words = (str(QuotaResource.of_code(resource)), str(QuotaPeriod.of_code(period)))
        quotas[provider].append(QuotaView._make((*words, *said)))
    told = _Told(*(dict(map(tuple, connection.exec_driver_sql(query))) for query in (_LAST, _UNCLEAR)))
    rows = connection.exec_driver_sql(_PROVIDERS).all()
    found = [_provider(row, told, tuple(quotas[row[0]])) for row in rows]
    return [*found, *_named_by_events(connection, told)]


def _provider(row: Sequence[Any], told: _Told, quotas: tuple[QuotaView, ...]) -> ProviderView:
    id_, origin, kind, name, account, server, sender, domain, priority, default, active, *rest = row
    word = str(ProviderKind.of_code(kind))
    head = (id_, origin or SETTINGS, word, name, account, server, sender, domain, priority)
    last, unclear = (None, 0) if server is None else (told.last.get(server), told.unclear.get(server, 0))
    values: list[Any] = [*head, bool(default), bool(active), *rest, last, unclear, quotas]
    return ProviderView(*values)


def _named_by_events(connection: Connection, told: _Told) -> list[ProviderView]:
    """Accounts of which there are events, and nothing else is known."""
    kinds = json.dumps([str(one) for one in EventProvider])
    return [
        ProviderView(
            -server,
            EVENTS,
            mta,
            name,
            name,
            server,
            last_event=told.last.get(server),
            unclear=told.unclear.get(server, 0),
        )
        for server, name, mta in connection.exec_driver_sql(_ACCOUNTS, (kinds,))
    ]


def failed_page(connection: Connection, before: int, server: int | None, limit: int) -> list[PayloadView]:
    """Payloads that were not understood in full with a lower id, the newest first; of one account or all."""
    rows = connection.exec_driver_sql(_FAILED, (before, server, server, limit)).all()
    texts = raws(connection, [row[0] for row in rows])
    return [_payload(row, texts.get(row[0], b"")) for row in rows]


def failed_count(connection: Connection, server: int | None) -> int:
    """How many there are."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM webhook_event WHERE error IS NOT NULL AND (? IS NULL OR server_id = ?)",
        (server, server),
    ).scalar_one()
    return int(found)


def _payload(row: Sequence[Any], raw: bytes) -> PayloadView:
    id_, received, processed, provider, account, events, error = row
    service = None if provider is None else EventProvider.of_code(provider)
    words = " ".join(raw[:WORDS].decode("utf-8", "replace").split())
    return PayloadView(id_, received, processed, service, account, events, error, words)
