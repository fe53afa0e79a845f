"""The same lines give the same facts, however they come: in pieces, in any order, twice, compressed."""

from __future__ import annotations

import gzip
import lzma
import random
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from tests.importing.facts import Facts, differences, facts, imported

from mailtui.services.imports import import_logs
from mailtui.services.rediagnosing import rediagnose


def pieces(path: Path, cuts: list[int], overlap: int = 0) -> list[Path]:
    """The log as files of whole lines; each begins `overlap` lines before its cut."""
    lines = path.read_bytes().splitlines(keepends=True)
    edges = [0, *cuts, len(lines)]
    made = []
    for number, (start, end) in enumerate(pairwise(edges)):
        piece = path.with_name(f"piece{number}-{overlap}")
        piece.write_bytes(b"".join(lines[max(0, start - overlap) : end]))
        made.append(piece)
    return made


@pytest.mark.parametrize("overlap", [0, 500], ids=["apart", "overlapping"])
@pytest.mark.parametrize("seed", range(4))
def test_pieces_in_any_order(mainlog: Path, whole: Facts, tmp_path: Path, seed: int, overlap: int) -> None:
    """A log cut at any line gives the same facts, newest piece first or in any other order."""
    chance = random.Random(seed)
    count = mainlog.read_bytes().count(b"\n")
    parts = pieces(mainlog, sorted(chance.sample(range(1, count), 4)), overlap)
    chance.shuffle(parts)
    database = tmp_path / "mailtui.db"
    summaries = [imported(database, part) for part in parts]
    assert differences(facts(database), whole) == {}
    assert sum(summary.new_lines for summary in summaries) == count


def test_diagnosed_later(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    """An import that leaves causes and incidents out, and then all of them at once."""
    database = tmp_path / "mailtui.db"
    import_logs(database, [str(mainlog)], server="mx1", zone="UTC", diagnose=False)
    before = facts(database)
    assert not before["causes"]
    assert not before["incidents"]
    assert before["attempts"] == whole["attempts"]
    rediagnose(database, None, lambda _done, _of: None)
    assert differences(facts(database), whole) == {}


def test_the_same_file_again_adds_nothing(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    database = tmp_path / "mailtui.db"
    first = imported(database, mainlog)
    again = imported(database, mainlog)
    assert again.new_lines == again.messages == again.recipients == again.attempts == again.rejections == 0
    assert again.lines == first.lines
    assert differences(facts(database), whole) == {}


def test_copies_under_any_name_add_nothing(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    """Rotated, copied, compressed: a file is known by what is in it."""
    database = tmp_path / "mailtui.db"
    imported(database, mainlog)
    data = mainlog.read_bytes()
    shutil.copy(mainlog, tmp_path / "mainlog.1")
    (tmp_path / "mainlog.2.gz").write_bytes(gzip.compress(data))
    (tmp_path / "mainlog.3.xz").write_bytes(lzma.compress(data))
    (tmp_path / "mainlog.4.zst").write_bytes(zstandard.ZstdCompressor().compress(data))
    copies = imported(database, *tmp_path.glob("mainlog.*"))
    assert [file.new for file in copies.files] == [0, 0, 0, 0]
    assert differences(facts(database), whole) == {}


def test_a_log_that_grows_under_rotation(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    """Import, grow, rotate, compress, grow anew: every line once."""
    lines = mainlog.read_bytes().splitlines(keepends=True)
    database, live, old = tmp_path / "mailtui.db", tmp_path / "mainlog", tmp_path / "mainlog.1"
    third = len(lines) // 3
    live.write_bytes(b"".join(lines[:third]))
    imported(database, live)
    live.write_bytes(b"".join(lines[: 2 * third]))
    live.rename(old)
    live.write_bytes(b"".join(lines[2 * third :]))
    imported(database, live, old)
    (tmp_path / "mainlog.2.gz").write_bytes(gzip.compress(old.read_bytes()))
    assert imported(database, tmp_path / "mainlog.2.gz").new_lines == 0
    assert differences(facts(database), whole) == {}


def test_a_truncated_log_that_begins_anew(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    """copytruncate: the file is the same inode, its content is not."""
    lines = mainlog.read_bytes().splitlines(keepends=True)
    database, live = tmp_path / "mailtui.db", tmp_path / "mainlog"
    live.write_bytes(b"".join(lines[:3000]))
    imported(database, live)
    live.write_bytes(b"".join(lines[3000:]))
    imported(database, live)
    assert differences(facts(database), whole) == {}


@pytest.mark.parametrize("missing", [1, 40, 200])
def test_a_last_line_without_its_newline(mainlog: Path, whole: Facts, tmp_path: Path, missing: int) -> None:
    """A half-written line is kept as far as it goes, and gives way to the whole one."""
    data = mainlog.read_bytes()
    database, live = tmp_path / "mailtui.db", tmp_path / "mainlog"
    edge = data.index(b"\n", len(data) // 2) + 1
    live.write_bytes(data[: edge - missing])
    first = imported(database, live)
    assert imported(database, live).new_lines == 0
    live.write_bytes(data)
    second = imported(database, live)
    assert first.lines == data[: edge - missing].count(b"\n") + 1
    assert second.lines == data.count(b"\n")
    assert differences(facts(database), whole) == {}


def test_equal_lines_of_one_second_all_stay(tmp_path: Path) -> None:
    """Two lines that are the same to the letter are two lines; a copy of the file adds none."""
    line = b"2026-11-20 10:00:00 H=(bot) [192.0.2.9] F=<a@x.example> rejected RCPT <b@y.example>: no relay\n"
    other = b"2026-11-20 10:00:01 no host name found for IP address 192.0.2.9\n"
    database, log = tmp_path / "mailtui.db", tmp_path / "mainlog"
    log.write_bytes(line * 3 + other)
    assert imported(database, log).rejections == 3
    (tmp_path / "copy").write_bytes(b"\n" + line * 3 + other)
    assert imported(database, tmp_path / "copy").rejections == 0
    (tmp_path / "more").write_bytes(line * 5 + other)
    assert imported(database, tmp_path / "more").rejections == 2
    log.write_bytes(line * 3 + other + other)
    assert imported(database, log).new_lines == 1


def test_main_and_reject_log_tell_of_one_refusal(tmp_path: Path) -> None:
    """The reject log repeats the main log and adds the headers; in either order it is one rejection."""
    refused = (
        b"2026-11-20 10:00:00 1xUXxb-0000F6-0V H=mx [192.0.2.9] F=<a@x.example> rejected after DATA: spam\n"
    )
    headers = b"Envelope-from: <a@x.example>\nEnvelope-to: <b@y.example>\n  Subject: Cheap pills\n"
    main, reject = tmp_path / "mainlog", tmp_path / "rejectlog"
    main.write_bytes(refused)
    reject.write_bytes(refused + headers)
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    assert imported(one, main).rejections + imported(one, reject).rejections == 1
    assert imported(other, reject).rejections + imported(other, main).rejections == 1
    assert differences(facts(one), facts(other)) == {}
