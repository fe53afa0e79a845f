"""What waits by its log beside what is on the queue: with an Exim that says what the test wants."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.importing.facts import facts
from tests.worker.following import Watched
from tests.worker.processes import mailtui

from mailtui.model.enums import QueueState, Status
from mailtui.model.moment import DAY, HOUR, iso
from mailtui.model.view import SearchRow
from mailtui.query import parse
from mailtui.services.desk import open_desk
from mailtui.services.reconciling import Reconciling
from mailtui.services.standing import standings

NOW = 1_795_000_000_000_000
FROZEN, PUT_OFF, FRESH, DONE = (f"1xUm{name}-0001pG-32" for name in ("aa", "bb", "cc", "dd"))


def stamp(moment: int) -> str:
    return iso(moment).replace("T", " ")[:19]


def log(ago: int = 3 * HOUR, now: int = NOW) -> str:
    """Four messages, one after the other: frozen, put off, just handed in, and one that got through."""
    at = stamp(now - ago)
    lines = [f"{at} {one} <= ann@lab.example U=ann P=local S=300" for one in (FROZEN, PUT_OFF, DONE)]
    lines += [
        f"{at} {FROZEN} Frozen (delivery error message)",
        f"{at} {PUT_OFF} == bob@busy.example R=away T=away defer (-44): 451 try again later",
        f"{at} {DONE} => eve@good.example R=away T=away H=mx.good.example [192.0.2.7]",
        f"{at} {DONE} Completed",
        f"{stamp(now)} {FRESH} <= ann@lab.example U=ann P=local S=300",
    ]
    return "".join(f"{line}\n" for line in lines)


class Server:
    """A log that is followed, and an Exim whose queue is a file."""

    def __init__(self, folder: Path) -> None:
        self.mainlog = folder / "log/mainlog"
        self.mainlog.parent.mkdir()
        self.mainlog.write_text(log())
        self.listing, self.refusal = folder / "listing", folder / "refusal"
        self.exim = folder / "exim"
        self.spool = folder / "spool"
        (self.spool / "input").mkdir(parents=True)
        self.exim.write_text(
            "#!/bin/sh\n"
            f'case "$*" in *-bP*) echo "spool_directory = {self.spool}"; '
            f'echo "log_file_path = {self.mainlog.parent}/%slog";;\n'
            f"-bpr) [ -e {self.refusal} ] && {{ echo 'exim: permission denied' >&2; exit 1; }}; "
            f"cat {self.listing};;\n"
            "-qG*) echo ' 5m   300 1xUmee-0001pG-32 <>'; esac\n"
        )
        self.exim.chmod(0o755)
        self.watched = Watched(folder / "mailtui.db", self.mainlog.parent)
        self.watched.look()

    @property
    def database(self) -> Path:
        return self.watched.work.database

    def look(self, *on_queue: str, now: int = NOW + HOUR) -> None:
        """The worker looks; these are there."""
        self.listing.write_text("".join(f" 4h   300 {one} <ann@lab.example>\n\n" for one in on_queue))
        Reconciling(self.database, self.exim, lambda: now).run()

    def row(self, queue_id: str) -> SearchRow:
        (row,) = open_desk(self.database).search.page(parse(f"id:{queue_id}")).rows
        return row

    def status(self, queue_id: str) -> str:
        return self.row(queue_id).status


@pytest.fixture
def server(tmp_path: Path, settled: None) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    made.watched.close()


def test_who_is_not_on_the_queue_any_more_is_unknown_since_the_last_line(server: Server) -> None:
    server.look(FROZEN, FRESH)
    assert server.status(FROZEN) == Status.FROZEN
    assert server.status(FRESH) == Status.QUEUED
    assert server.status(DONE) == Status.ACCEPTED
    lost = server.row(PUT_OFF)
    assert (lost.status, lost.queue_state) == (Status.UNKNOWN, QueueState.NONE)
    assert lost.quiet is not None
    assert (lost.quiet.since, lost.quiet.gone) == (NOW - 3 * HOUR, True)
    assert lost.failure_class is not None  # why it waited last is still worth knowing


def test_a_line_that_comes_later_wins(server: Server) -> None:
    server.look(FRESH)
    with server.mainlog.open("a") as file:
        file.write(f"{stamp(NOW)} {PUT_OFF} == bob@busy.example R=away T=away defer (-44): 451 again\n")
        file.write(f"{stamp(NOW)} {FROZEN} => ann@lab.example R=away T=away H=mx.lab.example [192.0.2.9]\n")
    server.watched.look()
    assert server.status(PUT_OFF) == Status.DEFERRED
    assert server.row(PUT_OFF).quiet is None
    assert server.status(FROZEN) == Status.ACCEPTED
    server.look(PUT_OFF, FRESH)
    assert server.status(PUT_OFF) == Status.DEFERRED


def test_what_is_there_again_waits_as_its_log_says(server: Server) -> None:
    before = facts(server.database)
    server.look(FRESH)
    assert server.status(FROZEN) == Status.UNKNOWN
    server.look(FRESH, FROZEN, PUT_OFF)
    assert server.status(FROZEN) == Status.FROZEN
    assert facts(server.database) == before


def test_the_same_logs_again_change_nothing(server: Server) -> None:
    server.look(FRESH)
    before = facts(server.database)
    server.watched.restart()
    server.watched.look()
    server.look(FRESH)
    assert facts(server.database) == before


def test_who_has_just_had_a_line_is_not_missed(server: Server) -> None:
    server.look(FROZEN, PUT_OFF, now=NOW + 60_000_000)
    assert server.status(FRESH) == Status.QUEUED


def test_lines_that_are_not_read_yet_may_tell_of_it(server: Server) -> None:
    from sqlalchemy import text

    with server.watched.engine.begin() as connection:
        connection.execute(text("UPDATE source SET behind = 100"))
    server.look(FRESH)
    assert server.status(PUT_OFF) == Status.DEFERRED


def test_queues_with_names_are_looked_at_too(server: Server) -> None:
    (server.spool / "other/input").mkdir(parents=True)
    server.look(FRESH)
    (queue,) = standings(server.database, NOW).queues
    assert queue.messages == 2


def test_the_queue_of_another_server_says_nothing(server: Server, tmp_path: Path) -> None:
    server.exim.write_text(server.exim.read_text().replace(str(server.mainlog.parent), str(tmp_path)))
    server.look()
    assert server.status(PUT_OFF) == Status.DEFERRED
    assert standings(server.database, NOW).queues == ()


def test_elsewhere_two_days_without_a_line_are_too_long(server: Server) -> None:
    server.exim.unlink()
    server.look()
    assert server.status(PUT_OFF) == Status.DEFERRED
    with server.mainlog.open("a") as file:
        file.write(f"{stamp(NOW + 2 * DAY)} {FRESH} => x@good.example R=away T=away H=mx [192.0.2.9]\n")
    server.watched.look()
    server.look()
    lost = server.row(PUT_OFF)
    assert lost.status == Status.UNKNOWN
    assert lost.quiet is not None
    assert not lost.quiet.gone


def test_a_queue_that_must_not_be_read_is_told(server: Server) -> None:
    server.refusal.touch()
    server.look()
    assert server.status(PUT_OFF) == Status.DEFERRED
    told = json.loads(mailtui(server.database, "status", "--json").stdout)
    (queue,) = [one for one in told["sources"] if one["source"] == "exim_queue"]
    assert (queue["state"], queue["error"]) == ("error", "the queue cannot be read: permission denied")


def test_the_status_says_how_the_queue_was(server: Server) -> None:
    server.look(FROZEN, PUT_OFF)
    told = mailtui(server.database, "status")
    assert "queue of mx1: 2 messages (1 deferred, 0 frozen), about 1 kB, " in told.stdout
    (queue,) = json.loads(mailtui(server.database, "status", "--json").stdout)["queues"]
    assert (queue["messages"], queue["deferred"], queue["size"]) == (2, 1, 600)


def test_the_worker_looks_by_itself(tmp_path: Path, settled: None) -> None:
    """As a process, with the settings of its user."""
    from tests.worker.processes import start, until

    server = Server(tmp_path)
    server.watched.close()
    server.listing.write_text("")
    database = tmp_path / "own.db"
    server.mainlog.write_text(log(now=time.time_ns() // 1000 - HOUR))
    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("MAILTUI_EXIM", str(server.exim))
        variables.setenv("MAILTUI_QUEUE_MINUTES", "1")
        child = start(database, "--log", str(server.mainlog.parent))
    with child:
        try:
            until(lambda: database.exists() and _unknown(database) == 3)
        finally:
            child.kill()


def _unknown(database: Path) -> int:
    found = mailtui(database, "search", "status:unknown", "--json")
    return len(json.loads(found.stdout)["rows"]) if found.returncode == 0 else 0
