"""What mailtui says of a real Exim's log is what the sink, the mailboxes and the injector saw."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.real.instance import Exim
from tests.real.sink import Sink

from mailtui.model.enums import AttemptOutcome, Direction, Outcome, QueueState, Status
from mailtui.model.summary import ImportSummary
from mailtui.services.imports import import_logs

ALICE, LAB = "alice@lab.example", "@lab.example"
HANDED_IN: list[tuple[str, list[str], str]] = [
    (ALICE, ["bob@lab.example"], "local"),
    (ALICE, ["one@good.example", "two@good.example", "bob@lab.example"], "three at once"),
    (ALICE, ["late@grey.example"], "greylisted"),
    (ALICE, ["lost@gone.example", "three@good.example"], "one of two is refused"),
    ("bob@lab.example", ["team@lab.example"], "alias"),
    ("bob@lab.example", ["closed@lab.example"], "a redirect that fails"),
    (ALICE, ["wait@busy.example"], "deferred for long"),
    (ALICE, ["old@busy.example"], "expires soon"),
    (ALICE, ["stuck@busy.example"], "will be removed"),
    (ALICE, ["cut@drop.example"], "the other side hangs up"),
    (ALICE, ["held@lab.example"], "frozen"),
    ("faked@gone.example", ["lost2@gone.example"], "its bounce bounces"),
    ("spam@bot.example", ["nobody@lab.example", "x@elsewhere.example"], "no such mailbox, no relay"),
    ("spam@bot.example", ["bob@lab.example"], "pills"),
]


class Row(NamedTuple):
    """A recipient as the database has it."""

    queue_id: str
    sender: str
    address: str
    status: Status
    outcome: Outcome
    state: QueueState
    attempts: int

    @property
    def alias(self) -> bool:
        """Its mail went to others, which have rows of their own."""
        return self.address == "team@lab.example"


class World(NamedTuple):
    """Everything that happened."""

    exim: Exim
    sink: Sink
    codes: dict[tuple[str, str], int]
    """What the injector was answered, by subject and recipient."""
    database: Path
    summary: ImportSummary
    rows: list[Row]

    def of(self, address: str) -> Row:
        """The one row of a recipient that was written to once."""
        (row,) = [row for row in self.rows if row.address == address]
        return row


@pytest.fixture(scope="module")
def world(needs: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A dozen messages on their way through Exim, two queue runs, an operator; then one import."""
    program, sink = needs("exim4"), Sink()
    needs("eximstats")
    exim = Exim(program, sink.port)
    try:
        codes = {
            (subject, recipient): code
            for sender, recipients, subject in HANDED_IN
            for recipient, code in exim.send(sender, *recipients, subject=subject).items()
        }
        _let_it_work(exim)
        database = tmp_path_factory.mktemp("real") / "mailtui.db"
        logs = [str(exim.folder / "log")]
        summary = import_logs(database, logs, server="mail.lab.example", zone="UTC")
        yield World(exim, sink, codes, database, summary, _rows(database))
    finally:
        exim.close()
        sink.close()


def _let_it_work(exim: Exim) -> None:
    accepted = len(HANDED_IN) - 2
    exim.wait(lambda: exim.log().count(" <= ") >= accepted + 3 and exim.log().count(" == ") >= 5)
    time.sleep(1.1)  # Exim's retry rules count in seconds
    exim.run("-q")
    exim.run("-q")
    (stuck,) = re.findall(r" (\S+) == stuck@busy", exim.log())[:1]
    exim.run("-Mrm", stuck)
    exim.wait(lambda: f"{stuck} Completed" in exim.log())


def _rows(database: Path) -> list[Row]:
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(
            "SELECT m.queue_id, f.text, a.text, r.status, r.outcome, r.queue_state, r.attempts "
            "FROM recipient r JOIN message m ON m.id = r.message_id "
            "JOIN address a ON a.id = r.address_id JOIN address f ON f.id = m.sender_id"
        ).fetchall()
    return [
        Row(*row[:3], Status.of_code(row[3]), Outcome.of_code(row[4]), QueueState.of_code(row[5]), row[6])
        for row in found
    ]


def test_every_line_is_understood(world: World) -> None:
    assert world.summary.problems == []
    assert world.summary.unrecognised == 0
    lines = world.exim.log() + world.exim.log("rejectlog") + world.exim.log("paniclog")
    assert world.summary.new_lines <= lines.count("\n")


def test_what_the_sink_took_over_is_accepted_and_nothing_else(world: World) -> None:
    accepted = sorted(row.address for row in world.rows if row.outcome is Outcome.ACCEPTED and not row.alias)
    assert accepted == sorted(world.sink.messages.elements())
    assert {"one@good.example", "late@grey.example", "friend@good.example"} <= set(accepted)


