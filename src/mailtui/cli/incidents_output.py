"""What `mailtui incidents` prints of an incident: the keys of its JSON and CSV, the columns of its table."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from mailtui.cli.output import GAP, Cell, shorten, width
from mailtui.cli.times import iso_or_none
from mailtui.model.incident import Incident, Triage
from mailtui.model.moment import DAY, HOUR, MINUTE, to_datetime

_ISSUE = (
    *("id", "signature", "class", "side", "provider", "host", "severity", "state", "onset", "recovered"),
    *("first_seen", "last_seen", "messages", "recipients", "sample_reply", "next_bounce"),
)
KEYS = (
    *_ISSUE,
    *("area", "server", "egress", "phase", "template", "rule", "confidence", "opened", "reopened"),
    *("failures", "waiting", "score", "assignee", "previous", "recipient", "tags", "notes"),
)
"""Of an incident in JSON and, in this order, of a column in CSV."""
HEADINGS = (
    *("id", "class", "side", "provider", "people", "onset", "state", "bounces", "wait", "severity"),
    *("last seen", "messages", "assignee", "server", "egress", "reply"),
)
_MOMENTS = ("onset", "recovered", "first_seen", "last_seen", "next_bounce", "opened", "reopened")
_PROVIDER = HEADINGS.index("provider")
_MATTER = tuple(HEADINGS.index(heading) + 1 for heading in ("wait", "bounces", "state"))
"""So many columns should fit into a narrow terminal, where that only takes shorter providers."""
_LEAST, _WIDEST = 12, 22
"""Cells of a provider in a table; longer names are rare, and whole in JSON and CSV."""


def as_object(one: Incident) -> dict[str, Any]:
    """The incident in JSON; absent values are null, times ISO 8601."""
    shown = {key: getattr(one, "failure_class" if key == "class" else key, None) for key in KEYS}
    shown["score"] = round(one.score, 1)
    shown |= {"tags": " ".join(tag.name for tag in one.remarks.tags), "notes": len(one.remarks.noted)}
    return {key: iso_or_none(value) if key in _MOMENTS else value for key, value in shown.items()}


def as_record(one: Incident) -> list[Cell]:
    """The incident in CSV, by KEYS."""
    return list(as_object(one).values())


def as_cells(one: Incident, zone: tzinfo) -> tuple[Cell, ...]:
    """The incident in a table, by HEADINGS: what says whether to act comes first."""
    return (
        one.id,
        one.failure_class,
        one.side.upper(),
        one.provider,
        one.recipients,
        short_time(one.onset, zone),
        state(one),
        bounces(one),
        one.waiting,
        one.severity,
        short_time(one.last_seen, zone),
        one.messages,
        one.assignee,
        one.server,
        one.egress,
        " ".join(one.sample_reply.split()),
    )


def fitted(rows: Sequence[tuple[Cell, ...]], cells: int) -> list[tuple[Cell, ...]]:
    """The rows of a table with providers so short that what matters fits into so many cells."""
    columns = zip(HEADINGS, *rows, strict=True)
    widths = [max(width("" if cell is None else str(cell)) for cell in column) for column in columns]
    needed = (sum(widths[:number]) - widths[_PROVIDER] + len(GAP) * (number - 1) for number in _MATTER)
    room = next((cells - others for others in needed if cells - others >= _LEAST), _LEAST)
    room = min(room, _WIDEST)
    return [(*row[:_PROVIDER], shorten(str(row[_PROVIDER]), room), *row[_PROVIDER + 1 :]) for row in rows]


def state(one: Incident) -> str:
    """What people decided; `over` when it recovered and nobody did."""
    undecided = one.recovered is not None and str(one.state) in ("new", "open", "waiting")
    return "over" if undecided else str(one.state)


def short_time(moment: int | None, zone: tzinfo) -> str:
    """`11-20 23:27`; the year stands in JSON and CSV."""
    return "" if moment is None else f"{to_datetime(moment, zone):%m-%d %H:%M}"


def bounces(one: Incident) -> str:
    """How long until the first mail that waits is given up: `in 14 h`; `due` when that time has come."""
    if one.next_bounce is None:
        return ""
    left = one.next_bounce - time.time_ns() // 1000
    return f"in {ago(left)}" if left >= MINUTE else "due"


def nothing(triage: Triage) -> str:
    """What to say when no incident is open."""
    if triage.last_failure is None:
        return "nothing has ever failed, as far as the imported logs go"
    last = f"last failure {ago(time.time_ns() // 1000 - triage.last_failure)} ago"
    if not triage.unfiled:
        return f"nothing is failing; {last}"
    single = f"{triage.unfiled} single failure{'' if triage.unfiled == 1 else 's'}"
    return f"no incident is open; {last}; {single}: mailtui search is:unfiled"


def ago(length: int) -> str:
    """A length of time in its largest unit: `3 h`."""
    sizes = (("d", DAY), ("h", HOUR), ("min", MINUTE))
    return next((f"{length // size} {unit}" for unit, size in sizes if length >= size), "a moment")
