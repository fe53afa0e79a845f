"""`mailtui campaigns` and `mailtui campaign` on events told twice, late, and by machines."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from mailtui.cli.main import run
from mailtui.model.campaign import NAMED_BY
from mailtui.model.enums import EventProvider
from mailtui.model.moment import DAY, SECOND

NOON = 1_795_168_800
DOMAINS = ("gmail.com", "outlook.com", "firm.example")


def event(number: int, kind: str, after: int, **rest: Any) -> dict[str, Any]:
    """What SendGrid tells of the mail to recipient `number`."""
    return {
        "email": f"p{number}@{DOMAINS[number % 3]}",
        "timestamp": NOON + after,
        "event": kind,
        "sg_message_id": f"m{number}.filter001.12.5F.0",
        "sg_event_id": f"{kind}-{number}-{after}-{rest.get('url', '')}",
        "singlesend_id": "spring",
        **rest,
    }


def told() -> list[dict[str, Any]]:
    """30 recipients: 24 delivered (one bounced later), 2 unknown, 1 blocked, 2 pending, 1 dropped."""
    found = [event(number, "processed", number) for number in range(30)]
    found += [event(number, "delivered", 60 + number) for number in range(25)]
    gone = {"reason": "550 5.1.1 no such user", "status": "5.1.1", "type": "bounce"}
    found += [event(number, "bounce", 4000, **gone) for number in (24, 25, 26)]
    blocked = {"reason": "550 5.7.1 blocked by our policy", "status": "5.7.1", "type": "blocked"}
    found.append(event(27, "bounce", 100, **blocked))
    agent = {"useragent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/141.0", "ip": "192.0.2.1"}
    found += [event(number, "open", 600 + number, **agent) for number in range(10)]
    found += [event(10, "open", 30, sg_machine_open=True, **agent)]
    found += [event(number, "click", 700, url="https://a.example/", **agent) for number in range(4)]
    found += [event(0, "click", 900, url="https://b.example/", **agent)]
    found += [event(11, "click", 900, url="https://a.example/", **agent)]
    found += [event(1, "spamreport", 2000), event(2, "unsubscribe", 2000)]
    return found


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "mail.db"))
    monkeypatch.setenv("TZ", "UTC")
    twice = told() * 2
    random.Random(7).shuffle(twice)
    for place, part in enumerate((twice[:60], twice[60:])):
        path = tmp_path / f"{place}.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in part))
        assert run(["import", str(path)]) == 0
    return tmp_path / "mail.db"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_rate_is_made_of_recipients(capsys: pytest.CaptureFixture[str]) -> None:
    (listed,) = said(capsys, "campaigns")
    found = said(capsys, "campaign", "SPRING")
    assert {key: found[key] for key in listed} == listed
    assert found["identity"] == {"holds": True, "violations": []}
    made_of = {name: (rate["numerator"], rate["denominator"]) for name, rate in found["metrics"].items()}
    assert made_of == {
        "delivery": (24, 30),
        "hard_bounce": (3, 30),
        "block": (1, 30),
        "soft_bounce": (0, 30),
        "unique_open": (11, 24),
        "human_open": (10, 24),
        "machine_open": (1, 24),
        "click_through": (4, 24),
        "click_to_open": (4, 10),
        "complaint": (1, 24),
        "unsubscribe": (1, 24),
        "list_loss": (5, 30),
    }
    assert (found["state"], found["counts"]["pending"]) == ("sending", 2)
    low, high = found["metrics"]["delivery"]["interval"]
    assert low < 0.8 < high


def test_parts_add_up_and_gmail_tells_no_complaints(capsys: pytest.CaptureFixture[str]) -> None:
    for by in ("provider", "day", "domain"):
        parts = said(capsys, "campaign", "spring", "--by", by)["parts"]
        assert sum(part["counts"]["attempted"] for part in parts) == 30
        assert all(part["identity"]["holds"] for part in parts)
    providers = {
        part["key"]: part["metrics"]["complaint"]
        for part in said(capsys, "campaign", "spring", "--by", "provider")["parts"]
    }
    assert set(providers) == {"google", "microsoft", "other"}
    assert providers["google"]["unavailable"] == "the provider tells no complaints"
    assert (providers["microsoft"]["numerator"], providers["other"]["numerator"]) == (1, 0)


def test_links_by_who_clicked(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "campaign", "spring", "--by", "link")["parts"]
    assert [tuple(one.values()) for one in found] == [
        ("https://a.example/", 4, 4, 1, 1),
        ("https://b.example/", 1, 1, 0, 0),
    ]


def test_that_there_are_no_links_is_said_beside_the_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    autumn = tmp_path / "autumn.jsonl"
    autumn.write_text(json.dumps(event(99, "processed", 0)).replace("spring", "autumn"))
    assert run(["import", str(autumn)]) == 0
    capsys.readouterr()
    assert run(["campaign", "autumn", "--by", "link"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1].startswith("link")
    assert captured.err == "no click on a link was told\n"


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("campaign:=spring", 30),
        ("campaign:=spring status:bounced", 3),
        ("campaign:spring opened:human", 10),
        ("opened:machine", 1),
        ("clicked:human", 4),
        ("clicked:machine", 1),
        ("complained:yes", 1),
        ("unsubscribed:yes", 1),
        ("campaign:autumn", 0),
        ("-campaign:spring", 0),
    ],
)
def test_numbers_are_queries(query: str, rows: int, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["search", "--json", "--", query]) in (0, 1)
    assert len(json.loads(capsys.readouterr().out)["rows"]) == rows


def test_people_see_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["campaigns"]) == 0
    assert "80.00 % 24/30" in capsys.readouterr().out
    assert run(["campaign", "spring", "--by", "provider"]) == 0
    shown = capsys.readouterr().out
    assert "attempted 30 = delivered 24 + hard 3 + blocked 1 + soft 0 + pending 2" in shown
    assert "google" in shown
    assert run(["campaign", "autumn"]) != 0


def test_counts_are_what_counting_anew_gives(database: Path) -> None:
    from mailtui.services.campaigns import recount

    assert recount(database) == {"counts": 5, "differ": 0}


def test_rows_say_what_the_recipient_did(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = said(capsys, "search", "to:=p0@gmail.com")["rows"]
    did = row["engagement"]
    assert (did["campaign"], did["opens"], did["clicks"], did["machine_opens"]) == ("spring", 1, 2, 0)
    assert did["clicked"].startswith("2026-11-20T10:11:40")
    assert did["complained"] is None
    (thread,) = said(capsys, "trace", row["queue_id"])["recipients"]
    assert thread["engagement"] == did


def test_a_campaign_is_noted_and_tagged(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tag", "--campaign", "spring", "+review", "--yes"]) == 0
    assert run(["note", "campaign:spring", "many left"]) == 0
    capsys.readouterr()
    assert run(["campaign", "spring"]) == 0
    said = capsys.readouterr().out
    assert "review" in said
    assert "many left" in said
    assert run(["note", "campaign:spring"]) == 0
    assert "many left" in capsys.readouterr().out
    assert run(["undo"]) == 0
    assert run(["note", "campaign:autumn", "x"]) != 0
    assert "there is no campaign autumn" in capsys.readouterr().err


def test_mail_that_names_no_campaign_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "other.db"))
    path = tmp_path / "nameless.jsonl"
    some = [event(number, "delivered", number, singlesend_id="") for number in range(2)]
    path.write_text("".join(json.dumps(one) + "\n" for one in some))
    assert run(["import", str(path)]) == 0
    capsys.readouterr()
    assert run(["campaigns"]) == 0
    told = "".join(capsys.readouterr())
    assert "of 2 mails of sending services none names one" in told
    assert "sendgrid: the unique argument campaign_id, singlesend_id or marketing_campaign_id" in told
    assert "mailgun" not in told
    assert said(capsys, "campaigns") == []


def test_what_names_a_campaign_is_told_of_every_service() -> None:
    assert set(NAMED_BY) == set(EventProvider)


def test_limits_are_those_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = tmp_path / "config" / "mailtui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "[limits.ses-bounce]\noff = true\n[limits.gmail-spam]\nwarn = 0.05\n"
        '[limits."lost"]\nmetric = "list_loss"\nwarn = 1\ncritical = 2\n'
    )
    found = said(capsys, "campaign", "spring")
    limits = {one["name"]: one for one in found["thresholds"]}
    assert set(limits) == {"Gmail spam rate", "SES complaint rate", "lost"}
    assert (limits["Gmail spam rate"]["warn"], limits["Gmail spam rate"]["critical"]) == (0.0005, 0.003)
    assert limits["lost"]["source"] == f"set in {settings}"
    assert limits["SES complaint rate"]["source"].startswith("Amazon SES")
    assert [(one["name"], one["severity"]) for one in found["breaches"]] == [("lost", "fail")]
    assert run(["campaign", "spring"]) == 0
    assert f"(set in {settings})" in capsys.readouterr().out
    assert said(capsys, "campaigns")[0]["breaches"][0]["name"] == "lost"


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('{"ses-bounce": {"warn": 12}}', "warns above the rate that is critical"),
        ('{"ses-bounce": {"metric": "block"}}', "only warn, critical and off can be set"),
        ('{"mine": {"warn": 1, "critical": 2}}', "has no metric"),
        ('{"mine": {"metric": "block", "critical": 2}}', "needs warn: a percentage"),
        ('{"mine": {"colour": "red"}}', "none of metric, warn, critical, mailbox, service, off"),
        ('{"mine": 3}', "is no table"),
    ],
)
def test_wrong_limits_are_said(
    table: str, why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAILTUI_LIMITS", table)
    assert run(["campaigns"]) != 0
    assert why in capsys.readouterr().err


@pytest.mark.parametrize(("days", "state"), [(0, "sending"), (4, "sending"), (6, "sent"), (3000, "sent")])
def test_what_was_sent_long_ago_is_not_being_sent(
    days: int, state: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two outcomes are never told."""
    monkeypatch.setattr("mailtui.services.desk.now", lambda: NOON * SECOND + days * DAY)
    (found,) = said(capsys, "campaigns")
    assert (found["state"], found["counts"]["pending"]) == (state, 2)


