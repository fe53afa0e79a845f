"""`mailtui trace`: one message with its proof, or the list of those that have the id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli_data.logs import MAIN

from mailtui.cli.main import run
from mailtui.config.paths import rules_file
from mailtui.services.imports import import_logs

pytestmark = pytest.mark.usefixtures("filled")


def traced(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert run(["trace", "--json", *arguments]) == code
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_json(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = traced(capsys, "1xU1aA-000000001AB-2cD1")
    assert answer["message"]["message_id"] == "one@client.example"
    assert [row["recipient"] for row in answer["recipients"]] == ["bob@corp.example", "carol@corp.example"]
    threads = {(thread["kind"], thread["name"]): thread for thread in answer["threads"]}
    carol = threads["recipient", "carol@corp.example"]
    (event,) = carol["events"]
    assert event["kind"] == "deferral"
    assert (event["host"], event["smtp_code"]) == ("mx.corp.example", 451)
    assert "Greylisted" in event["reply"]
    raw = event["raw"]
    assert (raw["file"], raw["line"]) == (str(log), 4)
    assert MAIN[raw["offset"] :].startswith(raw["text"].encode() + b"\n")


def test_a_bounce_and_its_cause_point_at_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    failed, bounce = "1xU1bB-000000002AB-0aB2", "1xU1bC-000000003AB-1cD3"
    related = traced(capsys, failed)["related"]
    assert [(other["relation"], other["queue_id"]) for other in related] == [("bounced by", bounce)]
    related = traced(capsys, bounce)["related"]
    assert [(other["relation"], other["queue_id"]) for other in related] == [("bounce of", failed)]


@pytest.mark.parametrize("identifier", ["one@client.example", "<one@client.example>"])
def test_by_message_id(identifier: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced(capsys, identifier)["message"]["queue_id"] == "1xU1aA-000000001AB-2cD1"


def test_the_story_for_people(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "1xU1bB-000000002AB-0aB2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1xU1bB-000000002AB-0aB2 on mx1: bounced"
    assert "  subject     [red]offer[/red]" in lines
    assert "nobody@big.example: bounced" in lines
    assert any(line.endswith(f"({log}:6)") and "550" in line for line in lines)
    assert lines[-1].startswith("bounced by 1xU1bC-000000003AB-1cD3 on mx1")


def test_each_failure_has_its_diagnosis(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    threads = {thread["name"]: thread for thread in traced(capsys, "1xU1aA-000000001AB-2cD1")["threads"]}
    carol = threads["carol@corp.example"]["diagnosis"]
    assert (carol["class"], carol["side"], carol["rule"]) == ("greylisted", "them", "greylisted")
    assert (carol["suppress"], carol["inherited"]) == ("never", False)
    assert "Greylisted" in carol["text"]
    assert (carol["proof"]["raw"]["file"], carol["proof"]["raw"]["line"]) == (str(log), 4)
    assert threads["bob@corp.example"]["diagnosis"] is None
    assert threads["message"]["diagnosis"] is None


def test_the_card_for_people(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "1xU1aA-000000001AB-2cD1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    labels = [line.split()[0] for line in lines if line.startswith("  ") and line.split()[0].isupper()]
    assert labels == ["CAUSE", "SIDE", "PROOF", "OUTLOOK", "NEXT", "COMMAND"]
    (cause,) = (line for line in lines if line.startswith("  CAUSE "))
    assert cause.startswith("  CAUSE   greylisted   confidence 0.")
    assert cause.endswith("  rule greylisted")
    assert any(line.startswith("  PROOF   2026-") and line.endswith(f"({log}:4)") for line in lines)


def test_broken_rules_are_told_beside_the_trace(capsys: pytest.CaptureFixture[str]) -> None:
    rules_file().parent.mkdir(parents=True, exist_ok=True)
    rules_file().write_text('[[rule]]\nid = "x"\n', "utf-8")
    assert run(["trace", "1xU1aA-000000001AB-2cD1"]) == 0
    assert "rules.toml:2: the rule has no class" in capsys.readouterr().out


def test_an_unknown_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "--json", "1xU9zZ-000000009AB-2cD1"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no message has the id 1xU9zZ-000000009AB-2cD1" in captured.err


def test_several_candidates_are_listed(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mainlog.mx2").write_bytes(MAIN)
    import_logs(database, [str(tmp_path / "mainlog.mx2")], server="mx2", zone="UTC")
    candidates = traced(capsys, "1xU1aA-000000001AB-2cD1", code=2)["candidates"]
    assert {candidate["server"] for candidate in candidates} == {"mx1", "mx2"}
    assert run(["trace", "1xU1aA-000000001AB-2cD1"]) == 2
    captured = capsys.readouterr()
    assert [line.split()[0] for line in captured.out.splitlines()[1:]] in (["mx1", "mx2"], ["mx2", "mx1"])
    assert "2 messages have the id" in captured.err
    assert "--server" in captured.err
    answer = traced(capsys, "1xU1aA-000000001AB-2cD1", "--server", "mx2")
    assert answer["message"]["server"] == "mx2"
    assert [other["server"] for other in answer["related"]] == ["mx1"]
