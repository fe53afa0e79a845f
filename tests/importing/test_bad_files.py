"""Files that are damaged, unreadable, cut, or odd: told once, nothing lost, the other files done."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from tests.importing.facts import Facts, facts, imported
from tests.store.databases import unprivileged

from mailtui.model.summary import ImportSummary
from mailtui.services.imports import import_logs


def attempted(database: Path, *paths: Path) -> ImportSummary:
    """An import that may have problems."""
    return import_logs(database, [str(path) for path in paths], server="mx1", zone="UTC")


def raws(database: Path) -> list[bytes]:
    """Every raw record that is kept."""
    return sorted(raw for _, raw, _, _ in facts(database)["entries"].elements())


def test_a_gzip_that_is_corrupt_in_its_middle(mainlog: Path, tmp_path: Path) -> None:
    """Lines before the damage are kept, the other file is done, the whole copy adds the rest."""
    lines = mainlog.read_bytes().splitlines(keepends=True)
    half = len(lines) // 2
    packed = bytearray(gzip.compress(b"".join(lines[:half])))
    packed[len(packed) // 2 : len(packed) // 2 + 400] = random.Random(1).randbytes(400)
    old, live = tmp_path / "mainlog.1.gz", tmp_path / "mainlog"
    old.write_bytes(packed)
    live.write_bytes(b"".join(lines[half:]))
    database = tmp_path / "mailtui.db"
    summary = attempted(database, old, live)
    assert [problem.title.partition(" after line")[0] for problem in summary.problems] == [
        f"{old} is damaged: it does not unpack"
    ]
    damaged, good = summary.files
    assert 0 < damaged.new < half
    assert good.new == len(lines) - half
    old.write_bytes(gzip.compress(b"".join(lines[:half])))
    assert imported(database, old).problems == []
    lost = Counter(line.rstrip(b"\n") for line in lines) - Counter(raws(database))
    assert lost == {}


def test_an_unreadable_file_beside_good_ones() -> None:
    with unprivileged() as folder:
        good, closed = folder / "mainlog", folder / "mainlog.1"
        good.write_bytes(b"2026-11-20 10:00:00 1xUXxL-0000000003L-3SEU Completed\n")
        closed.write_bytes(b"2026-11-19 10:00:00 1xUXxM-0000000003L-3SEU Completed\n")
        closed.chmod(0)
        summary = attempted(folder / "mailtui.db", folder)
        assert [str(closed) in problem.title for problem in summary.problems] == [True]
        assert [file.path for file in summary.files] == [str(good)]
        assert summary.new_lines == 1


def test_a_file_that_is_truncated_while_it_is_read(
    mainlog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read is kept; what is written to it afterwards is read the next time."""
    monkeypatch.setattr("mailtui.ingest.importing.AT_ONCE", 50_000)
    database, live = tmp_path / "mailtui.db", tmp_path / "mainlog"
    lines = mainlog.read_bytes().splitlines(keepends=True)
    live.write_bytes(b"".join(lines[:4000]))

    def truncate(_progress: object) -> None:
        os.truncate(live, 0)

    summary = import_logs(database, [str(live)], server="mx1", zone="UTC", progress=truncate)
    assert 0 < summary.new_lines < 4000
    live.write_bytes(b"".join(lines[4000:]))
    assert imported(database, live).new_lines == len(lines) - 4000
    assert len(raws(database)) == summary.new_lines + len(lines) - 4000


