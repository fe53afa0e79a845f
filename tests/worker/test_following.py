"""Logs that grow, are rotated in every way, vanish and come: the same facts as of the whole log at once."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from tests.importing.facts import Facts, differences, facts, imported
from tests.worker.following import Watched

from mailtui.errors import InputError
from mailtui.ingest import files
from mailtui.store import care, sources

Follow = Callable[..., Watched]


@pytest.fixture
def follow(tmp_path: Path, settled: None) -> Iterator[Follow]:
    """Begins to follow logs into a database."""
    begun: list[Watched] = []

    def begin(*logs: Path | str) -> Watched:
        begun.append(Watched(tmp_path / "mailtui.db", *logs))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the mail server writes."""
    (tmp_path / "logs").mkdir()
    return tmp_path / "logs" / "mainlog"


def append(log: Path, *data: bytes) -> None:
    with log.open("ab") as file:
        file.write(b"".join(data))


def assert_same(watched: Watched, expected: Facts) -> None:
    assert differences(facts(watched.work.database), expected) == {}
    assert care.damage(watched.work.database) == []


def test_a_log_that_grows_in_pieces_of_any_size(
    lines: list[bytes], whole: Facts, log: Path, follow: Follow
) -> None:
    data, chance = b"".join(lines), random.Random(1)
    watched = follow(log.parent)
    while data:
        size = chance.choice((1, 50, 400, 3000, 20_000))
        append(log, data[:size])
        data = data[size:]
        watched.look()
    assert_same(watched, whole)
    assert blocks(watched) <= len(lines) // 1024 + 1


def test_a_log_that_was_read_before_a_restart_counts(lines: list[bytes], log: Path, follow: Follow) -> None:
    append(log, *lines[:50])
    watched = follow(log.parent)
    watched.look()
    assert watched.follower.files == 1
    watched.restart()
    watched.look()
    assert watched.follower.files == 1
    log.unlink()
    watched.look()
    watched.look()
    assert watched.follower.files == 0


def test_a_log_whose_rights_were_mended_is_read_at_once(
    lines: list[bytes], log: Path, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, *lines[:50])
    log.chmod(0)
    watched = follow(log)
    with monkeypatch.context() as refused:
        refused.setattr(files, "open_log", _refuse)
        assert watched.look() == 0
    assert "may not be read" in troubles(watched)
    assert watched.look() == 0  # nobody changed anything, and it is not tried all the time
    log.chmod(0o640)
    assert watched.look() == 50
    assert troubles(watched) == ""


def _refuse(path: str, *_: object) -> NoReturn:
    raise InputError(f"{path} may not be read", "setfacl")


def test_trouble_with_a_file_ends_with_the_file(log: Path, follow: Follow) -> None:
    append(log, b"no log\n" * 50)
    watched = follow(log)
    watched.look()
    assert "not an Exim log" in troubles(watched)
    log.unlink()
    watched.look()
    assert troubles(watched) == ""


def troubles(watched: Watched) -> str:
    with watched.engine.connect() as connection:
        return "; ".join(one.error or "" for one in sources.standing(connection))


def blocks(watched: Watched) -> int:
    with watched.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM raw_block").scalar_one())


def test_nothing_is_imported_when_nothing_was_written(lines: list[bytes], log: Path, follow: Follow) -> None:
    watched = follow(log)
    append(log, *lines[:10])
    assert watched.look() == 10
    assert watched.look() == 0
    watched.restart()
    assert watched.look() == 0
    append(log, lines[10])
    assert watched.look() == 1


def test_renamed_with_late_lines_in_the_old_file(
    lines: list[bytes], whole: Facts, log: Path, follow: Follow
) -> None:
    """The server goes on writing to the file it has open, and to the new one; they have equal seconds."""
    watched, third = follow(log.parent), len(lines) // 3
    append(log, *lines[:third])
    watched.look()
    old = log.rename(log.with_name("mainlog.1"))
    for number, line in enumerate(lines[third : 2 * third]):
        append(log if number % 3 else old, line)
        if number % 5 == 0:
            watched.look()
    append(log, *lines[2 * third :])
    watched.look()
    assert_same(watched, whole)


def test_copied_and_truncated(lines: list[bytes], whole: Facts, log: Path, follow: Follow) -> None:
    watched, half = follow(log.parent), len(lines) // 2
    append(log, *lines[: half - 5])
    watched.look()
    append(log, *lines[half - 5 : half])  # the copy has lines that were not read in the original
    shutil.copy2(log, log.with_name("mainlog.1"))
    log.write_bytes(b"")
    watched.look()
    append(log, *lines[half:])
    watched.look()
    assert_same(watched, whole)


def test_truncated_and_longer_again_before_anybody_looked(
    lines: list[bytes], whole: Facts, log: Path, follow: Follow
) -> None:
    watched, part = follow(log.parent), len(lines) // 5
    append(log, *lines[:part])
    watched.look()
    log.write_bytes(b"".join(lines[part:]))
    watched.look()
    assert_same(watched, whole)


def test_deleted_and_begun_anew(lines: list[bytes], whole: Facts, log: Path, follow: Follow) -> None:
    watched, half = follow(log.parent), len(lines) // 2
    append(log, *lines[:half])
    watched.look()
    with log.open("ab") as held:
        log.unlink()
        held.write(b"".join(lines[half : half + 7]))  # by the process that had it open
        append(log, *lines[half + 7 :])
        held.flush()
        watched.look()
    watched.look()
    assert_same(watched, whole)


