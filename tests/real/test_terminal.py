"""The program in a real terminal: what a person sees after typing `mailtui`."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailtui.services.demo import folder

NOW = 1_795_000_000_000_000


class Terminal:
    """A tmux session of this test's own, on a socket of its own."""

    def __init__(self, tmux: str, socket: Path) -> None:
        self._tmux = [tmux, "-S", str(socket), "-f", "/dev/null"]

    def start(self, command: list[str], width: int, height: int) -> None:
        size = ("-x", str(width), "-y", str(height))
        self._run("new-session", "-d", "-s", "test", *size, shlex.join(command))

    def press(self, *keys: str) -> None:
        self._run("send-keys", "-t", "test", *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-t", "test", "-l", text)

    def wait_for(self, text: str, seconds: float = 30) -> str:
        """The screen as soon as it shows `text`."""
        end = time.monotonic() + seconds
        while text not in (shown := self._run("capture-pane", "-t", "test", "-p")):
            assert time.monotonic() < end, f"{text!r} never came; the screen:\n{shown}"
            time.sleep(0.1)
        return shown

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)

    def _run(self, *words: str) -> str:
        sizes = ("COLUMNS", "LINES")  # pytest's own; they would win over the terminal's size
        env = {name: value for name, value in os.environ.items() if name not in sizes}
        ran = subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=True, env=env)
        return ran.stdout


@pytest.fixture
def terminal(needs: Callable[[str], str], tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(needs("tmux"), tmp_path / "socket")
    yield made
    made.close()


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder.prepare(tmp_path_factory.mktemp("place") / "demo", NOW).database


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
def test_search_trace_and_leave(terminal: Terminal, database: Path, width: int, height: int) -> None:
    """Type a query, open a message, see the proof, go back, quit: the terminal is as it was."""
    shell = f"{shlex.join([sys.executable, '-m', 'mailtui', '--db', str(database)])}; echo left with $?; cat"
    terminal.start(["sh", "-c", shell], width, height)
    terminal.wait_for("PEOPLE")
    terminal.press("2")
    terminal.wait_for("delivered")
    terminal.press("/")
    terminal.type("to:fiona@postbox.example is:waiting")
    terminal.press("Enter")
    shown = terminal.wait_for("deferred")
    assert "fiona@postbox" in shown
    terminal.press("Enter")
    shown = terminal.wait_for("Mailbox full")
    assert "Mailbox full, over quota" in " ".join(shown.split())
    assert "still queued" in shown
    terminal.press("q")
    terminal.wait_for("is:waiting")
    terminal.press("q")
    terminal.wait_for("PEOPLE")
    terminal.press("q")
    terminal.wait_for("left with 0")


def test_a_database_that_is_not_there_says_what_to_do(terminal: Terminal, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mailtui", "--db", str(tmp_path / "none.db")]
    terminal.start(command, 80, 24)
    terminal.wait_for("mailtui import")
