"""Payloads on the disk before they are answered: those that wait together are one transaction."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mailtui.errors import StoreError
from mailtui.model.receiver import Counted
from mailtui.services.receiving.hooks import Hook
from mailtui.services.receiving.registering import Registered
from mailtui.services.run import now
from mailtui.store import promised, providers, waiting
from mailtui.store.engine import Connection, Engine, keeper, told

MOST_BYTES = 64 * 1024 * 1024
"""Of payloads that wait to be written; who comes then is told to come again."""
TOGETHER = 1_000
"""Payloads in one transaction."""
COUNTED_EVERY = 0.5
"""Seconds between two writings of counters that go with no payload."""


class _One(NamedTuple):
    hook: Hook
    raw: bytes
    kept: Future[None]
    came: int
    """UTC microseconds."""


class Keeping:
    """One thread that writes what others hand over. `close` ends it after what was handed over."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._engine: Engine | None = None
        self.registered = Registered({}, {})
        """Where the payloads of each account go."""
        self._queue: list[_One] = []
        self._bytes = 0
        self._counted: dict[str, Counted] = {}
        self._closing = False
        self._more = threading.Condition()
        self.news = threading.Event()
        """Payloads wait to be read."""
        self._thread = threading.Thread(target=self._run, name="webhooks: keeping")

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def close(self) -> None:
        """Write what was handed over, and end."""
        with self._more:
            self._closing = True
            self._more.notify()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nothing more should be handed over."""
        return self._bytes > MOST_BYTES

    def keep(self, hook: Hook, raw: bytes) -> Future[None]:
        """Hand a payload over: done when it is on the disk, a StoreError when it cannot be."""
        one = _One(hook, raw, Future(), now())
        with self._more:
            self._queue.append(one)
            self._bytes += len(raw)
            self._more.notify()
        return one.kept

    def count(self, hook: Hook, counted: Counted) -> None:
        """Add to an account's counters, soon."""
        with self._more:
            self._counted[hook.name] = self._counted.get(hook.name, Counted()).and_then(counted)

    # -- in the thread -----------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._more:
                if not self._queue and not self._closing:
                    self._more.wait(COUNTED_EVERY)
                some, self._queue = self._queue[:TOGETHER], self._queue[TOGETHER:]
                self._bytes -= sum(len(one.raw) for one in some)
                some = [one for one in some if one.kept.set_running_or_notify_cancel()]
                counted, self._counted = self._counted, {}
                ended = self._closing and not self._queue
            if some or any(counted.values()):
                self._write(some, counted)
            if ended and not some:
                break
        if self._engine is not None:
            self._engine.dispose()

    def _write(self, some: Sequence[_One], counted: dict[str, Counted]) -> None:
        try:
            with told(self._database):
                if self._engine is None:
                    self._engine = keeper(self._database)
                put = partial(self._put, some, counted)
                promised.commit(self._engine, self._database, put)
        except StoreError as error:
            self._failed(some, counted, error)
        except Exception as error:  # noqa: BLE001 - a defect costs these an answer, not all that come later
            self._failed(some, counted, StoreError(f"it could not be written: {type(error).__name__}"))
        else:
            self._done(some)

    def _put(self, some: Sequence[_One], counted: dict[str, Counted], connection: Connection) -> None:
        places, time, totals = self.registered.places, now(), dict(counted)
        groups: dict[str, list[_One]] = {}
        for one in some:
            if one.hook.name in places:
                groups.setdefault(one.hook.name, []).append(one)
        for name, ones in groups.items():
            place = places[name]
            waiting.keep(connection, place.account, place.source, [one.raw for one in ones], time)
            more = Counted(accepted=len(ones), last_accepted=max(one.came for one in ones))
            totals[name] = totals.get(name, Counted()).and_then(more)
        for name, one_total in totals.items():
            if name in places and one_total:
                providers.count(connection, places[name].provider, one_total)

    def _done(self, some: Sequence[_One]) -> None:
        for one in some:
            why = self.registered.broken.get(one.hook.name)
            if why is None:
                one.kept.set_result(None)
            else:
                one.kept.set_exception(StoreError(why))
        if some:
            self.news.set()

    def _failed(self, some: Sequence[_One], counted: dict[str, Counted], error: StoreError) -> None:
        """Nothing was written: the next try opens the database anew, and counts what was not counted."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
        with self._more:
            for name, before in counted.items():
                self._counted[name] = before.and_then(self._counted.get(name, Counted()))
        for one in some:
            one.kept.set_exception(StoreError(error.title, error.hint))
        if not some:
            threading.Event().wait(COUNTED_EVERY)