def test_down_for_days(lines: list[bytes], whole: Facts, log: Path, follow: Follow) -> None:
    """Rotated and compressed logs are read first, the oldest first."""
    quarter = len(lines) // 4 + 1
    parts = [b"".join(lines[n * quarter : (n + 1) * quarter]) for n in range(4)]
    watched = follow(log)  # the file alone is named: its kin comes with it
    append(log, parts[0][: len(parts[0]) // 2])
    watched.look()
    watched.close()
    log.unlink()
    for name, part in zip(("mainlog.3.gz", "mainlog.2.gz"), parts[:2], strict=True):
        log.with_name(name).write_bytes(gzip.compress(part))
    log.with_name("mainlog.1").write_bytes(parts[2])
    append(log, parts[3])
    again = follow(log)
    again.look()
    assert_same(again, whole)


def test_compressed_after_rotation_it_is_not_read_again(
    lines: list[bytes], log: Path, follow: Follow
) -> None:
    watched = follow(log.parent)
    append(log, *lines[:500])
    watched.look()
    old = log.rename(log.with_name("mainlog.1"))
    watched.look()
    old.with_name("mainlog.1.gz").write_bytes(gzip.compress(old.read_bytes()))
    old.unlink()
    assert watched.look() == 0


def test_a_folder_that_comes_later(lines: list[bytes], tmp_path: Path, follow: Follow) -> None:
    folder = tmp_path / "later"
    watched = follow(folder)
    assert watched.look() == 0
    folder.mkdir()
    append(folder / "mainlog", lines[0])
    assert watched.look() == 1


def test_a_pattern(lines: list[bytes], tmp_path: Path, follow: Follow) -> None:
    watched = follow(f"{tmp_path}/mx?/mainlog*")
    assert watched.look() == 0
    (tmp_path / "mx1").mkdir()
    append(tmp_path / "mx1" / "mainlog", lines[0])
    append(tmp_path / "mx1" / "notes", lines[1])
    assert watched.look() == 1


def test_a_last_line_without_its_newline_waits_and_is_taken_at_last(
    lines: list[bytes], log: Path, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = follow(log)
    append(log, *lines[:5])
    watched.look()
    append(log, lines[5][:40])
    assert watched.look() == 0
    monkeypatch.setattr("mailtui.ingest.tailing.LINE_PATIENCE", -1.0)
    assert watched.look() == 1
    assert watched.look() == 0
    append(log, lines[5][40:], lines[6])
    watched.look()
    alone = log.with_name("alone.db")
    (log.parent / "copy").write_bytes(b"".join(lines[:7]))
    imported(alone, log.parent / "copy")
    assert_same(watched, facts(alone))


def test_a_record_of_the_reject_log_in_pieces(tmp_path: Path, log: Path, follow: Follow, monkeypatch) -> None:
    """Its lines belong together however they come."""
    monkeypatch.setattr("mailtui.ingest.tailing.RECORD_PATIENCE", 3600.0)
    head = b"2026-11-20 10:00:0%d 1xUXxL-0000000003L-3SE%d H=h [192.0.2.1] F=<a@x.example> "
    head += b"rejected after DATA: no\n"
    body = b"Envelope-from: <a@x.example>\nEnvelope-to: <b@y.example>\nP Received: from h\n  Subject: one\n"
    data = b"".join(head % (number, number) + body for number in range(4))
    reject = log.with_name("rejectlog")
    watched = follow(log.parent)
    append(reject, data[:60])
    for start in range(60, len(data), 60):
        append(reject, data[start : start + 60])
        watched.look()
    monkeypatch.setattr("mailtui.ingest.tailing.RECORD_PATIENCE", -1.0)
    watched.look()
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / "rejectlog").write_bytes(data)
    imported(tmp_path / "whole.db", tmp_path / "whole" / "rejectlog")
    assert_same(watched, facts(tmp_path / "whole.db"))


def test_a_file_that_cannot_be_read_is_told_and_costs_nothing_else(
    lines: list[bytes], log: Path, follow: Follow
) -> None:
    from mailtui.services.standing import standings

    append(log, *lines[:3])
    log.with_name("mainlog.1.gz").write_bytes(b"\x1f\x8b\x08 this is no gzip")
    watched = follow(log.parent)
    watched.look()
    (source,) = standings(watched.work.database, 0).sources
    assert source.lines == 3
    assert "mainlog.1.gz" in (source.error or "")
    assert source.state == "error"


@pytest.mark.parametrize("seed", range(4))
def test_any_course_of_things(lines: list[bytes], whole: Facts, log: Path, follow: Follow, seed: int) -> None:
    """Writing, every kind of rotation, restarts and looks in any order."""
    chance, data, watched = random.Random(seed), b"".join(lines), follow(log.parent)
    append(log, data[:200])
    data, number = data[200:], 100
    while data:
        size = chance.randrange(1, 12_000)
        append(log, data[:size])
        whole_lines = data[:size].endswith(b"\n")
        data = data[size:]
        what = chance.choice(("look", "look", "rename", "copy", "compress", "restart", "nothing"))
        if what in ("rename", "copy") and not whole_lines:
            rest = data.find(b"\n") + 1
            append(log, data[:rest])
            data = data[rest:]
        number -= what in ("rename", "copy")
        if what == "rename":
            log.rename(log.with_name(f"mainlog.{number}"))
            append(log, data[:100])
            data = data[100:]
        elif what == "copy":
            shutil.copy2(log, log.with_name(f"mainlog.{number}"))
            log.write_bytes(b"")
        elif what == "compress":
            compress(log, chance)
        elif what == "restart":
            watched.restart()
        elif what == "look":
            watched.look()
    watched.look()
    assert_same(watched, whole)


def compress(log: Path, chance: random.Random) -> None:
    old = sorted(path for path in log.parent.glob("mainlog.*") if path.suffix != ".gz")
    if old:
        path = chance.choice(old)
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
