"""Clocks that change: summer time that ends, syslog without a year, a clock that jumps back."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.importing.facts import Facts, differences, entries, facts, imported

from mailtui.services.imports import import_logs

BERLIN = ZoneInfo("Europe/Berlin")
ENDS = datetime(2026, 10, 25, 1, tzinfo=UTC)
"""When summer time ends in 2026: 03:00 becomes 02:00."""
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def queue_id(moment: datetime) -> str:
    """An id of Exim 4.97 and later: it begins with the second it was made in."""
    number, text = int(moment.timestamp()), ""
    while number:
        number, digit = divmod(number, 62)
        text = BASE62[digit] + text
    return f"{text:0>6}-{moment.minute:011d}-00aB"


def night(start: timedelta, end: timedelta) -> list[tuple[datetime, str]]:
    """A message every five minutes around the change, each line with its true moment."""
    lines, at = [], ENDS + start
    while at < ENDS + end:
        for later, text in (
            (0, "<= a@x.example P=esmtp S=360 for b@y.example"),
            (4, "=> b@y.example R=r T=t"),
        ):
            moment = at + timedelta(seconds=later)
            wall = moment.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M:%S")
            lines.append((moment, f"{wall} {queue_id(at)} {text}\n"))
        at += timedelta(minutes=5)
    return lines


def written(path: Path, lines: list[tuple[datetime, str]]) -> Path:
    path.write_text("".join(line for _, line in lines))
    return path


def in_berlin(database: Path, *paths: Path) -> None:
    summary = import_logs(database, [str(path) for path in paths], server="mx1", zone="Europe/Berlin")
    assert not summary.problems


def times(database: Path) -> list[datetime]:
    with closing(sqlite3.connect(database)) as connection:
        found = sorted(entry.time for _, entry in entries(connection))
    return [datetime.fromtimestamp(time / 1_000_000, UTC) for time in found]


def test_both_hours_of_the_night_summer_time_ends(tmp_path: Path) -> None:
    lines = night(timedelta(hours=-3), timedelta(hours=3))
    database = tmp_path / "mailtui.db"
    in_berlin(database, written(tmp_path / "mainlog", lines))
    assert times(database) == [moment for moment, _ in lines]


def test_an_import_that_goes_on_within_the_second_hour(tmp_path: Path) -> None:
    lines = night(timedelta(hours=-3), timedelta(hours=3))
    database, log = tmp_path / "mailtui.db", tmp_path / "mainlog"
    for count in (10, 45, 80, 81, 90, 100, len(lines)):
        in_berlin(database, written(log, lines[:count]))
    assert times(database) == [moment for moment, _ in lines]


@pytest.mark.parametrize("minutes", [-55, -20, 5, 20, 55])
@pytest.mark.parametrize("newest_first", [False, True], ids=["oldest-first", "newest-first"])
def test_a_log_rotated_within_the_hour_that_repeats(minutes: int, newest_first: bool, tmp_path: Path) -> None:
    """The second file begins at a stamp that has two meanings; the queue ids say which it is."""
    lines = night(timedelta(hours=-3), timedelta(hours=3))
    edge = next(n for n, (at, _) in enumerate(lines) if at >= ENDS + timedelta(minutes=minutes))
    old = tmp_path / "mainlog.1.gz"
    old.write_bytes(gzip.compress("".join(line for _, line in lines[:edge]).encode()))
    new = written(tmp_path / "mainlog", lines[edge:])
    database = tmp_path / "mailtui.db"
    for path in (new, old) if newest_first else (old, new):
        in_berlin(database, path)
    assert times(database) == [moment for moment, _ in lines]
    in_berlin(database, written(tmp_path / "whole", lines))
    assert len(times(database)) == len(lines)


def test_a_clock_that_jumps_back(mainlog: Path, tmp_path: Path) -> None:
    """Two hours back and on from there: every line is kept once, whatever is imported first."""
    lines = mainlog.read_bytes().splitlines(keepends=True)
    part = len(lines) // 3
    jumped = lines[part : 2 * part] + lines[:part] + lines[2 * part :]
    log, half = tmp_path / "mainlog", tmp_path / "half"
    log.write_bytes(b"".join(jumped))
    half.write_bytes(b"".join(jumped[part // 2 :]))
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    imported(one, log)
    imported(other, half)
    imported(other, log)
    assert sum(facts(one)["entries"].values()) == len(lines)
    assert differences(facts(one), facts(other)) == {}
    assert imported(one, log).new_lines == 0


def syslog(moment: datetime, host: str, text: str, pid: int, *, year: bool) -> bytes:
    """A line of a syslog file: RFC 3164 stamps have no year, those of rsyslog's high precision have."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%S+00:00") if year else moment.strftime("%b %e %H:%M:%S")
    return f"{stamp} {host} exim[{pid}]: {text}\n".encode()


@pytest.mark.parametrize("year", [True, False], ids=["with-year", "without-year"])
def test_a_central_syslog_file(year: bool, tmp_path: Path) -> None:
    """Several hosts in one file, over New Year; the same queue id on two hosts is two messages."""
    hosts, chance = ("mx1", "mx2", "mx3"), random.Random(4)
    start = datetime(2026, 12, 31, 22, tzinfo=UTC)
    lines = []
    for number in range(60):
        at, shared = start + timedelta(minutes=4 * number), queue_id(start + timedelta(minutes=4 * number))
        for host in chance.sample(hosts, 3):
            lines.append(syslog(at, host, f"{shared} <= a@{host}.example P=esmtp S=360", number, year=year))
        for host in chance.sample(hosts, 3):
            done = "=> b@y.example R=r T=t" if host != "mx2" else "** b@y.example: Unrouteable address"
            lines.append(syslog(at + timedelta(seconds=9), host, f"{shared} {done}", number, year=year))
            lines.append(syslog(at + timedelta(seconds=9), host, f"{shared} Completed", number, year=year))
    log, database = tmp_path / "mail.log", tmp_path / "mailtui.db"
    log.write_bytes(b"".join(lines))
    end = (start + timedelta(hours=4)).timestamp()
    os.utime(log, (end, end))
    summary = import_logs(database, [str(log)], zone="UTC")
    assert (summary.problems, summary.new_lines, summary.unrecognised) == ([], len(lines), 0)
    found = facts(database)
    by_server = {(row[0], row[10]): count for row, count in _by_sender(found).items()}
    assert by_server == {(host, f"a@{host}.example"): 60 for host in hosts}
    assert times(database)[0] == start
    assert times(database)[-1] == start + timedelta(minutes=4 * 59, seconds=9)
    with closing(sqlite3.connect(database)) as connection:
        outcomes = connection.execute(
            "SELECT s.name, count(DISTINCT r.status), count(*) FROM recipient r JOIN message m ON "
            "m.id = r.message_id JOIN server s ON s.id = m.server_id GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert outcomes == [("mx1", 1, 60), ("mx2", 1, 60), ("mx3", 1, 60)]


def _by_sender(found: Facts) -> dict[tuple[object, ...], int]:
    counted: dict[tuple[object, ...], int] = {}
    for row, count in found["messages"].items():
        key = (row[0], *[None] * 9, row[10])
        counted[key] = counted.get(key, 0) + count
    return counted
