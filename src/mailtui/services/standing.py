"""How importing stands: who works, how far each source is, which jobs there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mailtui.model.job import JobView
from mailtui.model.moment import SECOND, to_datetime
from mailtui.model.queue import QueueView
from mailtui.model.receiver import ReceiverView
from mailtui.model.view import ImportProgress
from mailtui.services.unread import Late, late
from mailtui.store import jobs, providers, queue, sources
from mailtui.store.engine import Engine, reader, told
from mailtui.store.lock import Holder, holder
from mailtui.store.sources import Standing
from mailtui.store.watching import doing, progress

LATEST_JOBS = 10
BESIDE = 5
"""Seconds that following may be behind."""


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source of lines."""

    source: str
    """What sort, such as exim_log."""
    server: str
    path: str
    state: str
    """following, catching up, error, stopped (followed, but no worker runs) or imported."""
    lines: int
    lag_seconds: int | None
    """How far what is imported is behind what is written: 0 when all is read; None when nobody reads."""
    last_line: int | None
    """Time of its newest line, UTC microseconds."""
    unrecognised: int
    """Lines that were not understood, or payloads of a service not in full."""
    error: str | None
    id: int
    """Its id in the database."""
    server_id: int = 0
    unclear_payloads: int = 0
    """How many of the unrecognised are payloads."""

    @property
    def unclear_lines(self) -> int:
        """How many of them are lines of logs."""
        return self.unrecognised - self.unclear_payloads


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything `mailtui status` says."""

    worker: Holder | None
    doing: str
    progress: ImportProgress | None
    sources: tuple[SourceStatus, ...]
    jobs: tuple[JobView, ...]
    """The newest first."""
    queues: tuple[QueueView, ...] = ()
    """The newest look at each live queue."""
    receivers: tuple[ReceiverView, ...] = ()
    """The accounts whose webhooks are taken."""
    absent: str = ""
    """Why nobody works, if one knows."""


def standings(database: Path, now: int) -> Standings:
    """How the database stands at `now` (UTC microseconds). StoreError when there is none."""
    engine = reader(database)
    try:
        return standing(engine, database, now)
    finally:
        engine.dispose()


def standing(engine: Engine, database: Path, now: int) -> Standings:
    """The same through an engine that is open."""
    worker = holder(database)
    with told(database):
        waiting = late(engine, worker, now)
    with told(database), engine.connect() as connection:
        unclear = sources.unrecognised(connection)
        queues = queue.latest(connection)
        looked = {each.server: each.time for each in queues}
        stand = sorted(sources.standing(connection), key=_is_bare)
        found = tuple(
            _status(each, worker, unclear.get(each.id, 0), now, looked.get(each.server), waiting.get(each.id))
            for each in stand
        )
        what = doing(connection) if worker else ""
        how_far = progress(connection, now) if worker else None
        works = worker is not None and worker.is_worker
        newest = tuple(each if works else each.left() for each in jobs.latest(connection, LATEST_JOBS))
        taken = tuple(_with_kept(one, stand) for one in providers.receivers(connection))
        return Standings(worker, what, how_far, found, newest, tuple(queues), taken)


def _is_bare(each: Standing) -> bool:
    """Whether nothing came from it and nothing will, as of a file that could not be read: these come last."""
    return not each.lines and not each.followed and each.kind != queue.KIND


def _with_kept(one: ReceiverView, stand: Sequence[Standing]) -> ReceiverView:
    place = f"{one.service}_events"
    kept = (
        each.payloads
        for each in stand
        if (each.server, each.kind) == (one.account, place) and each.location.startswith("webhook ")
    )
    return one._replace(kept=sum(kept))


def _status(
    each: Standing,
    worker: Holder | None,
    unclear: int,
    now: int,
    looked: int | None,
    waiting: Late | None,
) -> SourceStatus:
    """`looked`: when the queue of its server was read last; `waiting`: what is written and not read."""
    works = worker is not None and worker.is_worker
    lag = None
    if each.kind == queue.KIND:
        lag = None if looked is None else max(0, now - looked) // SECOND
    elif works and each.followed:
        lag = _lag(each, now, waiting)
    return SourceStatus(
        each.kind,
        each.server,
        each.location,
        _state(each, lag, waiting, works=works),
        each.lines,
        lag,
        each.last_line,
        unclear + each.unclear,
        _stuck(waiting) or each.error,
        each.id,
        each.server_id,
        each.unclear,
    )


def _lag(each: Standing, now: int, waiting: Late | None) -> int | None:
    """Seconds; by what the files say, or else by what the worker told. None before the first line."""
    if waiting is None and not each.behind:
        return 0
    since = each.last_line if waiting is None else waiting.since
    return None if since is None else max(0, now - since) // SECOND


def _state(each: Standing, lag: int | None, waiting: Late | None, *, works: bool) -> str:
    if each.error or _stuck(waiting):
        return "error"
    if works and (each.behind or (waiting is not None and (lag or 0) > BESIDE)):
        return "catching up"
    if each.followed:
        return "following" if works else "stopped"
    return "imported"


def _stuck(waiting: Late | None) -> str | None:
    """That a worker holds the database and does nothing with it."""
    if waiting is None or waiting.stuck_since is None:
        return None
    since = f"{to_datetime(waiting.stuck_since):%Y-%m-%d %H:%M} UTC"
    return f"not read since {since}: the worker cannot write or does not answer; see its log"
