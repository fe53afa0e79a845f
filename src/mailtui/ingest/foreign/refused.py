"""Addresses that another system does not mail any more: suppressed here too, for its reason."""

from __future__ import annotations

from collections.abc import Sequence

from mailtui.errors import UsageError
from mailtui.ingest.foreign.system import Place, Wrote
from mailtui.model.enums import SuppressionReason
from mailtui.model.foreign import Part, Record
from mailtui.model.suppression import target_of
from mailtui.store.engine import Connection
from mailtui.store.suppressions_told import ToldRow, write

_REASONS = {
    "bounce": SuppressionReason.BOUNCE,
    "bounced": SuppressionReason.BOUNCE,
    "complaint": SuppressionReason.COMPLAINT,
    "complained": SuppressionReason.COMPLAINT,
    "unsubscribe": SuppressionReason.UNSUBSCRIBE,
}


def write_refused(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Who is not mailed any more. What somebody decided here since stays."""
    made, problems = [], []
    for one in records:
        try:
            target = target_of(str(one["address"]))
        except UsageError:  # its words have the text that is no address, which may be a name
            problems.append(f"{part.table}: a row has neither an address nor a domain")
            continue
        reason = _REASONS.get(str(one["reason"] or "").lower(), SuppressionReason.MANUAL)
        made.append(ToldRow(target, reason, one["created_at"] or place.now()))
    return Wrote(write(connection, made, place.origin), 0, tuple(problems))
