"""What each provider's documented forms mean."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from tests.events import examples

from mailtui.model.enums import EventProvider as Provider
from mailtui.model.enums import ProviderEventKind as Kind
from mailtui.model.provider_event import ProviderEvent
from mailtui.parsing.events.detect import detect
from mailtui.parsing.events.formats import parse

QUARTER_PAST = 1_795_168_805_250_000
"""2026-11-20 10:00:05.25 UTC."""
WHOLE = 1_795_168_805_000_000


def _one(provider: Provider, value: object) -> ProviderEvent:
    parsed = parse(provider, json.dumps(value).encode())
    assert parsed.problems == ()
    (event,) = parsed.events
    return event


@pytest.mark.parametrize(("provider", "value"), examples.ALL, ids=lambda value: str(value)[:40])
def test_each_form_is_recognised_and_read(provider: Provider, value: object) -> None:
    payload = json.dumps(value).encode()
    assert detect(payload) is provider
    parsed = parse(provider, payload)
    assert parsed.events
    assert parsed.problems == ()
    assert {event.recipient for event in parsed.events} == {"ann@rcpt.example"}
    assert {event.time for event in parsed.events} <= {QUARTER_PAST, WHOLE}


def test_a_bounce_told_by_ses() -> None:
    event = _one(Provider.SES, examples.SES_BOUNCE)
    assert event._replace(key="") == ProviderEvent(
        provider=Provider.SES,
        kind=Kind.BOUNCED,
        key="",
        time=QUARTER_PAST,
        recipient="ann@rcpt.example",
        provider_id="0100018f-aaaa-000000",
        message_id="m1@shop.example",
        event_id="fb-1",
        campaign="spring",
        tracking_id="trk-17",
        metadata=(
            ("X-Campaign-ID", "spring"),
            ("X-Tracking-Id", "trk-17"),
            ("ses:configuration-set", "main"),
            ("ses:outgoing-ip", "192.0.2.44"),
        ),
        permanent=True,
        sub_type="General",
        smtp_code=550,
        enhanced_code="5.1.1",
        reply="550 5.1.1 No such user",
        remote_host="198.51.100.9",
        sending_ip="192.0.2.44",
        subject="Spring",
        sender="news@shop.example",
    )


def test_one_ses_event_is_the_same_on_every_way() -> None:
    """Bare (Firehose), in SNS, in SQS with and without SNS, from a Lambda's record, by EventBridge."""
    event = examples.SES_DELIVERY
    ways = [
        event,
        examples.sns(event),
        {"Records": [{"body": json.dumps(event)}]},
        {"Messages": [{"MessageId": "1", "Body": json.dumps(examples.sns(event))}]},
        {"Records": [{"EventSource": "aws:sns", "Sns": examples.sns(event)}]},
        {
            "source": "aws.ses",
            "detail-type": "Email Delivered",
            "time": "2026-11-20T10:00:07Z",
            "detail": event,
        },
    ]
    assert len({_one(Provider.SES, way) for way in ways}) == 1
    assert {detect(json.dumps(way).encode()) for way in ways} == {Provider.SES}


@pytest.mark.parametrize(
    ("sub_type", "kind", "blocked"),
    [
        ("General", Kind.BOUNCED, False),
        ("Suppressed", Kind.SUPPRESSED, False),
        ("OnAccountSuppressionList", Kind.SUPPRESSED, False),
        ("ContentRejected", Kind.BOUNCED, True),
    ],
)
def test_ses_does_not_try_addresses_on_its_lists(sub_type: str, kind: Kind, blocked: bool) -> None:
    bounce = examples.SES_BOUNCE | {"bounce": {**examples.SES_BOUNCE["bounce"], "bounceSubType": sub_type}}
    event = _one(Provider.SES, bounce)
    assert (event.kind, event.blocked) == (kind, blocked)


def test_an_open_of_a_message_to_several_is_nobodys() -> None:
    mail = examples.MAIL | {"destination": ["ann@rcpt.example", "bob@rcpt.example"]}
    assert _one(Provider.SES, examples.SES_OPEN | {"mail": mail}).recipient == ""


