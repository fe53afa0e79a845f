"""Changes compared and set: what is not as its change says any more is refused, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
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
    connection: Connection,
    changes: Sequence[Change],
    by: By,
    progress: Progress | None = None,
    *,
    fresh: bool = False,
) -> Applied:
    """Make changes in the transaction of `connection`. No two may be of the same value.

    `fresh`: what they say of before was read in this very transaction, so nothing is compared.
    """
    done, applied = 0, Applied([], [])
    for part in _parts(changes):
        name, _, argument = part[0].what.partition(":")
        made = part if fresh else _unchanged(connection, KINDS[name], part, argument, by, applied)
        if made:
            values = [(change[2], change[4]) for change in made]
            KINDS[name].put(connection, part[0].kind, values, argument, by)
            applied.changes.extend(made)
        done += len(part)
        if progress is not None:
            progress(done, len(changes))
    return applied


def _parts(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """Runs of one kind, in order, none too long."""
    for _, run in groupby(changes, itemgetter(0, 1)):
        part = list(run)
        for start in range(0, len(part), AT_ONCE):
            yield part[start : start + AT_ONCE]


def _unchanged(
    connection: Connection,
    kind: Kind,
    part: Sequence[Change],
    argument: str,
    by: By,
    applied: Applied,
) -> Sequence[Change]:
    """Those that are as they say; the others are refused."""
    now = kind.now(connection, part[0].kind, [change[2] for change in part], argument)
    missing = object()
    same = [change for change in part if now.get(change[2], missing) == change[3]]
    if len(same) < len(part):
        other = [change for change in part if now.get(change.ref, missing) != change.before]
        applied.refused.extend(_refused(connection, kind, other, now, by))
    return same


def _refused(
    connection: Connection, kind: Kind, other: Sequence[Change], now: dict[int, object], by: By
) -> Iterator[Refusal]:
    changed = [change.ref for change in other if change.ref in now]
    who = kind.who(connection, other[0].kind, changed) if changed else {}
    for change in other:
        if change.ref not in now:
            yield Refusal(change.subject, GONE)
            continue
        last = who.get(change.ref)
        known = last is not None and last.name != by.name
        yield Refusal(
            change.subject, f"{last.name} changed it at {moment(last.when)}" if last and known else CHANGED
        )


CHANGED = "it was changed meanwhile"


def moment(when: int) -> str:
    """A time in UTC for a sentence."""
    return f"{datetime.fromtimestamp(when // SECOND, UTC):%Y-%m-%d %H:%M:%S} UTC"
