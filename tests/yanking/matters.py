"""Rows and what is known about them, for the texts."""

from __future__ import annotations

from dataclasses import replace

from mailtui.model.diagnosis import Diagnosis
from mailtui.model.enums import (
    Area,
    EventKind,
    FailureClass,
    LogType,
    Outcome,
    QueueState,
    Role,
    Side,
    Status,
    Suppress,
)
from mailtui.model.moment import DAY, HOUR
from mailtui.model.outlook import Interval, Outlook
from mailtui.model.precedent import Precedent, Success
from mailtui.model.status import FAILED, HELD_UP
from mailtui.model.view import Explained, RawLine, RowKey, SearchRow, TraceEvent
from mailtui.services.yanking import Matter

NOON = 1_795_262_400_000_000
"""2026-11-21 12:00:00 UTC."""


def row(number: int = 1, **changes: object) -> SearchRow:
    """A refused mail."""
    made = SearchRow(
        key=RowKey(NOON - number * HOUR, 1000 + number, 1),
        server="mx1",
        queue_id=f"1tKxyz-0000000{number:02}AB-2cD",
        message_id=f"{number}@shop.example",
        received=NOON - number * HOUR,
        sender="news@shop.example",
        subject="Autumn sale",
        size=1200,
        recipient=f"bob{number}@example.org",
        original=None,
        role=Role.ENVELOPE,
        status=Status.BLOCKED,
        outcome=Outcome.BLOCKED,
        queue_state=QueueState.NONE,
        attempts=1,
        last_attempt=NOON - number * HOUR + 7_000_000,
        host="mx.example.org",
        ip="192.0.2.80",
        smtp_code=550,
        enhanced_code="5.7.1",
        reply="550 5.7.1 messages from [198.51.100.25] are on our block list (S3140)",
        failure_class=FailureClass.PROVIDER_BLOCK,
        side=Side.US,
    )
    return replace(made, **changes)


def of_status(status: Status, failure_class: FailureClass | None = None) -> SearchRow:
    """A row that came to that end."""
    if failure_class is None and status in FAILED | HELD_UP:
        failure_class = FailureClass.UNCATEGORISED
    return row(status=status, failure_class=failure_class, reply="550 no")


def explained(**changes: object) -> Explained:
    """A diagnosis with a success before and an outlook."""
    event = TraceEvent(NOON - HOUR, EventKind.FAILURE, "refused", "mx.example.org", "192.0.2.80")
    diagnosis = Diagnosis(
        FailureClass.PROVIDER_BLOCK, Side.US, Area.REPUTATION, None, Suppress.NEVER, None,
        "ms-s3140", 0.97, 550, "5.7.1", "outlook.com", "Stop, prove the fix", "",
    )  # fmt: skip
    made = Explained(
        diagnosis,
        event,
        event,
        precedent=Precedent(Success(NOON - 3 * HOUR, "outlook.com", 12, 12)),
        outlook=Outlook(Interval(NOON + HOUR, NOON + 2 * HOUR), Interval(NOON + 4 * DAY, NOON + 4 * DAY)),
        commands=("exim -Mvl 1tKxyz-000000001AB-2cD",),
    )
    return replace(made, **changes)


def line(text: str, number: int = 1) -> RawLine:
    """A record of the mainlog."""
    return RawLine("/var/log/exim4/mainlog", LogType.MAIN, number, number * 100, text.encode())


def matter(*rows: SearchRow, **changes: object) -> Matter:
    """All of these rows."""
    found = rows or (row(),)
    made = Matter(found, len(found), "mailtui trace X", "id:X", explained={found[0].key: explained()})
    return replace(made, **changes)
