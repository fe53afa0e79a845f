"""The same lines leave the same causes and incidents, however they come in."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.importing.facts import facts
from tests.keeping.outage import at, deferred, delivered, not_tried, outage, queue_id

from mailtui.services.imports import import_logs
from mailtui.services.rediagnosing import rediagnose


def _story() -> list[str]:
    """An outage, one that comes back, a domain without DNS, one that waits for a day, and noise."""
    lines = outage()
    lines += [line for n in range(60, 66) for line in deferred(n, 300 + (n - 60) * 2)]
    lines += [line for n in range(70, 80) for line in delivered(n, 320 + n)]
    for number in range(80, 90):
        mail = queue_id(number)
        lines.append(f"{at(number * 7)} {mail} <= anna@lab.example U=anna P=local S=700")
        words = "host lookup did not complete"
        lines.append(f"{at(number * 7)} {mail} == u{number}@gone.example R=dnslookup defer (-1): {words}")
    for hour in range(27):
        minutes = 30 + hour * 60
        words = f"{at(minutes)} {queue_id(99)} == slow@other.example R=dnslookup T=remote_smtp defer (110)"
        lines.append(f"{words} H=mx.other.example [192.0.2.9]: Connection timed out")
    lines += not_tried(100, 700, "late@gone.example")
    lines += delivered(101, 1800, "u80@gone.example")
    return sorted(lines, key=lambda line: line[:19])


def _one(folder: Path, lines: list[str]) -> Path:
    log = folder / "one.log"
    log.write_text("\n".join(lines) + "\n")
    return _imported(folder / "one.db", log)


def _imported(database: Path, *logs: Path) -> Path:
    assert not import_logs(database, [str(log) for log in logs], server="mx1", zone="UTC").problems
    return database


def _same(one: Path, other: Path) -> None:
    expected, found = facts(one), facts(other)
    assert expected["incidents"].total() >= 1
    for name in expected:
        assert found[name] == expected[name], name


@pytest.mark.parametrize(("step", "story"), [(1, outage), (7, _story), (40, _story)])
def test_a_growing_log(step: int, story: Callable[[], list[str]], tmp_path: Path) -> None:
    lines = story()
    log, database = tmp_path / "mainlog", tmp_path / "many.db"
    for start in range(0, len(lines), step):
        with log.open("a") as file:
            file.write("".join(f"{line}\n" for line in lines[start : start + step]))
        _imported(database, log)
    _same(_one(tmp_path, lines), database)


@pytest.mark.parametrize("seed", range(4))
def test_old_logs_after_new_ones(seed: int, tmp_path: Path) -> None:
    """Cut between seconds: lines of one second have no order but that in their file."""
    lines = _story()
    pieces: list[list[str]] = [[]]
    for line in lines:
        if pieces[-1] and pieces[-1][-1][:19] != line[:19] and len(pieces[-1]) > 15:
            pieces.append([])
        pieces[-1].append(line)
    logs = [tmp_path / f"mainlog.{number}" for number in range(len(pieces))]
    for log, piece in zip(logs, pieces, strict=True):
        log.write_text("".join(f"{line}\n" for line in piece))
    random.Random(seed).shuffle(logs)
    database = tmp_path / "many.db"
    for log in logs:
        _imported(database, log)
    _same(_one(tmp_path, lines), database)


def test_diagnosed_anew(tmp_path: Path) -> None:
    one = _one(tmp_path, _story())
    assert facts(one)["incidents"].total() >= 3
    other = tmp_path / "other.db"
    _imported(other, tmp_path / "one.log")
    rediagnose(other, None, lambda _done, _all: None)
    _same(one, other)
