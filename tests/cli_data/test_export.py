"""`mailtui export` and `mailtui yank`: the same answers as the screens give."""

from __future__ import annotations

import json
import os
import pty
import select
import sys
from pathlib import Path

import pytest

from mailtui.cli.main import run
from mailtui.model import visible

pytestmark = pytest.mark.usefixtures("filled")


@pytest.fixture(autouse=True)
def not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run switches on is off again for the next test."""
    monkeypatch.setattr(visible._Sharing, "on", False)


def test_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "to:@corp.example", "--format", "jsonl"]) == 0
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert {row["recipient"] for row in found} == {"bob@corp.example", "carol@corp.example"}
    assert captured.err == ""


def test_to_a_file_in_the_format_of_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.md"
    assert run(["export", "", "--output", str(path)]) == 0
    assert path.read_text().startswith("| time (UTC) |")
    assert capsys.readouterr().err == f"5 rows in {path}\n"
    assert run(["export", "", "--output", str(path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert run(["export", "", "--limit", "1", "--force", "--output", str(path)]) == 0


def test_without_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "", "--anonymise"]) == 0
    shown = capsys.readouterr().out
    assert "corp.example" in shown
    assert not [name for name in ("bob@", "alice@", "carol@", "bob ", "carol ") if name in shown]


def test_what_search_prints_as_csv_is_what_is_exported(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "--csv", ""]) == 0
    searched = capsys.readouterr().out
    assert run(["export", ""]) == 0
    assert capsys.readouterr().out == searched


def test_a_wrong_query_is_shown_at_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "stat:bounced"]) == 2
    assert "^^^^" in capsys.readouterr().err


def test_yank(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["yank", "1xU1aA-000000001AB-2cD1", "--what", "address"]) == 0
    assert "bob@corp.example" in capsys.readouterr().out
    assert run(["yank", "1xU1aA-000000001AB-2cD1"]) == 0
    listed = capsys.readouterr().out
    assert "ticket" in listed
    assert run(["yank", "status:bounced", "--query", "--what", "ticket"]) == 0
    assert capsys.readouterr().out.startswith("Mail from our server")


def test_yank_says_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["yank", "1xU1aA-0000000ZZZZ-2cD1", "--what", "address"]) == 1
    assert "--query" in capsys.readouterr().err
    assert run(["yank", "#99", "--what", "ticket"]) == 1
    assert run(["yank", "kind:rejection", "--query", "--what", "queue-id"]) == 1
    assert "before it got a queue id" in capsys.readouterr().err


def test_yank_copies_to_the_terminal_behind_a_pipe(
    capsys: pytest.CaptureFixture[str], database: Path
) -> None:
    """stdout goes into a pipe; the terminal still gets OSC 52."""
    child, terminal = pty.fork()
    if child == 0:
        for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY"):
            os.environ.pop(name, None)
        words = [
            "-m",
            "mailtui",
            "--db",
            str(database),
            "yank",
            "to:bob",
            "--query",
            "--what",
            "address",
            "--copy",
        ]
        os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
        os.execv(sys.executable, [sys.executable, *words])
    seen = b""
    while select.select([terminal], [], [], 60)[0]:
        try:
            seen += os.read(terminal, 4096)
        except OSError:
            break
    os.waitpid(child, 0)
    os.close(terminal)
    assert b"\x1b]52;c;Ym9iQGNvcnAuZXhhbXBsZQ==\x07" in seen
    assert b"Address copied by OSC 52" in seen


@pytest.mark.parametrize(
    "words",
    [
        ["search", "", "--json"],
        ["search", "", "--csv"],
        ["search", ""],
        ["trace", "1xU1aA-000000001AB-2cD1"],
        ["trace", "1xU1aA-000000001AB-2cD1", "--json"],
        ["export", "", "--format", "markdown"],
        ["export", "", "--format", "jsonl"],
        ["yank", "is:failed", "--query", "--what", "ticket"],
        ["yank", "", "--query", "--what", "lines"],
    ],
    ids=" ".join,
)
def test_masked_no_answer_has_a_name(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    people = ("alice", "bob@", "carol", "nobody")
    assert run(words) == 0
    plain = capsys.readouterr().out
    assert [name for name in people if name in plain]
    assert run(["--masked", *words]) == 0
    masked = capsys.readouterr().out
    assert not [name for name in people if name in masked]
    assert "corp.example" in masked or "big.example" in masked
    assert run(words) == 0
    assert capsys.readouterr().out == plain, "it is for one run"


def test_the_setting_masks_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILTUI_MASKED", "true")
    assert run(["search", "to:bob"]) == 0
    assert "bob" not in capsys.readouterr().out
