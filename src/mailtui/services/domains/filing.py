"""Filing what looks came to: the standing before, the rule, the standing after, in one transaction."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mailtui.model.domain import Change, Claim
from mailtui.model.finding import Expected
from mailtui.services.domains.course import Intervals, Look, Standing, looked, next_look
from mailtui.store.domains import reading, writing
from mailtui.store.domains.reading import Kept
from mailtui.store.domains.writing import Standings
from mailtui.store.engine import PATIENCE, Connection, Engine, told, writer

Now = Callable[[], int]
_FEW = 20
"""So many domains are read one by one, more all at once."""


@dataclass(frozen=True, slots=True)
class Case:
    """A domain of the list with all that a look at it needs."""

    kept: Kept
    expected: Expected
    standing: Standing
    claims: tuple[Claim, ...]
    changes: tuple[Change, ...]
    """Of late, newest first."""


@contextmanager
def writes(database: Path, patience: float = PATIENCE) -> Iterator[Engine]:
    """An engine for small writes beside the importer; StoreError when the database cannot be written."""
    with told(database):
        engine = writer(database, patience)
        try:
            yield engine
        finally:
            engine.dispose()


def standing(connection: Connection, kept: Kept) -> Standing:
    """How a domain stands by the database."""
    areas = reading.areas(connection, kept.id)[kept.id]
    checks = reading.checks(connection, kept.id)[kept.id]
    return Standing(kept.state, kept.since, kept.tried, tuple(areas), tuple(checks))


def cases(
    connection: Connection, names: Sequence[str] | None, after: int, *, seen: bool = True
) -> dict[str, Case]:
    """Those of the named domains (None: all) that are on the list, with changes after a moment.

    `seen`: with what DNS had, which a list does not need.
    """
    if names is not None and len(names) <= _FEW:
        found = filter(None, (reading.named(connection, name) for name in names))
        return {kept.name: _case(connection, kept, after) for kept in found}
    areas, checks = reading.areas(connection), reading.checks(connection, seen=seen)
    records, claims = reading.records(connection), reading.claims(connection)
    changes = reading.lately(connection, after)
    return {
        kept.name: Case(
            kept,
            reading.expected_by(kept, records[kept.id]),
            Standing(kept.state, kept.since, kept.tried, tuple(areas[kept.id]), tuple(checks[kept.id])),
            tuple(claims[kept.id]),
            tuple(changes[kept.id]),
        )
        for kept in reading.domains(connection)
        if names is None or kept.name in names
    }


def _case(connection: Connection, kept: Kept, after: int) -> Case:
    return Case(
        kept,
        reading.expected(connection, kept),
        standing(connection, kept),
        tuple(reading.claims(connection, kept.id)[kept.id]),
        tuple(reading.lately(connection, after, kept.id)[kept.id]),
    )


def file(
    engine: Engine, looks: Sequence[tuple[Case, Look]], intervals: Intervals, now: int
) -> Mapping[str, Case]:
    """Write what looks came to, and return how those stand that are still on the list.

    One that somebody else looked at meanwhile is read again first: both looks count.
    """
    after = {}
    with engine.begin() as connection:
        tried = writing.tried(connection, [case.kept.id for case, _ in looks])
        rows = []
        for case, look in looks:
            if case.kept.id not in tried:
                continue
            stands = case.standing
            if tried[case.kept.id] != stands.tried:
                stands = standing(connection, reading.named(connection, case.kept.name) or case.kept)
            new, changes = looked(stands, look, now)
            then = next_look(new, intervals, now, random.random())  # noqa: S311 - spreads load, no secret
            rows.append(
                Standings(case.kept.id, new.state, new.since, now, then, new.areas, new.checks, changes)
            )
            after[case.kept.name] = replace(
                case,
                kept=case.kept._replace(next_check=then),
                standing=new,
                changes=(*reversed(changes), *case.changes),
            )
        writing.put_standings(connection, rows)
    return after
