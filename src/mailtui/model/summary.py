"""What an import did, for the person who asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailtui.errors import MailtuiError


@dataclass(slots=True)
class FileSummary:
    """One file of an import: physical lines in it, log records new to the database, not understood.

    Of a file of events: payloads in it, new ones, those not understood in full.
    """

    path: str
    lines: int = 0
    new: int = 0
    unrecognised: int = 0
    too_old: int = 0
    """Left out, since lines, or mail, that old went by retention."""
    events: int | None = None
    """Events of a sending service in payloads that were new; None for a log."""


@dataclass(slots=True)
class ImportSummary:
    """An import as a whole; `messages` to `rejections` are what it added to the database."""

    files: list[FileSummary] = field(default_factory=list)
    lines: int = 0
    new_lines: int = 0
    unrecognised: int = 0
    messages: int = 0
    recipients: int = 0
    attempts: int = 0
    rejections: int = 0
    events: int = 0
    seconds: float = 0.0
    problems: list[MailtuiError] = field(default_factory=list)
    """Files that could not be read, or not to their end; everything else was imported."""
    left_out: str = ""
    """What else was in folders, in a sentence."""


@dataclass(frozen=True, slots=True)
class Stats:
    """Totals of a database (or of a time range of it)."""

    messages: int
    recipients: dict[str, int]
    """Envelope recipients by outcome."""
    statuses: dict[str, int]
    """Envelope recipients by the status shown."""
    attempts: dict[str, int]
    """Delivery attempts by outcome."""
    rejections: int
    entries: dict[str, int]
    """Log records by event."""
    unrecognised: int