def test_a_report_that_it_is_no_spam_is_no_complaint() -> None:
    told = {
        "complainedRecipients": [{"emailAddress": "ann@rcpt.example"}],
        "complaintFeedbackType": "not-spam",
    }
    complaint = {"eventType": "Complaint", "mail": examples.MAIL, "complaint": told}
    assert parse(Provider.SES, json.dumps(complaint).encode()) == ((), ())
    told["complaintFeedbackType"] = "abuse"
    assert _one(Provider.SES, complaint).kind is Kind.COMPLAINED


def test_sns_asks_to_confirm() -> None:
    asked = {
        "Type": "SubscriptionConfirmation",
        "Message": "You have chosen ...",
        "SubscribeURL": "https://...",
    }
    parsed = parse(Provider.SES, json.dumps(asked).encode())
    assert [problem.reason for problem in parsed.problems] == [
        "SNS asks to confirm a subscription: open its SubscribeURL"
    ]
    ready = examples.sns(None) | {
        "Message": "Successfully validated SNS topic for Amazon SES event publishing."
    }
    assert parse(Provider.SES, json.dumps(ready).encode()) == ((), ())


def test_a_block_told_by_sendgrid() -> None:
    event = _one(Provider.SENDGRID, [examples.SENDGRID_BLOCKED])
    assert (event.kind, event.blocked, event.permanent) == (Kind.BOUNCED, True, True)
    assert (event.sub_type, event.smtp_code, event.enhanced_code) == ("blocked/Reputation", 550, "5.7.1")
    assert (event.provider_id, event.message_id, event.sending_ip) == ("abc", "m1@shop.example", "192.0.2.44")
    assert (event.campaign, event.tracking_id, event.tags) == ("spring", "trk-17", ("news", "spring"))


def test_an_open_by_a_machine_told_by_sendgrid() -> None:
    event = _one(Provider.SENDGRID, [examples.SENDGRID_OPEN])
    assert (event.kind, event.machine, event.ip, event.sending_ip) == (Kind.OPENED, True, "203.0.113.5", "")


@pytest.mark.parametrize(
    ("severity", "reason", "kind"),
    [
        ("permanent", "bounce", Kind.BOUNCED),
        ("temporary", "generic", Kind.DEFERRED),
        ("permanent", "suppress-complaint", Kind.SUPPRESSED),
    ],
)
def test_what_failed_means_at_mailgun(severity: str, reason: str, kind: Kind) -> None:
    data = examples.MAILGUN["event-data"] | {"severity": severity, "reason": reason}
    event = _one(Provider.MAILGUN, {"event-data": data})
    assert (event.kind, event.sub_type, event.remote_host) == (kind, reason, "mx.rcpt.example")
    assert (event.campaign, event.tracking_id) == ("spring", "trk-17")


def test_the_webhook_and_the_api_of_mailgun_tell_the_same_event() -> None:
    webhook = _one(Provider.MAILGUN, examples.MAILGUN)
    assert _one(Provider.MAILGUN, {"items": [examples.MAILGUN["event-data"]]}) == webhook


def test_an_old_form_of_mailgun() -> None:
    fields = {
        "event": "bounced",
        "recipient": "ann@rcpt.example",
        "code": "550",
        "error": "5.1.1 No such user",
        "timestamp": "1795168805",
        "token": "t" * 50,
        "signature": "0" * 64,
        "message-headers": json.dumps([["Message-Id", "<m1@shop.example>"], ["Subject", "Spring"]]),
    }
    payload = urlencode(fields).encode()
    assert detect(payload) is Provider.MAILGUN
    (event,) = parse(Provider.MAILGUN, payload).events
    assert (event.kind, event.permanent) == (Kind.BOUNCED, True)
    assert (event.smtp_code, event.enhanced_code) == (550, "5.1.1")
    assert (event.message_id, event.subject, event.time) == ("m1@shop.example", "Spring", WHOLE)


def test_a_block_told_by_postmarks_api() -> None:
    event = _one(Provider.POSTMARK, examples.POSTMARK_BOUNCES)
    assert (event.kind, event.blocked, event.smtp_code, event.event_id) == (
        Kind.BOUNCED,
        True,
        554,
        "692560173",
    )
    assert event.reply == "554 5.7.1 Service unavailable; client host blocked"


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("ManualSuppression", Kind.UNSUBSCRIBED),
        ("HardBounce", Kind.BOUNCED),
        ("SpamComplaint", Kind.COMPLAINED),
        ("", Kind.UNSUBSCRIBED),
    ],
)
def test_why_a_stream_of_postmark_stops(reason: str, kind: Kind) -> None:
    change = {
        "RecordType": "SubscriptionChange",
        "Recipient": "ann@rcpt.example",
        "SuppressSending": True,
        "SuppressionReason": reason,
    }
    event = _one(Provider.POSTMARK, change)
    assert (event.kind, event.permanent) == (kind, True if kind is Kind.BOUNCED else None)