def test_crlf_line_ends(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    """A log that was copied by way of Windows says the same; its lines are kept with their CR."""
    lines = mainlog.read_bytes().splitlines()
    copied = tmp_path / "mainlog"
    copied.write_bytes(b"".join(line + b"\r\n" for line in lines))
    database = tmp_path / "mailtui.db"
    imported(database, copied)
    assert raws(database) == sorted(line + b"\r" for line in lines)
    mine = facts(database)
    for name in ("messages", "recipients", "rejections", "links"):
        assert mine[name] == whole[name], name


@pytest.mark.parametrize("where", ["before", "between", "behind"])
def test_runs_of_nul(mainlog: Path, tmp_path: Path, where: str) -> None:
    """What a crash, or a log truncated under a writer, leaves; no line beside them is lost."""
    lines = mainlog.read_bytes().splitlines(keepends=True)[:2000]
    nul = b"\0" * 300_000
    data = {
        "before": nul + b"".join(lines),
        "between": b"".join(lines[:1000]) + nul + b"\n" + b"".join(lines[1000:]),
        "behind": b"".join(lines) + nul,
    }[where]
    log, plain = tmp_path / "mainlog", tmp_path / "plain"
    log.write_bytes(data)
    plain.write_bytes(b"".join(lines))
    database, other = tmp_path / "mailtui.db", tmp_path / "other.db"
    imported(database, log)
    imported(other, plain)
    assert b"".join(raws(database)).count(b"\0") == len(nul)
    mine, theirs = facts(database), facts(other)
    for name in ("messages", "recipients", "rejections", "links"):
        lost = theirs[name] - mine[name]
        assert sum(lost.values()) <= (1 if where == "before" else 0), name


def test_lines_longer_than_a_mebibyte(tmp_path: Path) -> None:
    """Kept byte for byte in pieces; the line after is whole; the copy adds nothing."""
    arrival = b"2026-11-20 10:00:00 1xUXxL-0000000003L-3SEU <= a@x.example H=h [192.0.2.1] P=esmtp S=360 for "
    long = arrival + b", ".join(b"user%07d@y.example" % number for number in range(150_000))
    after = b"2026-11-20 10:00:01 1xUXxL-0000000003L-3SEU => user0000001@y.example R=r T=t\n"
    log, database = tmp_path / "mainlog", tmp_path / "mailtui.db"
    log.write_bytes(after.replace(b"-3SEU", b"-3SEV") + long + b"\n" + after)
    assert len(long) > 3 * 1024 * 1024
    imported(database, log)
    kept = raws(database)
    assert sum(map(len, kept)) == len(long) + 2 * (len(after) - 1)
    assert after[:-1] in kept
    (tmp_path / "mainlog.1.gz").write_bytes(gzip.compress(log.read_bytes()))
    assert imported(database, tmp_path / "mainlog.1.gz").new_lines == 0


@pytest.mark.parametrize("seed", range(3))
def test_any_bytes_between_good_lines(mainlog: Path, tmp_path: Path, seed: int) -> None:
    """Whatever stands between them, lines are kept byte for byte and imported once."""
    chance = random.Random(seed)
    lines = mainlog.read_bytes().splitlines(keepends=True)[:1500]
    for _ in range(60):
        lines.insert(chance.randrange(1, len(lines)), chance.randbytes(chance.randrange(400)) + b"\n")
    data = b"".join(lines)
    log, database = tmp_path / "mainlog", tmp_path / "mailtui.db"
    log.write_bytes(data)
    imported(database, log)
    assert sorted(b"\n".join(raws(database)).split(b"\n")) == sorted(data[:-1].split(b"\n"))
    (tmp_path / "copy").write_bytes(data)
    assert imported(database, tmp_path / "copy").new_lines == 0


def test_an_open_last_line_when_another_file_has_lines_of_its_time(tmp_path: Path) -> None:
    """The half line gives way to the whole one, though the file is then read from its beginning."""
    stamp = b"2026-11-20 10:00:0"
    start = (
        stamp + b"0 1xUXxL-0000000003L-3SEU <= a@x.example H=h [192.0.2.1] P=esmtp S=360 for b@y.example\n"
    )
    whole = stamp + b"1 1xUXxL-0000000003L-3SEU => b@y.example R=r T=t H=mx.y.example [192.0.2.2]\n"
    live, other, database = tmp_path / "mainlog", tmp_path / "mainlog.1", tmp_path / "mailtui.db"
    live.write_bytes(start + whole[:60])
    imported(database, live)
    other.write_bytes(stamp + b"1 1xUXxM-0000000003L-3SEU Completed\n" + stamp + b"2 end\n")
    imported(database, other)
    live.write_bytes(start + whole + stamp + b"2 1xUXxL-0000000003L-3SEU Completed\n")
    imported(database, live)
    assert raws(database) == sorted((live.read_bytes() + other.read_bytes()).splitlines())
    with closing(sqlite3.connect(database)) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    assert broken == []
