"""Every provider's own calls are taken, anybody else's refused; with keys made here."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.events import examples
from tests.receiver.calling import JSON, PASSWORD, Live, basic, copy, live, payloads, rows
from tests.signatures.test_signatures import TOPIC, URL, Issued, _issue, _told
from tests.worker.processes import until

from mailtui.errors import InputError
from mailtui.services.doctor.receiver import look
from mailtui.services.receiving import certificates

TEXT = {"Content-Type": "text/plain; charset=UTF-8"}
TOKEN = {"secret": "env:SECRET"}
SENDGRID = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module")
def amazon() -> Issued:
    """A certificate with its key; it is valid for a long time, since the receiver looks at the clock."""
    root = _issue("A root of ours", None)
    return _issue("sns.eu-west-1.amazonaws.com", (root.key, "A root of ours"), days=36_500)


@pytest.fixture(scope="module")
def receiver(blank: Path, tmp_path_factory: pytest.TempPathFactory, amazon: Issued) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("theirs")
    public = SENDGRID.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "sendgrid.key").write_bytes(base64.b64encode(public) + b"\n")
    (folder / "amazon.pem").write_bytes(amazon.pem)
    tables: dict[str, Any] = {
        "ses": {"topics": [TOPIC], "certificate": str(folder / "amazon.pem")},
        "sendgrid": {"secret": f"file:{folder}/sendgrid.key"},
        "mailgun": {"secret": "env:SECRET"},
        "postmark": {"secret": "env:SECRET", "user": "mt"},
        "sparkpost": TOKEN,
        "brevo": TOKEN,
        "mailjet": {"secret": "env:SECRET", "user": "mt"},
        "shop": {"secret": "env:SECRET", "user": "mt", "provider": "ses", "verify": "basic"},
        "lost": {"provider": "mailgun", "secret": f"file:{folder}/missing"},
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET", PASSWORD)
        with live(copy(blank, folder), tables) as found:
            yield found


def _mailgun(body: dict[str, Any], token: str, key: str = PASSWORD, age: int = 0) -> bytes:
    stamp = str(int(time.time()) - age)
    signature = hmac.new(key.encode(), (stamp + token).encode(), "sha256").hexdigest()
    return json.dumps(
        body | {"signature": {"timestamp": stamp, "token": token, "signature": signature}}
    ).encode()


def _sendgrid(body: bytes) -> dict[str, str]:
    signature = SENDGRID.sign(b"1795168805" + body, ec.ECDSA(hashes.SHA256()))
    return JSON | {
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": "1795168805",
    }


@pytest.mark.parametrize(
    ("path", "payload", "right", "wrong"),
    [
        ("/postmark", examples.POSTMARK_DELIVERY, basic(), basic("close sesame")),
        ("/postmark", examples.POSTMARK_BOUNCES, basic(), basic(user="tm")),
        ("/sparkpost", [examples.SPARKPOST], JSON | {"X-MessageSystems-Webhook-Token": PASSWORD}, basic()),
        ("/brevo", examples.BREVO, JSON | {"Authorization": f"Bearer {PASSWORD}"}, {"X-Webhook-Token": "a"}),
        ("/mailjet", [examples.MAILJET], basic(), JSON | {"X-Webhook-Token": PASSWORD}),
        ("/ses/shop", examples.SES_BOUNCE, basic(), basic("")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_has_the_password_or_the_token(
    receiver: Live, path: str, payload: object, right: dict[str, str], wrong: dict[str, str]
) -> None:
    body, before = json.dumps(payload).encode(), payloads(receiver.database)
    assert receiver.post(path, body, JSON | wrong) == 401
    assert receiver.post(path, body, JSON) == 401
    assert payloads(receiver.database) == before
    assert receiver.post(path, body, right) == 200
    assert payloads(receiver.database) == before + 1


def test_sendgrid_signs_every_byte(receiver: Live) -> None:
    body = json.dumps([examples.SENDGRID_OPEN]).encode()
    assert receiver.post("/sendgrid", body, JSON) == 403
    assert receiver.post("/sendgrid", body + b" ", _sendgrid(body)) == 403
    assert receiver.post("/sendgrid", body, basic()) == 403
    assert receiver.post("/sendgrid", body, _sendgrid(body)) == 200


def test_mailgun_signs_a_token_that_is_good_for_one_body(receiver: Live) -> None:
    one = {"event-data": {**examples.MAILGUN["event-data"], "id": "one"}}
    other = {"event-data": {**examples.MAILGUN["event-data"], "id": "two"}}
    assert receiver.post("/mailgun", json.dumps(one).encode()) == 403
    assert receiver.post("/mailgun", _mailgun(one, "a" * 50, "another key")) == 403
    assert receiver.post("/mailgun", _mailgun(one, "a" * 50, age=13 * 3600)) == 403
    assert receiver.post("/mailgun", _mailgun(one, "a" * 50, age=-3600)) == 403
    taken = _mailgun(one, "a" * 50)
    assert receiver.post("/mailgun", taken) == 200
    assert receiver.post("/mailgun", taken) == 200  # the answer was lost: it comes again
    forged = json.dumps(other | {"signature": json.loads(taken)["signature"]}).encode()
    assert receiver.post("/mailgun", forged) == 403
    assert receiver.post("/mailgun", _mailgun(other, "b" * 50)) == 200


def test_mailgun_posts_forms_too(receiver: Live) -> None:
    """Its webhooks of old, which some accounts still have."""
    stamp, token = str(int(time.time())), "f" * 50
    signature = hmac.new(PASSWORD.encode(), (stamp + token).encode(), "sha256").hexdigest()
    told = {"event": "delivered", "recipient": "ann@rcpt.example", "Message-Id": "<form@shop.example>"}
    told |= {"timestamp": stamp, "token": token, "signature": signature}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert receiver.post("/mailgun", urlencode(told | {"token": "g" * 50}).encode(), form) == 403
    assert receiver.post("/mailgun", urlencode(told).encode(), form) == 200
    receiver.read()
    assert ("form@shop.example", 2) in rows(receiver.database, "SELECT queue_id, kind FROM message")


@pytest.mark.parametrize("version", ["1", "2"])
def test_amazon_signs_in_two_ways(receiver: Live, amazon: Issued, version: str) -> None:
    told = _told(amazon, version, Message=json.dumps(examples.SES_BOUNCE | {"told": version}))
    changed = told | {"Message": json.dumps(examples.SES_DELIVERY)}
    foreign = _told(amazon, version, TopicArn="arn:aws:sns:eu-west-1:999999999999:theirs")
    assert [receiver.post("/ses", json.dumps(one).encode(), TEXT) for one in (changed, foreign, told)] == [
        403,
        403,
        200,
    ]


def test_a_secret_that_is_not_there_refuses_everybody_for_now(receiver: Live) -> None:
    status, text, headers = receiver.ask("/mailgun/lost", _mailgun({}, "c" * 50))
    assert (status, text, headers["retry-after"]) == (503, "try again later\n", "30")
    assert any("/mailgun/lost takes nothing: the secret's file" in line for line in receiver.said)


def test_only_references_are_in_the_database_and_no_secret_anywhere(receiver: Live) -> None:
    rows(receiver.database, "PRAGMA wal_checkpoint")
    everything = b"".join(path.read_bytes() for path in receiver.database.parent.glob("mail.db*"))
    assert b"env:SECRET" in everything
    assert PASSWORD.encode() not in everything
    assert PASSWORD not in "".join(receiver.said)


# -- Amazon's certificate and subscriptions, through an internet of one host -------------------------


class Amazon:
    """Answers instead of the network."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def get(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self.answers:
            raise InputError("nobody answers")
        return self.answers[url]


