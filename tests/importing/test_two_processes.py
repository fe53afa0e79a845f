"""A big log is read by two processes: the facts are those that one process finds."""

from __future__ import annotations

import gzip
import os
import random
import signal
from pathlib import Path

import pytest
from tests.importing.facts import Facts, differences, facts, imported
from tests.importing.test_same_facts import pieces

from mailtui.errors import InputError
from mailtui.ingest.bulk.process import FrontProcess
from mailtui.ingest.bulk.receiving import Receiver
from mailtui.services.imports import import_logs

Ends = list[bool]
"""For each file that two processes began to read, whether they came to its end."""


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Ends:
    """Every file is worth two processes, in small steps; tells how each ended."""
    found: Ends = []
    read = Receiver.read

    def watched(*arguments: object) -> object:
        try:
            made = read(*arguments)  # type: ignore[arg-type]
        except InputError:
            found.append(True)
            raise
        found.append(made is not None)
        return made

    monkeypatch.setattr("mailtui.ingest.bulk.receiving.WORTH", 0)
    monkeypatch.setattr("mailtui.ingest.importing.PIECE", 50_000)
    monkeypatch.setattr("mailtui.ingest.importing.AT_ONCE", 200_000)
    monkeypatch.setattr(Receiver, "read", watched)
    return found


def test_one_file(mainlog: Path, whole: Facts, tmp_path: Path, ends: Ends) -> None:
    database = tmp_path / "mailtui.db"
    summary = imported(database, mainlog)
    assert summary.new_lines == summary.lines == mainlog.read_bytes().count(b"\n")
    assert differences(facts(database), whole) == {}
    assert ends == [True]
    assert imported(database, mainlog).new_lines == 0


def test_links_of_many_messages_wait(
    mainlog: Path, whole: Facts, tmp_path: Path, ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come into the database with their transaction."""
    monkeypatch.setattr("mailtui.store.links.MANY", 0)
    database = tmp_path / "mailtui.db"
    imported(database, mainlog)
    assert differences(facts(database), whole) == {}
    assert ends == [True]


@pytest.mark.parametrize("seed", range(2))
def test_overlapping_pieces_in_any_order(
    mainlog: Path, whole: Facts, tmp_path: Path, seed: int, ends: Ends
) -> None:
    """Lines go on messages that only the database knows, and come before those it has."""
    chance = random.Random(seed)
    count = mainlog.read_bytes().count(b"\n")
    parts = pieces(mainlog, sorted(chance.sample(range(1, count), 3)), 500 * seed)
    chance.shuffle(parts)
    database = tmp_path / "mailtui.db"
    assert sum(imported(database, part).new_lines for part in parts) == count
    assert differences(facts(database), whole) == {}
    assert ends == [True] * len(parts)


def test_a_file_that_grew(mainlog: Path, whole: Facts, tmp_path: Path, ends: Ends) -> None:
    """Half a line was the last; with it the file is finished in one process."""
    data, log, database = mainlog.read_bytes(), tmp_path / "mainlog", tmp_path / "mailtui.db"
    for size in (300_000, 300_020, 300_000 + data[300_000:].index(b"\n") + 1, len(data)):
        log.write_bytes(data[:size])
        imported(database, log)
    assert differences(facts(database), whole) == {}
    assert ends[-1]


def test_a_damaged_file(mainlog: Path, tmp_path: Path, ends: Ends) -> None:
    """What can be read is kept, and the error is the one that one process tells."""
    log, database = tmp_path / "mainlog.1.gz", tmp_path / "mailtui.db"
    packed = gzip.compress(mainlog.read_bytes())
    log.write_bytes(packed[: len(packed) // 2])
    summary = import_logs(database, [str(log)], server="mx1", zone="UTC")
    assert "breaks off" in summary.problems[0].title
    assert summary.new_lines > 1000
    log.write_bytes(packed)
    imported(database, log)
    assert ends[0]


def test_the_reading_process_is_killed(
    mainlog: Path, whole: Facts, tmp_path: Path, ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had not finished is done without it."""
    began = FrontProcess.__init__

    def doomed(front: FrontProcess, *arguments: object) -> None:
        began(front, *arguments)  # type: ignore[arg-type]
        steps = front.steps

        def some() -> object:
            for number, step in enumerate(steps()):
                if number == 6:
                    os.kill(front._process.pid, signal.SIGKILL)
                yield step

        monkeypatch.setattr(front, "steps", some)

    monkeypatch.setattr(FrontProcess, "__init__", doomed)
    database = tmp_path / "mailtui.db"
    summary = imported(database, mainlog)
    assert summary.new_lines == mainlog.read_bytes().count(b"\n")
    assert differences(facts(database), whole) == {}
    assert ends == [False]


def test_an_import_that_is_stopped_ends_both(mainlog: Path, whole: Facts, tmp_path: Path, ends: Ends) -> None:
    """The transactions before are kept, no process is left over."""
    database, calls, before = tmp_path / "mailtui.db", [], _children()

    def stop(progress: object) -> None:
        calls.append(progress)
        if len(calls) == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_logs(database, [str(mainlog)], server="mx1", zone="UTC", progress=stop)
    assert _children() <= before
    summary = imported(database, mainlog)
    assert 0 < summary.new_lines < summary.lines
    assert differences(facts(database), whole) == {}


def _children() -> set[str]:
    """Process ids of what this process has started and not waited for."""
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {number for each in lists for number in each.read_text().split()}
