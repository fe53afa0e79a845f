"""Campaigns of which a service tells id and name: known by the id, shown by the name told last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailtui.cli.main import run
from mailtui.model.enums import EventProvider
from mailtui.parsing.events.formats import parse_value

NOON = 1_795_168_800


def told(number: int, name: str, after: int) -> dict[str, Any]:
    """What SendGrid tells of one mail of the campaign."""
    return {
        "email": f"p{number}@firm.example",
        "timestamp": NOON + after,
        "event": "delivered",
        "sg_message_id": f"m{number}",
        "sg_event_id": f"e{number}",
        "marketing_campaign_id": 42,
        "marketing_campaign_name": name,
    }


@pytest.mark.parametrize("turned", [False, True])
def test_the_last_name_counts(
    turned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "mail.db"))
    events = [told(1, "Spring", 0), told(2, "Spring sale", 900), told(3, "", 990)]
    for place, event in enumerate(reversed(events) if turned else events):
        path = tmp_path / f"{place}.json"
        path.write_text(json.dumps(event))
        assert run(["import", str(path)]) == 0

    def said(*words: str) -> Any:
        capsys.readouterr()
        assert run([*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    (one,) = said("campaigns")
    assert (one["name"], one["title"], one["counts"]["delivered"]) == ("42", "Spring sale", 3)
    assert said("campaign", "spring SALE")["id"] == said("campaign", "42")["id"] == one["id"]
    for query in ("campaign:=42", 'campaign:="Spring sale"'):
        assert len(said("search", query)["rows"]) == 3
    assert said("search", "campaign:=Spring")["rows"] == []
    capsys.readouterr()
    assert run(["campaigns"]) == 0
    assert "Spring sale" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("provider", "event"),
    [
        (EventProvider.SENDGRID, {"event": "open", "singlesend_id": "42", "singlesend_name": "Spring"}),
        (
            EventProvider.MAILGUN,
            {"event-data": {"event": "opened", "campaigns": [{"id": "42", "name": "Spring"}]}},
        ),
        (EventProvider.BREVO, {"event": "opened", "camp_id": 42, "campaign name": "Spring"}),
    ],
)
def test_who_tells_names(provider: EventProvider, event: dict[str, Any]) -> None:
    (found,) = parse_value(provider, event).events
    assert (found.campaign, found.campaign_name) == ("42", "Spring")


def test_a_name_is_that_of_its_id(tmp_path: Path) -> None:
    """Where the sender's own name of the campaign counts, the service's name of another does not."""
    event = {"event": "open", "campaign_id": "own", "singlesend_id": "42", "singlesend_name": "Spring"}
    (found,) = parse_value(EventProvider.SENDGRID, event).events
    assert (found.campaign, found.campaign_name) == ("own", "")
