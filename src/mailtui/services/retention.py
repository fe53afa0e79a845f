"""Retention: the verb behind `mailtui db retention` and the worker's job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mailtui.errors import StoreError
from mailtui.ingest.retaining import Gone, Retaining, would_go
from mailtui.services.acting import retaining
from mailtui.services.handing import ask, follow
from mailtui.services.run import now
from mailtui.store import room
from mailtui.store.engine import PATIENCE, Engine, changer, reader, told, writer
from mailtui.store.lock import writing
from mailtui.store.retention import payloads, people
from mailtui.store.retention.limits import Days, Limits, limits

Told = Callable[[Gone], None]
_AT_ONCE = 200
"""Contacts, or payloads, in one transaction."""


def bounds(database: Path, days: Days) -> Limits:
    """Up to when rows of each kind go."""
    engine = reader(database)
    with told(database), engine.connect() as connection:
        return limits(connection, days, now())


def preview(database: Path, days: Days) -> Gone:
    """What would go."""
    engine = reader(database)
    with told(database):
        try:
            gone = would_go(engine, bounds(database, days))
            gone.audit = retaining.would_go(engine, days.audit)
            with engine.connect() as connection:
                if (limit := people.before(now(), days.unconfirmed)) is not None:
                    gone.contacts = len(people.unconfirmed(connection, limit))
                if (limit := people.before(now(), days.campaigns)) is not None:
                    gone.archived = people.over(connection, limit)
                limit = people.before(now(), days.payloads)
            if limit is not None:
                gone.payloads = sum(map(len, payloads.old(engine, limit)))
            return gone
        finally:
            engine.dispose()


def retain(database: Path, days: Days, progress: Told, patience: float = PATIENCE) -> Gone:
    """Remove what is older; `progress` may raise to stop, and the next call does the rest.

    StoreError when the database cannot be written or another program writes facts to it.
    """
    reader(database).dispose()  # there is one: none is made
    with told(database), writing(database):
        engine = writer(database, patience)
        try:
            return run(engine, database, days, progress)
        finally:
            engine.dispose()


def run(engine: Engine, database: Path, days: Days, between: Told) -> Gone:
    """Remove what is older, by who holds the writing lock. `between`: others may write facts there."""
    reads = reader(database)
    try:
        gone = Retaining(engine, reads, bounds(database, days), between).run(now())
        _payloads(engine, reads, days, gone, between)
        _people(engine, days, gone, between)
        gone.audit = retaining.retain(engine, database, days.audit, gone.as_dict())
        return gone
    finally:
        reads.dispose()


def _payloads(engine: Engine, reads: Engine, days: Days, gone: Gone, between: Told) -> None:
    """Payloads go, some at a time."""
    limit = people.before(now(), days.payloads)
    if limit is None:
        return
    for ids in payloads.old(reads, limit):
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            with engine.begin() as connection:
                payloads.remove(connection, part)
            gone.payloads += len(part)
            between(gone)


def _people(engine: Engine, days: Days, gone: Gone, between: Told) -> None:
    """Contacts who never confirmed go, some at a time; campaigns that are over are archived."""
    if (limit := people.before(now(), days.unconfirmed)) is not None:
        with engine.connect() as connection:
            going = people.unconfirmed(connection, limit)
        for start in range(0, len(going), _AT_ONCE):
            with engine.begin() as connection:
                gone.contacts += people.remove(connection, going[start : start + _AT_ONCE], limit)
            between(gone)
    if (limit := people.before(now(), days.campaigns)) is not None:
        with engine.begin() as connection:
            gone.archived = people.archive(connection, limit, now())


def vacuum(database: Path) -> int:
    """Cut all free pages off the file in short steps; how many bytes it is smaller."""
    engine = changer(database)
    try:
        with told(database):
            return room.give_back(engine, spare=0.0)
    finally:
        engine.dispose()


def retain_there(database: Path, days: Days) -> Gone:
    """Have the worker do it that holds the database. StoreError when it fails or is cancelled there."""
    job = follow(database, ask(database, "retention", days._asdict()), lambda _: None)
    if job.error is not None:
        raise StoreError(job.error, "`mailtui status` says how the worker is")
    if job.cancel_asked or job.result is None:
        raise StoreError("retention was cancelled", "The same command does the rest")
    return Gone(**job.result)