def test_attempts_are_as_many_as_the_sink_saw(world: World) -> None:
    for row in world.rows:
        if row.address in world.sink.said:
            assert row.attempts == len(world.sink.said[row.address]), row


def test_what_stands_in_the_mailboxes_is_delivered(world: World) -> None:
    boxes = {path.stem: path.read_text() for path in (world.exim.folder / "mail").glob("*.mbox")}
    there = sorted(name for name, text in boxes.items() for _ in re.findall(r"^From ", text, re.MULTILINE))
    delivered = [row.address for row in world.rows if row.outcome is Outcome.DELIVERED and not row.alias]
    assert sorted(address.removesuffix(LAB) for address in delivered) == there
    assert set(there) == {"alice", "bob", "carol"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("late@grey.example", Status.ACCEPTED),
        ("lost@gone.example", Status.BOUNCED),
        ("team@lab.example", Status.ACCEPTED),
        ("closed@lab.example", Status.BOUNCED),
        ("wait@busy.example", Status.DEFERRED),
        ("old@busy.example", Status.EXPIRED),
        ("stuck@busy.example", Status.CANCELLED),
        ("cut@drop.example", Status.DEFERRED),
        ("held@lab.example", Status.FROZEN),
        ("lost2@gone.example", Status.BOUNCED),
        ("faked@gone.example", Status.BOUNCED),
    ],
)
def test_status(world: World, address: str, status: Status) -> None:
    assert world.of(address).status is status


def test_what_waits_is_what_exim_lists(world: World) -> None:
    waiting = (QueueState.QUEUED, QueueState.ACTIVE, QueueState.DEFERRED, QueueState.FROZEN)
    listed = world.exim.run("-bp")
    assert {row.queue_id for row in world.rows if row.state in waiting} == set(world.exim.queue())
    frozen = set(re.findall(r"(\S+) <[^>]*> \*\*\* frozen", listed))
    assert {row.queue_id for row in world.rows if row.state is QueueState.FROZEN} == frozen


def test_bounces_are_linked_to_what_they_report(world: World) -> None:
    with closing(sqlite3.connect(world.database)) as connection:
        found = connection.execute(
            "SELECT parent_queue_id FROM message WHERE direction = ?", (Direction.BOUNCE.code,)
        ).fetchall()
    bounced = (Status.BOUNCED, Status.EXPIRED)
    reported = {row.queue_id for row in world.rows if row.status in bounced and row.sender}
    assert {parent for (parent,) in found} == reported
    assert len(reported) == 4


def test_what_the_injector_was_refused_is_a_rejection(world: World) -> None:
    refused = sorted(recipient for (_, recipient), code in world.codes.items() if code >= 500)
    with closing(sqlite3.connect(world.database)) as connection:
        found = connection.execute(
            "SELECT a.text FROM rejection j LEFT JOIN address a ON a.id = j.address_id"
        ).fetchall()
    after_data = [address for (address,) in found if address is None]
    assert (
        sorted([address for (address,) in found if address] + ["bob@lab.example"] * len(after_data))
        == refused
    )
    assert len(refused) == 3


def test_totals_are_those_of_eximstats(world: World, needs: Callable[[str], str]) -> None:
    command = [needs("eximstats"), "-nr", "-ne", "-txt", str(world.exim.folder / "log" / "mainlog")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def numbers(name: str) -> list[int]:
        """The whole numbers of a row; before them may stand the volume in bytes."""
        (line,) = re.findall(rf"^  {name} .*$", printed, re.MULTILINE)
        return [int(number) for number in re.findall(r"(?<![\w.])\d+(?![\w.%])", line)]

    received, _hosts, _delayed, failed = numbers("Received")[-4:]
    _deliveries, addresses, _hosts = numbers("Delivered")[-3:]
    with closing(sqlite3.connect(world.database)) as connection:

        def count(query: str, *values: int) -> int:
            return int(connection.execute(f"SELECT count(*) FROM {query}", values).fetchone()[0])

        success = AttemptOutcome.SUCCESS.code
        assert count("message WHERE received IS NOT NULL") == received
        assert count("every_attempt WHERE outcome = ?", success) == addresses
        assert count("rejection WHERE permanent") == numbers("Rejects")[0]
    failures = {row.queue_id for row in world.rows if row.status in (Status.BOUNCED, Status.EXPIRED)}
    failures |= {row.queue_id for row in world.rows if row.outcome is Outcome.BOUNCED}
    assert len(failures) == failed
