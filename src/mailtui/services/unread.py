"""What is written in followed logs and not read: who asks looks himself, for who is stuck cannot tell."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from typing import NamedTuple

from mailtui.ingest.glancing import Glimpse, glance
from mailtui.ingest.naming import read_name
from mailtui.model.moment import SECOND
from mailtui.store import reaching, sources
from mailtui.store.engine import Engine
from mailtui.store.lock import Holder
from mailtui.store.reaching import Reached, Spoken

A_MOMENT = 0.5
"""Seconds in which a worker that is well has read what it found."""
PATIENCE = 30 * SECOND
"""Who has read nothing for so long, though there is something to read, is in trouble."""


class Late(NamedTuple):
    """A followed source with bytes that are not read."""

    since: int
    """What was written until then is read, UTC microseconds."""
    stuck_since: int | None
    """When the worker last read it, should it have stopped to; else None."""


class _File(NamedTuple):
    """A file with unread bytes."""

    source: int
    written: int
    """UTC microseconds."""
    until: int
    """It was read to its end as it was then; 0: never."""
    offset: int


def late(engine: Engine, worker: Holder | None, now: int) -> dict[int, Late]:
    """The followed sources with unread bytes, by id; none where nobody follows logs of this machine."""
    if worker is None or not worker.logs or worker.host != socket.gethostname():
        return {}
    with engine.connect() as connection:
        if now - reaching.spoken(connection).time < SECOND:
            return {}  # it has just said how far it is
    before = _look(engine, worker)
    if not before:
        return {}
    time.sleep(A_MOMENT)
    found = _look(engine, worker)
    with engine.connect() as connection:
        spoken = reaching.spoken(connection)
        newest = {each.id: each.last_line or 0 for each in sources.standing(connection)}
        usual = {source: sources.UNUSUAL * sources.rhythm(connection, source) for source in found}
    return {
        source: _late(files, now, newest[source], spoken, usual[source], still=before[source] == files)
        for source, files in found.items()
        if source in before
    }


def _late(files: list[_File], now: int, newest: int, spoken: Spoken, usual: float, *, still: bool) -> Late:
    written = max(each.written for each in files)
    since = max(newest, min(each.until for each in files)) or written
    long_ago = now - written > PATIENCE or now - since > max(PATIENCE, usual)
    stuck = still and long_ago and now - spoken.time > PATIENCE and not spoken.at_job
    return Late(since, max(since, spoken.time) if stuck else None)


def _look(engine: Engine, worker: Holder) -> dict[int, list[_File]]:
    found: dict[int, list[_File]] = {}
    with engine.connect() as connection:
        known = reaching.reached(connection)  # before the files: what comes meanwhile is unread, not lost
        for each in _unread(worker, known, {one.id: one.end(connection) for one in known}):
            found.setdefault(each.source, []).append(each)
    return found


def _unread(worker: Holder, known: list[Reached], ends: dict[int, int]) -> Iterator[_File]:
    """Plain files that do not end where reading ended. `ends`: where that is, by the id of the file."""
    by_place: dict[tuple[int, int], list[Reached]] = {}
    for one in known:
        by_place.setdefault(one.place, []).append(one)
    by_folder = {one.location: one.source_id for one in known}
    for glimpse in glance(worker.logs):
        if glimpse.packed or (worker.logs_since is not None and glimpse.modified < worker.logs_since):
            continue
        its = by_place.get(glimpse.place)
        source = by_folder.get(os.path.dirname(os.path.abspath(glimpse.path)))
        if its and glimpse.size not in (ends[one.id] for one in its):
            yield _File(its[-1].source_id, glimpse.modified, its[-1].modified or 0, its[-1].offset)
        elif not its and source is not None and _is_live_log(glimpse):
            copied = any(one.source_id == source and ends[one.id] == glimpse.size for one in known)
            if not copied:  # a file and its copy are one to the worker
                yield _File(source, glimpse.modified, 0, 0)


def _is_live_log(glimpse: Glimpse) -> bool:
    """By its name: nothing is opened."""
    return not glimpse.rotated and read_name(os.path.basename(glimpse.path)).log_type is not None
