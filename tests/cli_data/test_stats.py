"""`mailtui stats`: totals, of everything or since a point in time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli_data.logs import LINES

from mailtui.cli.main import run

pytestmark = pytest.mark.usefixtures("filled")


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["messages"] == 3
    assert answer["recipients"] == {"accepted": 1, "unknown": 1, "bounced": 1, "delivered": 1}
    assert answer["attempts"] == {"success": 2, "defer": 1, "bounce": 1}
    assert answer["rejections"] == 1
    assert answer["entries"]["arrival"] == 3
    assert sum(answer["entries"].values()) == LINES
    assert answer["unrecognised"] == answer["entries"].get("unrecognised", 0)


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats"]) == 0
    rows = [line.rsplit(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert rows[:3] == [["what", "number"], ["messages", "3"], ["recipients", "4"]]
    assert ["log entries", str(LINES)] in rows
    assert ["  bounced", "1"] in rows


def test_since(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--json", "--since", "2026-11-20T09:05"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["messages"], answer["rejections"]) == (2, 1)
    assert run(["stats", "--json", "--since", "2026-11-21"]) == 0
    assert json.loads(capsys.readouterr().out)["messages"] == 0


def test_a_time_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--since", "soon"]) == 2
    assert "'soon' is no point in time" in capsys.readouterr().err


def test_lines_that_were_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--unrecognised", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["line"] for line in found] == sorted((line["line"] for line in found), reverse=True)
    assert all(line["file"].endswith("mainlog") and line["time"] for line in found)
    assert run(["stats", "--json"]) == 0
    assert len(found) == json.loads(capsys.readouterr().out)["unrecognised"]


def test_lines_that_were_not_understood_for_people(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with log.open("ab") as file:
        file.write(b"no stamp and \x1b[31m no sense\n")
    assert run(["import", str(log)]) == 0
    capsys.readouterr()
    assert run(["stats", "--unrecognised", "--limit", "1"]) == 0
    heading, line = capsys.readouterr().out.splitlines()
    assert heading.split() == ["time", "file", "and", "line", "not", "understood"]
    assert f"{log}:{LINES + 1}" in line
    assert "no sense" in line
    assert "\x1b" not in line
