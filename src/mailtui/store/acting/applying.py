"""Changes compared and set: what is not as its change says any more is refused, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.act import By, Change, Progress, Refusal
from mailtui.model.moment import SECOND
from mailtui.store.acting.changes import KINDS, Kind

AT_ONCE = 20_000
"""Changes of one statement, between two tellings of progress."""
GONE = "it is not in the database any more"


class Applied(NamedTuple):
    """What came of some changes."""

    changes: list[Change]
    """Those that were made."""
    refused: list[Refusal]


def apply(
    connection: Connection, changes: Sequence[Change], by: By, progress: Progress | None = None
) -> Applied:
    """Make changes in the transaction of `connection`. No two may be of the same value."""
    done, applied = 0, Applied([], [])
    for part in _parts(changes):
        name, _, argument = part[0].what.partition(":")
        _apply(connection, KINDS[name], part, argument, by, applied)
        done += len(part)
        if progress is not None:
            progress(done, len(changes))
    return applied


def _parts(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """Runs of one kind, in order, none too long."""
    start = 0
    for place in range(1, len(changes) + 1):
        first = changes[start]
        ends = place == len(changes) or place - start >= AT_ONCE
        if ends or changes[place].what != first.what or changes[place].kind is not first.kind:
            yield changes[start:place]
            start = place


def _apply(
    connection: Connection, kind: Kind, part: Sequence[Change], argument: str, by: By, applied: Applied
) -> None:
    subject = part[0].kind
    now = kind.now(connection, subject, [change.ref for change in part], argument)
    missing = object()
    made = [change for change in part if now.get(change.ref, missing) == change.before]
    if len(made) < len(part):
        other = [change for change in part if now.get(change.ref, missing) != change.before]
        applied.refused.extend(_refused(connection, kind, other, now))
    if made:
        kind.put(connection, subject, [(change.ref, change.after) for change in made], argument, by)
        applied.changes.extend(made)


def _refused(
    connection: Connection, kind: Kind, other: Sequence[Change], now: dict[int, object]
) -> Iterator[Refusal]:
    changed = [change.ref for change in other if change.ref in now]
    who = kind.who(connection, other[0].kind, changed) if changed else {}
    for change in other:
        if change.ref not in now:
            yield Refusal(change.subject, GONE)
            continue
        by = who.get(change.ref)
        yield Refusal(change.subject, f"{by.name} changed it at {moment(by.when)}" if by else CHANGED)


CHANGED = "it was changed meanwhile"


def moment(when: int) -> str:
    """A time in UTC for a sentence."""
    return f"{datetime.fromtimestamp(when // SECOND, UTC):%Y-%m-%d %H:%M:%S} UTC"
