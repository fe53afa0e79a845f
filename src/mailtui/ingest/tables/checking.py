"""Rows looked at, and not written: what of them would not be taken, as far as the file alone tells."""

from __future__ import annotations

from mailtui.ingest.tables import rows
from mailtui.ingest.tables.importing import Bad, Batch, Imported, Wanted, faults
from mailtui.ingest.tables.recipients import told
from mailtui.model.people import Written


def check(batch: Batch, wanted: Wanted, out: Imported) -> None:
    """Tell what is wrong with rows that could be read."""
    if wanted.kind.name == "campaign-recipients":
        told(batch, out)
        return
    made = [rows.MAKE[wanted.kind.name](values, wanted.said) for values in batch.values]
    if wanted.kind.name == "segments":
        for place, reason in faults(made, Written()):
            out.tell(Bad(batch.lines[place], reason, left_out=False))
    if wanted.kind.name == "contacts":
        out.no_status += sum(one.status is None for one in made)
