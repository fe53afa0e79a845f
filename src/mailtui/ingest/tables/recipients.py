"""Recipients of campaigns from a table: each row is kept as a payload, and read as one of a service is."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.events.importing import EventWriting
from mailtui.ingest.events.lots import Gathering
from mailtui.ingest.tables.fields import KINDS
from mailtui.ingest.tables.importing import Bad, Batch, Imported, Writer
from mailtui.model.enums import EventProvider, Retained
from mailtui.model.moment import iso
from mailtui.parsing.events.formats import parse
from mailtui.store import payloads
from mailtui.store.engine import Connection
from mailtui.store.people import campaigns
from mailtui.store.retention import limits
from mailtui.store.services import Account

_MOMENTS = frozenset(field.name for field in KINDS["campaign-recipients"].fields if field.type == "moment")


def writer(account: Account, source: int, diagnoser: Diagnoser, now: Callable[[], int]) -> Writer:
    """What writes rows as events of an account."""

    def write(connection: Connection, batch: Batch, out: Imported) -> None:
        def known(digests: Sequence[int]) -> Collection[int]:
            return payloads.known(connection, digests)

        good = told(_by_id(connection, account, batch), out)
        went = limits.went(connection, Retained.ATTEMPT)
        gathering = Gathering(account.provider, account.server_id, known, now, went)
        gathering.add(good)
        lot = gathering.lot()
        out.too_old += lot.too_old
        same = len(good) - lot.new
        out.written = out.written._replace(new=out.written.new + lot.new, same=out.written.same + same)
        if lot.new:
            writing = EventWriting(connection, diagnoser, now)
            writing.put(connection, account, source, lot)
            writing.finish(connection)

    return write


def _by_id(connection: Connection, account: Account, batch: Batch) -> Batch:
    """The same rows; a campaign that they call by its name is called by its id, if it has one."""
    names = {values["campaign"] for values in batch.values}
    ids = campaigns.called(connection, account.server_id, names)
    if not ids:
        return batch
    return Batch(
        batch.lines,
        [{**values, "campaign": ids.get(values["campaign"], values["campaign"])} for values in batch.values],
    )


def told(batch: Batch, out: Imported) -> list[bytes]:
    """The rows that are understood, as payloads; the others are told."""
    found = []
    for line, values in zip(batch.lines, batch.values, strict=True):
        raw = payload_of(values)
        problems = parse(EventProvider.CSV, raw).problems
        if problems:
            out.tell(Bad(line, problems[0].reason))
        else:
            found.append(raw)
    return found


def payload_of(values: Mapping[str, Any]) -> bytes:
    """A row as a payload: the same row is the same payload."""
    shown = {name: iso(value) if name in _MOMENTS else value for name, value in values.items()}
    return json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
