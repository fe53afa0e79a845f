"""What sending services sent: the payloads as they came, and reading again those that were not understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from mailtui.errors import NotFoundError, StoreError
from mailtui.model.webhook import PayloadView, Retried
from mailtui.services.handing import ask, follow
from mailtui.services.run import now
from mailtui.store import payload_list
from mailtui.store.engine import PATIENCE, Engine, told, writer
from mailtui.store.lock import writing

Told = Callable[[Retried], None]


class Webhooks:
    """Payloads, read. Every call may block; make it in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self, limit: int = 100, *, failed: bool = False) -> list[PayloadView]:
        """The payloads that came last, newest first; with `failed` those not understood in full."""
        with self._engine.connect() as connection:
            return payload_list.newest(connection, limit, failed=failed)

    def one(self, payload: int) -> tuple[PayloadView, bytes | None]:
        """A payload with its text, None when that went by retention; NotFoundError when there is none."""
        with self._engine.connect() as connection:
            found = payload_list.one(connection, payload)
            if found is None:
                raise _none(payload)
            return found, payload_list.raws(connection, [payload]).get(payload)

    def check(self, ids: Sequence[int]) -> None:
        """NotFoundError when one of the payloads is not there."""
        with self._engine.connect() as connection:
            there = {one.id for one in payload_list.these(connection, sorted(ids))}
        for id_ in ids:
            if id_ not in there:
                raise _none(id_)


def retry_there(
    database: Path, ids: Sequence[int], look: Callable[[int], None], *, everything: bool = False
) -> Retried:
    """Have the worker read payloads again; `look` is told how many are done. StoreError when it fails."""
    job = follow(
        database,
        ask(database, "events", {"ids": list(ids), "everything": everything}),
        lambda one: look(one.done),
    )
    if job.error is not None:
        raise StoreError(job.error, "`mailtui status` says how the worker is")
    if job.cancel_asked or job.result is None:
        raise StoreError("the reading was cancelled", "The same command does the rest")
    return Retried(**job.result)


def retry(
    database: Path,
    rules: Path | None,
    ids: Sequence[int],
    between: Told,
    patience: float = PATIENCE,
    *,
    everything: bool = False,
) -> Retried:
    """Read payloads again with today's parsers: these, or (none given) all not understood in full.

    `everything`: all that are kept, understood or not.

    `between` is told what was done, between two transactions, and may raise to end it. StoreError when the
    database cannot be written or another program is importing into it.
    """
    from mailtui.ingest.events.again import read_again
    from mailtui.services.diagnosing import open_diagnoser

    diagnoser = open_diagnoser(rules)
    with told(database), writing(database):
        engine = writer(database, patience)
        try:
            return read_again(engine, diagnoser, now, ids, between, everything=everything)
        finally:
            engine.dispose()


def _none(payload: int) -> NotFoundError:
    return NotFoundError(f"there is no payload {payload}", "`mailtui events` lists them")