@pytest.fixture
def network(amazon: Issued, monkeypatch: pytest.MonkeyPatch) -> Amazon:
    found = Amazon({URL: amazon.pem})
    monkeypatch.setattr(certificates, "get", found.get)
    return found


def test_the_certificate_is_fetched_once_for_all_times(
    database: Path, network: Amazon, amazon: Issued
) -> None:
    bodies = [json.dumps(_told(amazon, Message=str(number))).encode() for number in range(3)]
    for _ in range(2):  # the second time it is on the disk
        with live(database, {"ses": {"topics": [TOPIC]}}) as receiver:
            assert [receiver.post("/ses", body, TEXT) for body in bodies] == [200] * 3
    assert network.asked == [URL]


@pytest.mark.parametrize(
    "url",
    [
        "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem",
        "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-1.pem",
        "https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem",
        "https://sns.eu-west-1.amazonaws.com/../x.pem",
    ],
)
def test_no_other_host_is_asked(database: Path, network: Amazon, amazon: Issued, url: str) -> None:
    network.answers[url] = amazon.pem
    with live(database, {"ses": {"topics": [TOPIC]}}) as receiver:
        assert receiver.post("/ses", json.dumps(_told(amazon, SigningCertURL=url)).encode(), TEXT) == 403
    assert network.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "https://sns.eu-west-1.amazonaws.com.evil.example/",
        "http://sns.eu-west-1.amazonaws.com/",
        "https://u@sns.eu-west-1.amazonaws.com/",
        "https://sns.eu-west-1.amazonaws.com:8443/",
        "file:///etc/passwd",
        "https://[::1/",
    ],
)
def test_even_when_told_to(url: str) -> None:
    with pytest.raises(InputError, match="no host of Amazon SNS"):
        certificates.get(url)


