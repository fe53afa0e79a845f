"""`mailtui incidents` and `mailtui incident`: the same incidents in every form, and what people decide."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.incidents_read import log

from mailtui.cli import incidents_output
from mailtui.cli.incident_output import sparkline
from mailtui.cli.main import run
from mailtui.model.moment import DAY, HOUR, MINUTE
from mailtui.services.imports import import_logs
from mailtui.services.people import who_am_i

ISSUE = (
    "id signature class side provider host severity state onset recovered first_seen last_seen messages "
    "recipients sample_reply next_bounce"
)


@pytest.fixture(autouse=True)
def outages(database: Path, tmp_path: Path) -> None:
    """The stories of `tests.incidents_read.log` in the database of the commands."""
    path = tmp_path / "outages"
    path.write_text("".join(f"{line}\n" for line in log.story()))
    assert not import_logs(database, [str(path)], server="mx1", zone="UTC").problems


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(["incidents", "--json", *arguments]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["incident", "--json", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = listed(capsys)
    assert list(one)[:16] == ISSUE.split()
    assert (one["class"], one["side"], one["area"], one["provider"]) == (
        *("rate-limited", "us", "volume", "slow.example"),
    )
    assert (one["host"], one["state"], one["recovered"]) == ("mx.slow.example", "new", None)
    assert (one["messages"], one["recipients"], one["waiting"]) == (13, 13, 13)
    assert one["onset"] == one["first_seen"] == "2026-11-20T10:00:06+00:00"
    assert one["last_seen"] == "2026-11-20T11:11:06+00:00"
    assert one["next_bounce"].startswith("2026-11-24T")
    assert one["sample_reply"] == log.LATE
    assert "slow.example via mx1: rate-limited at banner" in one["signature"]


def test_those_that_are_over_are_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert [one["provider"] for one in listed(capsys, "--all")] == ["slow.example", "fast.example"]
    assert [one["provider"] for one in listed(capsys, "--all", "--limit", "1")] == ["slow.example"]
    assert listed(capsys, "--all", "class:rate-limited", "to:s1")[0]["provider"] == "slow.example"
    assert listed(capsys, "to:f1") == []


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["incidents", "--csv", "--all"]) == 0
    captured = capsys.readouterr()
    heading, *rows = csv.reader(io.StringIO(captured.out))
    assert (tuple(heading), len(rows), captured.err) == (incidents_output.KEYS, 2, "")
    assert dict(zip(heading, rows[1], strict=True))["recovered"] == "2026-11-20T10:00:00+00:00"


def test_a_table_of_eighty_columns_says_what_matters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["incidents", "--all"]) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].split()[1:8] == ["class", "side", "provider", "people", "onset", "state", "bounces"]
    assert lines[1].split()[1:8] == ["rate-limited", "US", "slow.example", "13", "11-20", "10:00", "new"]
    assert lines[2].split()[1:4] == ["mailbox-full", "RCPT", "fast.example"]
    assert captured.err == "2 incidents\n"


def test_a_long_provider_gives_way_to_what_matters() -> None:
    row = (
        12,
        "recipient-restricted",
        "POLICY",
        "a-long-name.provider.example",
        412,
        "11-20 10:00",
        "waiting",
    )
    rest = ("in 26 h", 400, "high", "11-20 11:00", 415, "ann", "mx1", "192.0.2.25", "550 no")
    (cut,) = incidents_output.fitted([(*row, *rest)], 80)
    assert len("  ".join(map(str, cut[:7]))) <= 80
    assert cut[3].startswith("a-long-")
    (whole,) = incidents_output.fitted([(*row, *rest)], 200)
    assert whole[3] == "a-long-name.provider.…"


def test_plain_cuts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["incidents", "--plain", "provider:slow"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[1].endswith(log.LATE)
    assert captured.out.splitlines()[0].endswith("reply"), "nothing is padded to the longest reply"
    assert captured.err == ""


def test_an_error_of_a_query_is_shown_at_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["incidents", "clas:local"]) == 2
    assert capsys.readouterr().err.splitlines()[:2] == ["clas:local", "^^^^"]


def test_when_nothing_is_failing_it_says_since_when(capsys: pytest.CaptureFixture[str]) -> None:
    number = listed(capsys)[0]["id"]
    assert run(["incident", str(number), "--state", "ignored"]) == 0
    capsys.readouterr()
    assert run(["incidents"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("no incident is open; last failure ")
    assert captured.err.endswith(" ago; 1 single failure: mailtui search is:unfiled\n")
    assert run(["incidents", "to:nobody"]) == 0
    assert "no incident" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("length", "text"), [(3 * HOUR + MINUTE, "3 h"), (2 * DAY, "2 d"), (MINUTE, "1 min"), (3, "a moment")]
)
def test_how_long_ago(length: int, text: str) -> None:
    assert incidents_output.ago(length) == text


def test_one_incident_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    number = str(listed(capsys)[0]["id"])
    one = shown(capsys, number, "--limit", "5")
    assert list(one)[:16] == ISSUE.split()
    assert (one["total"], one["total_is_exact"], len(one["rows"]), len(one["evidence"])) == (13, True, 5, 5)
    assert one["rows"][0]["recipient"] == "late@slow.example"
    assert one["diagnosis"]["class"] == "rate-limited"
    assert one["diagnosis"]["proof"]["raw"]["line"] > 0
    assert one["evidence"][0]["text"].startswith("2026-11-20 11:11:06 1xU")
    assert len(one["hours"]) == 24


def test_one_incident_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    number = listed(capsys)[0]["id"]
    assert run(["incident", f"#{number}"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"incident {number}: rate-limited at slow.example via mx1, new\n")
    for part in (
        "people      13 in 13 messages, 24 failures, 13 wait",
        "onset       2026-11-20 10:00:06",
        "CAUSE   rate-limited",
        "SIDE    US (volume)",
        f"deliveries: 13 of 13; all of them: mailtui search inc:{number}",
        "s11@slow.example",
        "evidence, newest first:",
        "outages:",
    ):
        assert part in text


def test_one_that_is_over_has_a_card_too(capsys: pytest.CaptureFixture[str]) -> None:
    number = listed(capsys, "--all")[1]["id"]
    assert run(["incident", str(number)]) == 0
    text = capsys.readouterr().out
    assert "CAUSE   mailbox-full" in text
    assert "recovered   2026-11-20 10:00:00" in text
    assert "NEXT    Nothing to fix here" in text
    assert shown(capsys, str(number))["diagnosis"] is None


def test_state_and_assignee(capsys: pytest.CaptureFixture[str]) -> None:
    number = str(listed(capsys)[0]["id"])
    assert run(["incident", number, "--state", "waiting", "--assign", "me"]) == 0
    captured = capsys.readouterr()
    me = who_am_i()
    assert captured.out == ""
    assert captured.err == f"incident {number} is waiting now\nincident {number} is with {me} now\n"
    one = shown(capsys, number, "--assign", "ann")
    assert (one["state"], one["assignee"]) == ("waiting", "ann")
    assert run(["incident", number, "--assign", "nobody"]) == 0
    assert listed(capsys)[0]["assignee"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["999"], 1, ("there is no incident 999", "mailtui incidents --all")),
        (["999", "--state", "open"], 1, ("there is no incident 999",)),
        (["x"], 2, ("no number of an incident", "mailtui incidents")),
        (["9" * 30], 2, ("no number of an incident",)),
        (["1", "--state", "done"], 2, ("resolved",)),
    ],
)
def test_errors_say_the_next_step(
    arguments: list[str], code: int, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["incident", *arguments]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert all(word in captured.err for word in words)


def test_a_sparkline_shows_every_hour_that_had_a_failure() -> None:
    assert sparkline((0, 1, 50, 100)) == "| ▁▄█| at most 100 in an hour"
    assert sparkline((0, 0)) == "no failure"


def test_a_limit_of_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["incidents", "--limit", "0"]) == 2
    assert "--limit" in capsys.readouterr().err
