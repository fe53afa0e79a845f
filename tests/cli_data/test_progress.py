"""The progress bar: on a terminal only, with lines per second, safe on any file name."""

from __future__ import annotations

import io

from rich.console import Console

from mailtui.cli.progress import bar
from mailtui.model.view import ImportProgress


def shown(now: ImportProgress) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=120, color_system=None)
    with bar(console) as show:
        show(now)
    return stream.getvalue()


def test_the_file_its_share_and_the_speed_are_shown() -> None:
    text = shown(ImportProgress("/logs/mainlog.2.gz", 1, 3, 50, 200, 12_345, 98_765.4, 0))
    assert "mainlog.2.gz 2/3" in text
    assert "25%" in text
    assert "12 345 lines, 98 765/s" in text


def test_a_pipe_has_no_share() -> None:
    text = shown(ImportProgress("standard input", 0, 1, 50, 0, 1, 1.0, 0))
    assert "standard input" in text
    assert "%" not in text.replace("\x1b[2K", "")


def test_a_file_name_is_never_markup_or_control() -> None:
    text = shown(ImportProgress("/logs/[red]x\x1b]0;boo\x07", 0, 1, 1, 2, 1, 1.0, 0))
    assert "[red]x\\x1b]0;boo\\x07" in text