def test_without_an_answer_amazon_is_told_to_come_again(
    database: Path, network: Amazon, amazon: Issued
) -> None:
    network.answers.clear()
    body = json.dumps(_told(amazon)).encode()
    with live(database, {"ses": {"topics": [TOPIC]}}) as receiver:
        assert [receiver.post("/ses", body, TEXT) for _ in range(3)] == [503] * 3
        assert len(network.asked) == 1  # not for each request
    network.answers[URL] = b"no certificate"
    with live(database, {"ses": {"topics": [TOPIC]}}) as receiver:
        assert receiver.post("/ses", body, TEXT) == 503


def test_a_certificate_that_is_none_or_old_lets_nobody_in(
    database: Path, tmp_path: Path, amazon: Issued
) -> None:
    old = tmp_path / "old.pem"
    old.write_bytes(_issue("sns.eu-west-1.amazonaws.com", (amazon.key, "x"), days=-1).pem)
    with live(database, {"ses": {"topics": [TOPIC], "certificate": str(old)}}) as receiver:
        assert receiver.post("/ses", json.dumps(_told(amazon)).encode(), TEXT) == 503
        assert "/ses takes nothing" in "".join(receiver.said)
    (finding,) = look("8925", {"ses": {"topics": [TOPIC], "certificate": str(old)}}, (), "")
    assert (finding.verdict, "valid now" in finding.text) == ("fail", True)


@pytest.mark.parametrize("confirm", [False, True])
def test_subscriptions_are_shown_or_confirmed(
    database: Path, network: Amazon, amazon: Issued, confirm: bool
) -> None:
    opened = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336"
    network.answers[opened] = b"<ConfirmSubscriptionResponse/>"
    asked = _told(amazon, Type="SubscriptionConfirmation", Token="2336", SubscribeURL=opened)
    elsewhere = _told(
        amazon, Type="SubscriptionConfirmation", Token="1", SubscribeURL="https://evil.example/"
    )
    with live(database, {"ses": {"topics": [TOPIC], "confirm": confirm}}) as receiver:
        assert receiver.post("/ses", json.dumps(elsewhere).encode(), TEXT) == 403
        assert receiver.post("/ses", json.dumps(asked).encode(), TEXT) == 200
        assert any(f"curl '{opened}'" in line for line in receiver.said) is not confirm
        if not confirm:
            said = "SELECT last_error FROM provider"
            until(lambda: "asks to be confirmed" in str(rows(database, said)))
    assert network.asked == [URL, *[opened][: int(confirm)]]
    assert payloads(database) == 0
