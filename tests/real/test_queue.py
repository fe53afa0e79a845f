"""What waits by the log of a real Exim, beside what is on its queue."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.real.instance import Exim
from tests.real.sink import Sink
from tests.worker.following import Watched

from mailtui.model.enums import Status
from mailtui.model.moment import HOUR
from mailtui.query import parse
from mailtui.services.desk import open_desk
from mailtui.services.reconciling import Reconciling
from mailtui.services.run import now
from mailtui.services.standing import standings

AS_EXIM = "" if os.geteuid() else "setpriv --reuid Debian-exim --regid Debian-exim --clear-groups "
WAITING = ("one@busy.example", "two@busy.example", "held@lab.example")


class World:
    """An Exim whose log is followed, and how its queue is looked at."""

    def __init__(self, program: str, sink: Sink, folder: Path) -> None:
        self.exim = Exim(program, sink.port)
        self.program = folder / "exim"
        self.program.write_text(f'#!/bin/sh\nexec {AS_EXIM}{program} -C {self.exim.folder}/exim.conf "$@"\n')
        self.program.chmod(0o755)
        self.watched = Watched(folder / "mailtui.db", self.exim.folder / "log")

    def look(self) -> None:
        """Read the log, and look at the queue an hour later than it is."""
        self.watched.look()
        Reconciling(self.watched.work.database, self.program, lambda: now() + HOUR).run()

    def status(self, address: str) -> Status:
        (row,) = open_desk(self.watched.work.database).search.page(parse(f"to:={address}")).rows
        return row.status

    def queue_id(self, address: str) -> str:
        (found,) = set(re.findall(rf" (\S+) (?:==|<=) .*{address}", self.exim.log()))
        return found


@pytest.fixture
def world(needs: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Two messages that are put off, one that is frozen."""
    monkeypatch.setattr("mailtui.ingest.tailing.RECORD_PATIENCE", -1.0)
    program, sink = needs("exim4"), Sink()
    made = World(program, sink, tmp_path)
    try:
        for address in WAITING:
            made.exim.send("alice@lab.example", address, subject=address)
        made.exim.wait(lambda: made.exim.log().count(" == ") >= 2)
        yield made
    finally:
        made.watched.close()
        made.exim.close()
        sink.close()


def test_who_is_on_the_queue_waits_and_who_is_not_is_unknown(world: World) -> None:
    one, two, _ = WAITING
    world.look()
    assert [world.status(each) for each in WAITING] == [Status.DEFERRED, Status.DEFERRED, Status.FROZEN]
    for file in (world.exim.folder / "spool/input").rglob(f"{world.queue_id(one)}-?"):
        file.unlink()
    world.look()
    assert [world.status(each) for each in WAITING] == [Status.UNKNOWN, Status.DEFERRED, Status.FROZEN]
    (queue,) = standings(world.watched.work.database, now()).queues
    assert (queue.messages, queue.deferred, queue.frozen) == (2, 1, 1)
    assert queue.size > 200
    world.exim.run("-Mrm", world.queue_id(two))
    world.exim.wait(lambda: f"{world.queue_id(two)} Completed" in world.exim.log())
    world.look()
    assert [world.status(each) for each in WAITING] == [Status.UNKNOWN, Status.CANCELLED, Status.FROZEN]
