"""Rows that tell of mails: each is kept as a payload, and read as those of sending services are."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from mailtui.ingest.events.lots import Gathering
from mailtui.ingest.foreign.system import Place, Wrote
from mailtui.model.enums import Retained
from mailtui.model.foreign import Part, Record
from mailtui.model.moment import iso
from mailtui.store import payloads
from mailtui.store.engine import Connection
from mailtui.store.retention import limits

_TOUCHED = ("updated_at", "mail.updated_at", "campaign.updated_at")
"""When a row was touched last: told only where it says when its state began, or each touch would be news."""
_SAYS_WHEN = {
    "status": frozenset({"sending", "failed", "cancelled", "spam", "complained"}),
    "mail.status": frozenset({"failed", "bounced"}),
    "campaign.status": frozenset({"cancelled"}),
}
_OWN_MOMENTS = ("sent_at", "delivered_at", "opened_at", "clicked_at", "bounced_at", "complained_at")


def write_rows(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Keep what is new of rows, and write what they tell."""

    def known(digests: Sequence[int]) -> Collection[int]:
        return payloads.known(connection, digests)

    went = limits.went(connection, Retained.ATTEMPT)
    gathering = Gathering(place.account.provider, place.account.server_id, known, place.now, went)
    moments = {*part.columns.moments}
    for one in part.beside:
        moments |= {f"{one.name}.{name}" for name in one.columns.moments}
    gathering.add([payload_of(part.table, record, moments) for record in records])
    lot = gathering.lot()
    if lot.new:
        writing = place.writing(connection)
        writing.put(connection, place.account, place.source, lot)
        writing.finish(connection)
    return Wrote(lot.new, lot.wrong)


def payload_of(table: str, record: Record, moments: Collection[str]) -> bytes:
    """A row as a payload: the same row is the same payload."""
    told: dict[str, Any] = {"table": table}
    for name, value in record.items():
        if value is None or value == "" or not _is_news(record, name):
            continue
        told[name] = iso(value) if name in moments else value
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _is_news(record: Record, name: str) -> bool:
    """Whether a value says something of the mail in the state it is in."""
    if name in ("campaign.status", "campaign.updated_at") and not _waits(record):
        return False
    if name in _TOUCHED:
        return _says_when(record, name)
    if name in ("contact.bounce_type", "contact.last_bounce_at"):
        return record.get("bounced_at") is not None
    if name in _SAYS_WHEN and "." in name:
        return str(record[name]).lower() in _SAYS_WHEN[name]
    return True


def _waits(record: Record) -> bool:
    """Whether a campaign that is called off would make a difference to a recipient."""
    return str(record.get("status") or "").lower() in ("pending", "queued", "sending")


def _says_when(record: Record, name: str) -> bool:
    """Whether something is known to have been at that moment by nothing else."""
    prefix = name.removesuffix("updated_at")
    status = str(record.get(f"{prefix}status") or "").lower()
    if prefix:
        return status in _SAYS_WHEN[f"{prefix}status"]
    if status in _SAYS_WHEN["status"] or (record.get("retry_count") or 0) > 0:
        return True
    return status not in ("pending", "queued") and not any(record.get(one) for one in _OWN_MOMENTS)
