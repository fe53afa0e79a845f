"""A copy leaves the program: into a real tmux and its terminal, and as OSC 52 where there is no tmux."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.real.ptys import Pty
from tests.real.test_terminal import Terminal

from mailtui.query import parse
from mailtui.services.demo import folder
from mailtui.services.desk import open_desk

NOW = 1_795_000_000_000_000
HIDDEN = ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "COLUMNS", "LINES", "NO_COLOR")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder.prepare(tmp_path_factory.mktemp("place") / "demo", NOW).database


@pytest.fixture
def queue_id(database: Path) -> str:
    """That of the newest mail to Fiona."""
    search = open_desk(database).search
    (row,) = search.rows(search.keys(parse("to:fiona@postbox.example is:waiting"), 1))
    assert row.queue_id
    return row.queue_id


@pytest.fixture
def terminal(needs: Callable[[str], str], tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(needs("tmux"), tmp_path / "socket")
    yield made
    made.close()


def program(database: Path) -> list[str]:
    return [sys.executable, "-m", "mailtui", "--db", str(database)]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    return {**kept, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **more}


def osc52(text: str) -> bytes:
    """What a terminal reads: OSC 52, selection c, base64, BEL."""
    return b"\x1b]52;c;" + b64encode(text.encode()) + b"\x07"


def test_in_tmux_the_buffer_has_it_and_the_terminal_around_tmux_gets_it(
    terminal: Terminal, database: Path, queue_id: str, tmp_path: Path
) -> None:
    terminal.start(program(database), 80, 24)
    terminal.wait_for("PEOPLE")
    socket = str(tmp_path / "socket")
    outer = Pty(["tmux", "-S", socket, "attach", "-t", "test"], environment())
    try:
        outer.wait_for(b"PEOPLE")
        terminal.press("2")
        terminal.wait_for("everything")
        terminal.press("/")
        terminal.type("to:fiona@postbox.example is:waiting")
        terminal.press("Enter")
        terminal.wait_for("deferred")
        terminal.press("y", "i")  # at once: the letter is typed before the menu is painted
        shown = terminal.wait_for("copied by tmux")
        assert "-queue-id.txt" in shown
        ran = subprocess.run(["tmux", "-S", socket, "show-buffer"], capture_output=True, check=True)
        assert ran.stdout.decode() == queue_id
        written = outer.wait_for(b"\x1b]52;")
        if b64encode(queue_id.encode()) not in written:
            written = outer.wait_for(b64encode(queue_id.encode()))
    finally:
        outer.close()


@pytest.mark.parametrize("screen", [False, True])
def test_without_tmux_the_terminal_gets_osc_52(database: Path, queue_id: str, screen: bool) -> None:
    shown = Pty(program(database), environment(**({"STY": "1.pts-0.here"} if screen else {})))
    try:
        shown.wait_for(b"PEOPLE")
        shown.press("2")
        shown.wait_for(b"everything, newest")
        shown.press("/")
        shown.wait_for(b"complete")
        shown.forget()
        shown.press("to:fiona@postbox.example is:waiting\r")
        shown.wait_for("↻".encode())
        shown.wait_for(b"who else")  # the keys of the list: the query line is left
        shown.press("yi")
        wrapped = b"\x1bP" + osc52(queue_id) + b"\x1b\\"
        written = shown.wait_for(wrapped if screen else osc52(queue_id))
        assert (wrapped in written) == screen
        shown.wait_for(b"by OSC 52")
    finally:
        shown.close()
