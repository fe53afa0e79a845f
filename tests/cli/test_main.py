"""How the program starts and ends: options, errors, exit codes, signals, pipes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import click
import pytest

from mailtui import __version__
from mailtui.cli import lazy
from mailtui.cli.main import run
from mailtui.errors import StoreLockedError

MAILTUI = [sys.executable, "-m", "mailtui"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"mailtui {__version__}\n"


def test_help_lists_every_command_in_the_order_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = [
        line.split()[0]
        for line in capsys.readouterr().out.partition("Commands:\n")[2].splitlines()[: len(lazy.TABLE)]
    ]
    assert listed == list(lazy.TABLE)


@pytest.mark.parametrize("name", lazy.TABLE)
def test_the_table_agrees_with_the_commands(name: str) -> None:
    command = lazy.LazyGroup().get_command(click.Context(click.Command("mailtui")), name)
    assert command is not None
    assert command.get_short_help_str(200) == lazy.TABLE[name][1]


@pytest.mark.parametrize("name", lazy.TABLE)
def test_every_command_has_help_and_takes_a_database(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"Usage: mailtui {name}")
    assert "--db PATH" in text


def test_an_unknown_command_gets_its_neighbour(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serach", "bob"]) == 2
    assert capsys.readouterr().err == (
        "mailtui: there is no command 'serach'\n  did you mean `mailtui search`?\n"
    )


def test_the_screens_need_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "needs a terminal" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--db", "x.db", "config"], ["config", "--db", "x.db"]])
def test_the_database_option_stands_before_or_after(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 0
    assert re.search(r"^db +x\.db +option \(--db\)$", capsys.readouterr().out, re.MULTILINE)


def test_the_inner_database_option_wins(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", "a.db", "config", "--db", "b.db"]) == 0
    out = capsys.readouterr().out
    assert "b.db" in out
    assert "a.db" not in out


class _Failing(click.Group):
    error: BaseException

    def main(self, *_: object, **__: object) -> None:
        raise self.error


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> type[_Failing]:
    monkeypatch.setattr("mailtui.cli.main.cli", _Failing())
    return _Failing


def test_an_error_is_printed_once_with_its_hint(
    failing: type[_Failing], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.error = StoreLockedError("locked by \x1b[31m9", "wait\nor stop it")
    assert run([]) == 5
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "mailtui: locked by \\x1b[31m9\n  wait\n  or stop it\n"


def test_control_c_is_130(failing: type[_Failing]) -> None:
    failing.error = KeyboardInterrupt()
    assert run([]) == 130


def test_an_interrupted_process_leaves_with_130_and_no_traceback() -> None:
    program = (
        "import time; from mailtui.cli import app, main;"
        "app.open_tui = lambda path, **_: (print('up', flush=True), time.sleep(30));"
        "raise SystemExit(main.run([]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=20)
    assert child.returncode == 130
    assert err.strip() == ""


def test_a_closed_pipe_is_quiet() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        child = subprocess.run([*MAILTUI, "config"], stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert child.returncode == 1
    assert b"Traceback" not in child.stderr
    assert b"Broken" not in child.stderr
