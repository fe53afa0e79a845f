"""Payloads listed: those that came last, those that were not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mailtui.model.enums import EventProvider
from mailtui.model.webhook import PayloadView
from mailtui.store.lookup import Lookup
from mailtui.store.payloads import PAYLOADS_PER_BLOCK, Payload, unpacked

WORDS = 80
"""Bytes shown of a payload in a list."""
_AT_ONCE = 500
_VIEW = (
    "SELECT w.id, w.received, w.processed, w.provider, s.name, w.events, w.error "
    "FROM webhook_event w JOIN server s ON s.id = w.server_id "
)
_ROW = (
    "SELECT id, digest, provider, server_id, source_id, received, processed, events, error FROM webhook_event"
)


def newest(connection: Lookup, limit: int, *, failed: bool = False) -> list[PayloadView]:
    """The payloads that came last, newest first; with `failed` those not understood in full."""
    which = (
        "WHERE w.error IS NOT NULL ORDER BY w.id DESC" if failed else "ORDER BY w.received DESC, w.id DESC"
    )
    rows = connection.exec_driver_sql(f"{_VIEW} {which} LIMIT ?", (limit,)).all()
    texts = raws(connection, [row[0] for row in rows])
    return [_view(row, texts.get(row[0], b"")) for row in rows]


def one(connection: Lookup, payload: int) -> PayloadView | None:
    """One payload's row."""
    row = connection.exec_driver_sql(f"{_VIEW} WHERE w.id = ?", (payload,)).first()
    return None if row is None else _view(row, b"")


def failed_after(connection: Lookup, payload: int, limit: int) -> list[Payload]:
    """Payloads with an id above that one that were not understood in full, in the order they came."""
    rows = connection.exec_driver_sql(
        f"{_ROW} WHERE error IS NOT NULL AND id > ? ORDER BY id LIMIT ?", (payload, limit)
    )
    return [_payload(row) for row in rows]


def unread(connection: Lookup, limit: int) -> list[Payload]:
    """Payloads that were never read, in the order they came."""
    rows = connection.exec_driver_sql(f"{_ROW} WHERE processed IS NULL ORDER BY id LIMIT ?", (limit,))
    return [_payload(row) for row in rows]


def after(connection: Lookup, payload: int, limit: int) -> list[Payload]:
    """Payloads with an id above that one, in the order they came."""
    rows = connection.exec_driver_sql(f"{_ROW} WHERE id > ? ORDER BY id LIMIT ?", (payload, limit))
    return [_payload(row) for row in rows]


def these(connection: Lookup, ids: Sequence[int]) -> list[Payload]:
    """The rows of some payloads; those that are gone are left out."""
    found: list[Payload] = []
    for part in _parts(ids):
        marks = ",".join("?" * len(part))
        rows = connection.exec_driver_sql(f"{_ROW} WHERE id IN ({marks}) ORDER BY id", tuple(part))
        found += map(_payload, rows)
    return found


def raws(connection: Lookup, ids: Iterable[int]) -> dict[int, bytes]:
    """Some payloads as they came, each block unpacked once; those that are gone are left out."""
    wanted: dict[int, list[int]] = {}
    for id_ in ids:
        wanted.setdefault(id_ // PAYLOADS_PER_BLOCK, []).append(id_)
    found: dict[int, bytes] = {}
    for part in _parts(list(wanted)):
        marks = ",".join("?" * len(part))
        for block, data in connection.exec_driver_sql(
            f"SELECT id, data FROM webhook_block WHERE id IN ({marks})", tuple(part)
        ):
            texts = unpacked(data)
            for id_ in wanted[block]:
                if id_ % PAYLOADS_PER_BLOCK < len(texts):
                    found[id_] = texts[id_ % PAYLOADS_PER_BLOCK]
    return found


def _view(row: Sequence[Any], raw: bytes) -> PayloadView:
    id_, received, processed, provider, account, events, error = row
    words = " ".join(raw[:WORDS].decode("utf-8", "replace").split())
    return PayloadView(id_, received, processed, _service(provider), account, events, error, words)


def _payload(row: Sequence[Any]) -> Payload:
    id_, digest, provider, *rest = row
    return Payload(id_, digest, _service(provider), *rest)


def _service(code: int | None) -> EventProvider | None:
    return None if code is None else EventProvider.of_code(code)


def _parts(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
