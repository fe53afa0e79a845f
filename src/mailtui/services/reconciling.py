"""What waits by its log and what is on the queue: brought together, so that nothing waits for ever.

Where the Exim of a followed log can be asked for its queue, a message that is not there waits no more,
whatever its log says: its log ended, so what became of it is unknown since its last line. Elsewhere that
is assumed when the log has gone on for two days without it: an Exim with usual retry rules tries each
message once a day at least, and writes that down. The next line about a message settles it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from mailtui.errors import MailProgramError
from mailtui.model.moment import DAY, MINUTE
from mailtui.model.queue import QueueView
from mailtui.mta.exim import find_exim
from mailtui.mta.queue import Listing, Places, listing, places
from mailtui.store import queue, quiet
from mailtui.store.engine import Connection, Engine, changer, told
from mailtui.store.queue import Followed
from mailtui.store.quiet import Waiting
from mailtui.store.turns import short_turn

One = TypeVar("One")

PATIENCE = 2 * MINUTE
"""A message is not missed on the queue before its last line is so old: its next one may be on its way."""
LONG = 2 * DAY
"""Without a line for so long, while the log goes on, nothing is known of a message any more."""
AT_ONCE = 500
"""Messages of one transaction."""


class Reconciling:
    """Looks at the queue and at what waits, and says what came of it. Used in one thread."""

    def __init__(self, database: Path, exim: Path | None, now: Callable[[], int]) -> None:
        """`exim`: the program that the settings name; `now`: UTC microseconds."""
        self._database = database
        self._named = exim
        self._now = now

    def run(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """Once. StoreError when the database cannot be written."""
        with told(self._database):
            engine = changer(self._database)
            try:
                on_queue = self._look(engine)
                for write in self._findings(engine, on_queue):
                    if stopping():
                        return
                    with short_turn(self._database), engine.begin() as connection:
                        write(connection)
            finally:
                engine.dispose()

    # -- the live queue --------------------------------------------------------------------------

    def _look(self, engine: Engine) -> dict[int, set[str]]:
        """Server id -> queue ids on its queue, for the server whose queue can be read."""
        program = find_exim(self._named)
        with engine.connect() as connection:
            logs = queue.followed(connection)
        if program is None or not logs:
            return {}
        try:
            where = places([program])
        except MailProgramError:
            return {}  # not configured: it has no queue
        server = _whose(where, logs)
        if server is None:
            return {}
        looked = self._now()
        try:
            seen = listing([program], where.spool)
        except MailProgramError as error:
            with self._writing(engine) as connection:
                queue.say(connection, server.server_id, where.spool, error.title)
            return {}
        self._keep(engine, server, where, seen, looked)
        return {server.server_id: {one.queue_id for one in seen.messages}} if seen.whole else {}

    def _keep(self, engine: Engine, server: Followed, where: Places, seen: Listing, looked: int) -> None:
        ids = [one.queue_id for one in seen.messages]
        ages = [one.age for one in seen.messages]
        with self._writing(engine) as connection:
            queue.say(connection, server.server_id, where.spool, None)
            found = QueueView(
                server.server,
                looked,
                len(ids),
                queue.put_off(connection, server.server_id, ids),
                sum(one.frozen for one in seen.messages),
                looked - max(ages) if ages else None,
                sum(one.size for one in seen.messages),
            )
            queue.keep(connection, server.server_id, found)

    @contextmanager
    def _writing(self, engine: Engine) -> Iterator[Connection]:
        with short_turn(self._database), engine.begin() as connection:
            yield connection

    # -- what follows ----------------------------------------------------------------------------

    def _findings(
        self, engine: Engine, on_queue: dict[int, set[str]]
    ) -> Iterator[Callable[[Connection], None]]:
        """What is to be written, each a short transaction."""
        with engine.connect() as connection:
            back = quiet.void(connection)
            unread = {one.server_id for one in queue.followed(connection) if one.behind}
            gone: list[Waiting] = []
            silent: list[Waiting] = []
            for server, newest in quiet.newest_lines(connection).items():
                here = on_queue.get(server)
                if here is None:
                    silent += quiet.waiting(connection, server, newest - LONG)
                    continue
                marked = quiet.marked(connection, server)
                back += [message for queue_id, message in marked.items() if queue_id in here]
                if server not in unread:  # what is not read yet may tell of them
                    waits = quiet.waiting(connection, server, self._now() - PATIENCE)
                    gone += [one for one in waits if one.queue_id not in here]
        for part in _parts(back):
            yield partial(quiet.take_back, messages=part)
        for messages, absent in ((gone, True), (silent, False)):
            for piece in _parts(messages):
                yield partial(quiet.mark, messages=piece, gone=absent)


def _parts(found: Sequence[One]) -> Iterator[Sequence[One]]:
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def _whose(where: Places, logs: Sequence[Followed]) -> Followed | None:
    """The followed log that this Exim writes: in its folder, or by its host where it writes to syslog."""
    if where.log:
        folder = os.path.realpath(where.log)
        return next((one for one in logs if os.path.realpath(one.location) == folder), None)
    here = socket.gethostname().partition(".")[0].lower()
    return next((one for one in logs if one.server.partition(".")[0].lower() == here), None)
