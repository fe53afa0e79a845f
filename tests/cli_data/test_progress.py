"""The progress bar: on a terminal only, with lines per second, safe on any file name."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest
from rich.console import Console

from mailtui.cli.main import run
from mailtui.cli.progress import as_progress, bar
from mailtui.model.job import JobView
from mailtui.model.moment import SECOND
from mailtui.model.view import ImportProgress
from mailtui.store import progress as board
from mailtui.store.engine import writer
from mailtui.store.lock import writing


def shown(now: ImportProgress, width: int = 120) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=width, color_system=None)
    with bar(console) as show:
        show(now)
    return stream.getvalue()


def test_the_file_its_share_and_the_speed_are_shown() -> None:
    text = shown(ImportProgress("/logs/mainlog.2.gz", 1, 3, 50, 200, 12_345, 98_765.4, 0))
    assert "mainlog.2.gz 2/3" in text
    assert "25%" in text
    assert "12 345 lines, 98 765/s" in text


def test_bytes_per_second_and_the_time_left_are_shown_at_once() -> None:
    text = shown(ImportProgress("/logs/mainlog", 0, 1, 50_000_000, 200_000_000, 10, 10.0, 0, 20.0))
    assert "2.5 MB/s" in text
    assert "1 min left" in text


def test_in_80_columns_nothing_is_cut() -> None:
    text = shown(
        ImportProgress("/l/mainlog.12.gz", 11, 30, 5_000_000, 9_000_000_000, 1_234_567, 98_765.0, 0, 0.5), 80
    )
    assert "mainlog.12.gz 12/30" in text
    assert "1 234 567 lines, 98 765/s, 10.0 MB/s" in text
    assert "15 min left" in text


def test_a_job_of_a_worker_has_a_time_left_too() -> None:
    began = time.time_ns() // 1000 - 10 * SECOND
    job = JobView(1, "import", {}, "ann", began, began, None, 20, 100, "bytes", "/a", None, False, None)
    text = shown(as_progress(job))
    assert "40 s left" in text


def test_status_says_how_far_an_import_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "mailtui.db"
    engine = writer(database)
    at = ImportProgress("/logs/mainlog.2.gz", 1, 3, 50_000_000, 200_000_000, 80_000, 4_000.0, 3, 20.0)
    with writing(database), engine.begin() as connection:
        board.tell(connection, time.time_ns() // 1000, at)
        connection.commit()
        assert run(["status", "--db", str(database)]) == 0
        assert (
            "importing mainlog.2.gz, file 2 of 3: 50.0 of 200.0 MB, 2.5 MB/s, 4 000 lines/s, "
            "1 min left, 3 lines not understood"
        ) in capsys.readouterr().out
        assert run(["status", "--json", "--db", str(database)]) == 0
    told = json.loads(capsys.readouterr().out)["progress"]
    assert (told["bytes_per_second"], told["seconds_left"]) == (2_500_000, 60)
    engine.dispose()


def test_a_pipe_has_no_share() -> None:
    text = shown(ImportProgress("standard input", 0, 1, 50, 0, 1, 1.0, 0))
    assert "standard input" in text
    assert "%" not in text.replace("\x1b[2K", "")


def test_a_file_name_is_never_markup_or_control() -> None:
    text = shown(ImportProgress("/logs/[red]x\x1b]0;boo\x07", 0, 1, 1, 2, 1, 1.0, 0))
    assert "[red]x\\x1b]0;boo\\x07" in text
