"""What the audit keeps of acts that change nothing here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailtui.services.exporting import Plan


def of_export(about: str, plan: Plan, path: Path, rows: int) -> dict[str, object]:
    """What was written where: a query or words for what it was, and whether people are named in it."""
    named = "without names" if plan.anonymise else "masked" if plan.masked else "with names"
    return {"what": about, "file": str(path), "format": plan.form, "rows": rows, "people": named}