def test_who_comes_back_is_subscribed() -> None:
    change = {
        "RecordType": "SubscriptionChange",
        "Recipient": "ann@rcpt.example",
        "ChangedAt": "2026-11-20T10:00:05Z",
        "SuppressSending": False,
    }
    assert _one(Provider.POSTMARK, change).kind is Kind.SUBSCRIBED


@pytest.mark.parametrize(
    ("class_", "kind", "permanent", "blocked"),
    [
        ("10", Kind.BOUNCED, True, False),
        ("22", Kind.BOUNCED, False, False),
        ("25", Kind.SUPPRESSED, None, False),
        ("51", Kind.BOUNCED, True, True),
        ("60", Kind.AUTORESPONDED, None, False),
        ("90", Kind.UNSUBSCRIBED, None, False),
        ("1", Kind.BOUNCED, True, False),
    ],
)
def test_classes_of_bounce_at_sparkpost(
    class_: str, kind: Kind, permanent: bool | None, blocked: bool
) -> None:
    told = examples.SPARKPOST["msys"]["message_event"] | {"bounce_class": class_}
    event = _one(Provider.SPARKPOST, [{"msys": {"message_event": told}}])
    assert (event.kind, event.permanent, event.blocked) == (kind, permanent, blocked)


def test_sparkposts_test_of_the_address_is_empty() -> None:
    assert parse(Provider.SPARKPOST, b'[{"msys": {}}]') == ((), ())


def test_the_moments_of_brevo_are_those_in_utc() -> None:
    event = _one(Provider.BREVO, examples.BREVO)
    assert (event.time, event.permanent, event.smtp_code) == (WHOLE, False, 452)
    assert (event.tags, event.campaign, event.tracking_id, event.template) == (
        ("news",),
        "spring",
        "trk-17",
        "22",
    )
    local = {key: value for key, value in examples.BREVO.items() if not key.startswith("ts")}
    assert _one(Provider.BREVO, local).time is None


def test_first_and_every_open_of_brevo_are_one() -> None:
    opens = [_one(Provider.BREVO, examples.BREVO | {"event": name}) for name in ("opened", "unique_opened")]
    assert len({event.key for event in opens}) == 1
    proxy = _one(Provider.BREVO, examples.BREVO | {"event": "proxy_open"})
    assert proxy.machine is True
    assert proxy.key != opens[0].key


def test_a_list_of_mailjet() -> None:
    event = _one(Provider.MAILJET, examples.MAILJET | {"event": "blocked", "error": "preblocked"})
    assert event.kind is Kind.SUPPRESSED
    event = _one(Provider.MAILJET, examples.MAILJET)
    assert (event.permanent, event.campaign, event.tracking_id) == (True, "spring", "trk-17")
    assert event.provider_id == "19421777835146490"


def test_a_key_tells_events_apart_and_nothing_else() -> None:
    """Another recipient, kind or link makes another event; nothing else does."""
    click = examples.SENDGRID | {"event": "click", "url": "https://shop.example/a"}
    click.pop("sg_event_id")
    base = _one(Provider.SENDGRID, [click]).key
    assert _one(Provider.SENDGRID, [click | {"category": "other", "useragent": "x"}]).key == base
    assert _one(Provider.SENDGRID, [click | {"email": "ANN@rcpt.example"}]).key == base
    others = [
        {"url": "https://shop.example/b"},
        {"email": "bob@rcpt.example"},
        {"timestamp": 1},
        {"event": "open"},
    ]
    assert len({base, *(_one(Provider.SENDGRID, [click | other]).key for other in others)}) == 5


def test_json_for_people_leaves_out_what_is_not_told() -> None:
    shown = _one(Provider.MAILJET, examples.MAILJET).as_json()
    assert shown["time"] == "2026-11-20T10:00:05+00:00"
    assert "subject" not in shown
    assert json.loads(json.dumps(shown))["kind"] == "bounced"