def test_deliveries_that_nobody_tells_are_no_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "other.db"))
    events = [event(1, "processed", 0), event(2, "processed", 0)]
    (tmp_path / "other.jsonl").write_text("".join(json.dumps(one) + "\n" for one in events))
    assert run(["import", str(tmp_path / "other.jsonl")]) == 0
    capsys.readouterr()
    assert run(["campaign", "spring"]) == 0
    assert "attempted 2 = delivered n/a + hard 0" in capsys.readouterr().out


def test_what_its_sender_says_is_told_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "campaigns.csv"
    path.write_text(
        "id,name,status,scheduled,from,subject,recipients\n"
        "spring,Spring offers,paused,2026-11-20T09:00:00Z,news@shop.example,Hello,60\n"
        "summer,Summer,draft,,,,\n"
    )
    words = ["contacts", "import", str(path), "--kind", "campaigns", "--account", "sendgrid"]
    assert run(words) == 0
    found = said(capsys, "campaign", "spring")
    assert (found["title"], found["state"], found["progress"]) == ("Spring offers", "paused", 0.5)
    assert found["plan"]["scheduled"].startswith("2026-11-20T09:00:00")
    assert found["query"] == "campaign:=spring"
    assert run(["campaign", "spring"]) == 0
    told = capsys.readouterr().out
    assert "Spring offers (spring): paused, at sendgrid, sent 2026-11-20" in told
    assert "subject   Hello" in told
    assert run(["campaign", "summer"]) == 0
    assert "Summer (summer): draft, at sendgrid, nothing sent yet" in capsys.readouterr().out
