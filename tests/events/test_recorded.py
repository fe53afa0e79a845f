"""Payloads that were recorded elsewhere, with the events that other programs read in them.

What differs on purpose is written down in DIFFERENT with the reason.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.moment import from_datetime
from mailtui.model.provider_event import Parsed, ProviderEvent
from mailtui.parsing.events.detect import detect
from mailtui.parsing.events.formats import parse

ESPS = {
    "amazon-ses": EventProvider.SES,
    "sendgrid": EventProvider.SENDGRID,
    "mailgun": EventProvider.MAILGUN,
    "postmark": EventProvider.POSTMARK,
    "sparkpost": EventProvider.SPARKPOST,
    "brevo": EventProvider.BREVO,
    "mailjet": EventProvider.MAILJET,
}
ANYMAIL = {
    "queued": {"sent"},
    "sent": {"sent", "delivered"},
    "delivered": {"delivered"},
    "deferred": {"deferred"},
    "bounced": {"bounced"},
    "rejected": {"rejected", "suppressed"},
    "failed": {"rejected", "rendering_failed"},
    "opened": {"opened"},
    "clicked": {"clicked"},
    "complained": {"complained"},
    "unsubscribed": {"unsubscribed"},
    "autoresponded": {"autoresponded"},
}
SYMFONY = {
    "received": {"sent"},
    "delivered": {"delivered"},
    "deferred": {"deferred"},
    "bounce": {"bounced"},
    "dropped": {"rejected", "suppressed"},
    "open": {"opened"},
    "click": {"clicked"},
    "spam": {"complained"},
    "unsubscribe": {"unsubscribed"},
}
DIFFERENT = {
    ("sparkpost", "amp_events", "kind"): "amp_initial_open is an open; anymail does not know it",
    (
        "brevo",
        "error",
        "kind",
    ): "an invalid address is a hard bounce for us and for anymail; symfony drops it",
    (
        "postmark",
        "subscription_change",
        "kind",
    ): "its reason is a hard bounce, which is no wish of the recipient",
    ("brevo", "complaint", "time"): "ts_event tells the moment (UTC); anymail looks at ts_epoch only",
    ("brevo", "error_email", "time"): "ts_event; anymail takes seconds in ts_epoch for milliseconds",
}


def _cases(pattern: str) -> list[Path]:
    folder = Path(__file__).parents[2] / "../shared/corpora/provider-events"
    return [path for path in sorted(folder.glob(pattern)) if _provider(path)]


def _provider(path: Path) -> EventProvider | None:
    return ESPS.get(path.parent.name)


def _differs(path: Path, what: str) -> bool:
    name = path.name.removeprefix("tracking-").partition(".")[0]
    return any(
        one == (path.parent.name, name.removesuffix("_event"), what) or one == (path.parent.name, name, what)
        for one in DIFFERENT
    )


def _body(content: dict[str, Any]) -> bytes:
    return content["body"].encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "path", _cases("anymail/*/tracking-*.json"), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_as_anymail_reads_it(path: Path) -> None:
    content = json.loads(path.read_text("utf-8"))
    provider = _provider(path)
    assert provider
    assert detect(_body(content), path.name) is provider
    parsed = parse(provider, _body(content))
    assert parsed.problems == ()
    assert len(parsed.events) == len(content["expected"])
    for event, expected in zip(parsed.events, content["expected"], strict=True):
        _like_anymail(path, event, expected)


def _like_anymail(path: Path, event: ProviderEvent, expected: dict[str, Any]) -> None:
    if not _differs(path, "kind"):
        assert event.kind in ANYMAIL[expected["event_type"]]
    if not _differs(path, "time"):
        told = expected["timestamp"]
        assert event.time == (from_datetime(datetime.fromisoformat(told)) if told else None)
    assert event.recipient == (expected["recipient"] or "")
    assert event.link == (expected["click_url"] or "")
    if event.kind is not ProviderEventKind.COMPLAINED:  # there it is the feedback loop's, not a reader's
        assert event.user_agent == (expected["user_agent"] or "")
    assert dict(event.metadata).items() >= expected["metadata"].items()
    if expected["mta_response"]:
        assert event.reply in expected["mta_response"]
    assert _is_known_by(event, expected["message_id"])


def _is_known_by(event: ProviderEvent, told: str | None) -> bool:
    """anymail puts an id of its own into the metadata at SendGrid."""
    ids = {
        event.provider_id,
        f"<{event.message_id}>",
        event.message_id,
        dict(event.metadata).get("anymail_id"),
    }
    return told is None or told in ids


@pytest.mark.parametrize(
    "path", _cases("symfony/*/*.expected.json"), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_as_symfony_reads_it(path: Path) -> None:
    payload = path.with_name(path.name.replace(".expected", "")).read_bytes()
    expected = json.loads(path.read_text("utf-8"))
    provider = _provider(path)
    assert provider
    assert detect(payload) is provider
    parsed = parse(provider, payload)
    assert parsed.problems == ()
    for event, one in zip(parsed.events, expected, strict=True):
        assert event.kind in SYMFONY[one["event"]] or _differs(path, "kind")
        assert event.recipient == one["recipientemail"]
        assert one["id"] in {event.provider_id, f"<{event.message_id}>", event.event_id}
        assert set(one.get("tags", [])) <= set(event.tags)
        if one.get("date_format", "").startswith("U"):
            assert event.time == round(float(one["date"]) * 1_000_000)


def _only(provider: EventProvider, path: Path) -> Parsed:
    payload = path.read_bytes()
    assert detect(payload) is provider
    return parse(provider, payload)


def test_the_examples_of_amazon(corpora: Path) -> None:
    folder = corpora / "provider-events/aws-docs"
    told = {
        path.stem: [(str(event.kind), event.recipient) for event in parsed.events]
        for path in sorted(folder.glob("*.json"))
        for parsed in [_only(EventProvider.SES, path)]
        if not parsed.problems
    }
    click = [("clicked", "recipient@example.com")]
    failed = [("rendering_failed", "recipient@example.com")]
    assert told == {
        "event-publishing-retrieving-firehose-examples-09": click,
        "event-publishing-retrieving-firehose-examples-10": failed,
        "event-publishing-retrieving-sns-examples-19": click,
        "event-publishing-retrieving-sns-examples-20": failed,
        "notification-examples-23": [("bounced", "jane@example.com")],
        "notification-examples-24": [("bounced", "jane@example.com"), ("bounced", "richard@example.com")],
        "notification-examples-25": [("complained", "richard@example.com")],
        "notification-examples-26": [("complained", "richard@example.com")],
        "notification-examples-27": [("delivered", "jane@example.com")],
    }


def test_the_examples_of_sendgrid(corpora: Path) -> None:
    parsed = _only(EventProvider.SENDGRID, corpora / "provider-events/sendgrid-docs/event-01.json")
    assert parsed.problems == ()
    assert [str(event.kind) for event in parsed.events] == [
        "sent",
        "deferred",
        "delivered",
        "opened",
        "clicked",
        "bounced",
        "suppressed",
        "complained",
        "unsubscribed",
        "unsubscribed",
        "subscribed",
    ]
    assert len({event.key for event in parsed.events}) == 11 - 1  # both unsubscribes have one id there
    assert {event.tags for event in parsed.events} == {("cat facts",)}


def test_answers_of_sparkposts_search(corpora: Path) -> None:
    folder = corpora / "provider-events/sparkpost"
    found = [
        _only(EventProvider.SPARKPOST, path)
        for path in sorted(folder.glob("message-events_search_200*.json"))
    ]
    assert [len(parsed.events) for parsed in found][-1] == 3
    assert not any(parsed.problems for parsed in found)
    once = {event.key for parsed in found for event in parsed.events}
    assert len(once) == len({event.event_id for parsed in found for event in parsed.events})


@pytest.mark.parametrize(
    "path", _cases("anymail/*/inbound-*.json"), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_mail_received_is_no_event_but_is_not_lost(path: Path) -> None:
    content = json.loads(path.read_text("utf-8"))
    provider = _provider(path)
    assert provider
    parsed = parse(provider, _body(content))
    assert parsed.events == ()
    assert parsed.problems
    assert all(problem.reason for problem in parsed.problems)


@pytest.mark.parametrize("name", ["ses-s3-event.json", "ses-sns-event.json"])
def test_notices_of_mail_received_by_ses(corpora: Path, name: str) -> None:
    parsed = parse(EventProvider.SES, (corpora / "provider-events/aws-lambda" / name).read_bytes())
    assert [problem.reason for problem in parsed.problems] == [
        "this tells of mail received, not of mail sent"
    ]


def test_other_files_of_providers_are_no_events(corpora: Path) -> None:
    for path in sorted((corpora / "provider-events/sparkpost").glob("suppression*.json")):
        assert detect(path.read_bytes()) is None, path.name
    for folder in ("mandrill", "mailersend", "resend", "mailtrap", "postal", "unisender-go"):
        for path in sorted((corpora / "provider-events/anymail" / folder).glob("*.json")):
            assert detect(_body(json.loads(path.read_text("utf-8")))) is None, path
