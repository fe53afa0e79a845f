"""The trace of a mail that a service sent, and of the same mail on the server that handed it over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.events import examples

from mailtui.cli.main import run

PROVIDER_ID = examples.MAIL["messageId"]
LOG = f"""\
2026-11-20 09:59:58 1xU1aA-000000001AB-2cD1 <= news@shop.example H=client.example [203.0.113.77] P=esmtp \
S=900 id=m1@shop.example T="Spring" for ann@rcpt.example
2026-11-20 10:00:00 1xU1aA-000000001AB-2cD1 => ann@rcpt.example R=smarthost T=remote_smtp \
H=ses.example [192.0.2.27] C="250 Ok {PROVIDER_ID}"
2026-11-20 10:00:00 1xU1aA-000000001AB-2cD1 Completed
"""
COMPLAINT = {
    "notificationType": "Complaint",
    "mail": examples.MAIL,
    "complaint": {
        "timestamp": "2026-11-20T11:00:00.000Z",
        "feedbackId": "fb-9",
        "complaintFeedbackType": "abuse",
        "complainedRecipients": [{"emailAddress": "ann@rcpt.example"}],
    },
}
CLICK = {
    "eventType": "Click",
    "mail": examples.MAIL,
    "click": {
        "timestamp": "2026-11-20T10:30:00.000Z",
        "ipAddress": "203.0.113.5",
        "userAgent": "Mozilla/5.0 (X11; Linux) Firefox/141",
        "link": "https://shop.example/\x1b[2J[red]sale",
    },
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "mail.db"))
    monkeypatch.setenv("MAILTUI_SERVER", "mx1")
    monkeypatch.setenv("TZ", "UTC")
    told = [examples.SES_DELIVERY, examples.SES_OPEN, CLICK, COMPLAINT]
    (tmp_path / "ses.jsonl").write_text("".join(json.dumps(one) + "\n" for one in told))
    (tmp_path / "mainlog").write_text(LOG)
    return tmp_path


def trace(capsys: pytest.CaptureFixture[str], name: str) -> Any:
    capsys.readouterr()
    assert run(["trace", name, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", [PROVIDER_ID, "trk-17", "<m1@shop.example>"])
def test_it_is_found_by_any_of_its_names(home: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(home / "ses.jsonl")]) == 0
    found = trace(capsys, name)
    assert found["message"]["queue_id"] == PROVIDER_ID
    assert found["message"]["message_id"] == "m1@shop.example"
    (thread,) = found["threads"]
    assert [event["text"].partition(":")[0] for event in thread["events"]] == [
        "accepted by 198.51.100.9",
        "opened by a machine (Apple Mail Privacy Protection)",
        "clicked https",
        "reported as spam",
    ]
    assert thread["status"] == "complained"


def test_the_raw_line_is_the_payload_and_harmless(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(home / "ses.jsonl")]) == 0
    (thread,) = trace(capsys, PROVIDER_ID)["threads"]
    click = json.loads(thread["events"][2]["raw"]["text"])
    assert click["eventType"] == "Click"
    assert run(["trace", PROVIDER_ID]) == 0
    shown = capsys.readouterr().out
    assert "[red]sale" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("order", [("mainlog", "ses.jsonl"), ("ses.jsonl", "mainlog")])
def test_server_and_service_are_one_timeline(
    home: Path, order: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in order:
        assert run(["import", str(home / name)]) == 0
    ours = trace(capsys, "1xU1aA-000000001AB-2cD1")
    assert [one["relation"] for one in ours["related"]] == ["next hop"]
    texts = [event["text"] for event in ours["threads"][0]["events"]]
    assert texts[0].startswith("accepted by ses.example [192.0.2.27]")
    assert [text.partition(":")[0] for text in texts[1:]] == ["ses"] * 4
    theirs = trace(capsys, PROVIDER_ID)
    assert [one["relation"] for one in theirs["related"]] == ["previous hop"]
    texts = [event["text"] for event in theirs["threads"][0]["events"]]
    assert texts[0].startswith("mx1: accepted by ses.example")
    assert texts[1].startswith("accepted by 198.51.100.9")
    assert [event["text"] for event in theirs["threads"][1]["events"]][-1].startswith("mx1: completed")


def test_a_failure_is_explained(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "bounce.json").write_text(json.dumps(examples.SES_BOUNCE))
    assert run(["import", str(home / "bounce.json"), "--server", "ses-eu"]) == 0
    (thread,) = trace(capsys, "trk-17")["threads"]
    assert thread["diagnosis"]["class"] == "recipient-unknown"
    assert thread["events"][0]["smtp_code"] == 550
    capsys.readouterr()
    assert run(["trace", "trk-17"]) == 0
    shown = capsys.readouterr().out
    assert "before the logs that were imported" not in shown


def test_the_status_counts_events_of_a_service(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(home / "ses.jsonl")]) == 0
    assert run(["import", str(home / "mainlog")]) == 0
    capsys.readouterr()
    assert run(["status", "--json"]) == 0
    sources = json.loads(capsys.readouterr().out)["sources"]
    assert {one["source"]: one["lines"] for one in sources} == {"ses_events": 4, "exim_log": 3}
    assert all(one["last_line"] for one in sources)
