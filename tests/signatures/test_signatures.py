"""Calls signed with keys of our own, as the providers document it; every change is refused."""

from __future__ import annotations

import base64
import hmac
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from mailtui.errors import ConfigError
from mailtui.model.enums import EventProvider as Provider
from mailtui.model.moment import from_datetime
from mailtui.parsing.signatures import sns
from mailtui.parsing.signatures.checking import Secrets, refusal

NOW = datetime(2026, 11, 21, tzinfo=UTC)
URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-9c6465fa7f48f5cacd23014631ec1136.pem"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail"


class Issued(NamedTuple):
    key: rsa.RSAPrivateKey
    pem: bytes


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _issue(
    name: str, issuer: tuple[rsa.RSAPrivateKey, str] | None, days: int = 30, signs: bool = False
) -> Issued:
    """A certificate for a host, or without issuer a root; `signs`: one between."""
    key = rsa.generate_private_key(65537, 2048)
    signer, signer_name = issuer or (key, name)
    is_root = issuer is None or signs
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(signer_name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.BasicConstraints(is_root, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(not is_root, *[False] * 4, is_root, is_root, False, False), critical=True
        )
    )
    if not is_root:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    made = builder.sign(signer, hashes.SHA256())
    return Issued(key, made.public_bytes(serialization.Encoding.PEM))


@pytest.fixture(scope="module")
def root() -> Issued:
    return _issue("A root of ours", None)


@pytest.fixture(scope="module")
def leaf(root: Issued) -> Issued:
    return _issue("sns.eu-west-1.amazonaws.com", (root.key, "A root of ours"))


def _told(leaf: Issued, version: str = "1", **changed: str) -> dict[str, Any]:
    """A message signed as the documentation says, written down here by hand."""
    message = {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Message": '{"eventType": "Open"}',
        "Timestamp": "2026-11-20T10:00:06.000Z",
        "SignatureVersion": version,
        "SigningCertURL": URL,
    } | changed
    names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    if message["Type"] != "Notification":
        names = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    digest = hashes.SHA256() if version == "2" else hashes.SHA1()
    signature = leaf.key.sign(text.encode(), padding.PKCS1v15(), digest)
    return message | {"Signature": base64.b64encode(signature).decode()}


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"Subject": "Amazon SES Email Event Notification"},
        {"Type": "SubscriptionConfirmation", "Token": "2336", "SubscribeURL": "https://sns.example/?a=b"},
    ],
)
def test_sns_signs_both_ways(leaf: Issued, version: str, more: dict[str, str]) -> None:
    body = json.dumps(_told(leaf, version, **more)).encode()
    assert refusal(Provider.SES, {}, body, Secrets(certificate=leaf.pem, topics=(TOPIC,))) == ""


@pytest.mark.parametrize("name", ["Message", "MessageId", "Timestamp", "TopicArn", "Subject", "Signature"])
def test_a_changed_notification_is_refused(leaf: Issued, name: str) -> None:
    told = _told(leaf, Subject="a")
    body = json.dumps(told | {name: told[name].swapcase() + "x"}).encode()
    assert refusal(Provider.SES, {}, body, Secrets(certificate=leaf.pem)) == "the signature is wrong"


def test_other_topics_and_other_signers_are_refused(leaf: Issued, root: Issued) -> None:
    body = json.dumps(_told(leaf)).encode()
    assert "not among those let in" in refusal(Provider.SES, {}, body, Secrets(leaf.pem, ("arn:other",)))
    assert refusal(Provider.SES, {}, body, Secrets(root.pem)) == "the signature is wrong"
    assert refusal(Provider.SES, {}, body, Secrets(b"x")) == "the certificate holds no RSA key"
    assert refusal(Provider.SES, {}, b"{}", Secrets(leaf.pem)) == "the call is no message of SNS"
    assert refusal(Provider.SES, {}, body, Secrets()) == "no certificate of Amazon SNS is at hand"


def test_the_certificate_of_sns_leads_to_a_root(leaf: Issued, root: Issued) -> None:
    now = from_datetime(NOW)
    assert sns.check_certificate(leaf.pem, URL, root.pem, now) == ""
    assert sns.check_certificate(leaf.pem, URL, _issue("A root of ours", None).pem, now) != ""
    assert sns.check_certificate(leaf.pem, URL, root.pem, from_datetime(NOW + timedelta(days=31))) != ""
    assert sns.check_certificate(leaf.pem, URL.replace("eu-west-1", "eu-west-2"), root.pem, now) != ""
    assert sns.check_certificate(b"none", URL, root.pem, now) == "the certificate cannot be read"
    old = _issue("sns.amazonaws.com", (root.key, "A root of ours"))
    assert sns.check_certificate(old.pem, URL, root.pem, now) == ""


def test_the_ones_between_may_come_with_the_certificate_or_with_the_roots(root: Issued) -> None:
    between = _issue("Between", (root.key, "A root of ours"), signs=True)
    leaf = _issue("sns.eu-west-1.amazonaws.com", (between.key, "Between"))
    now = from_datetime(NOW)
    assert sns.check_certificate(leaf.pem, URL, root.pem, now) != ""
    assert sns.check_certificate(leaf.pem + between.pem, URL, root.pem, now) == ""
    assert sns.check_certificate(leaf.pem, URL, root.pem + between.pem, now) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-9c.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-9c.pem",
        "https://evil.example/sns.eu-west-1.amazonaws.com/SimpleNotificationService-9c.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-9c.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-9c.pem",
        "https://bucket.s3.amazonaws.com/SimpleNotificationService-9c.pem",
        "https://sns.eu-west-1.amazonaws.com/?Action=Publish",
        "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-9c.pem?x=1",
        "https://[",
        "",
    ],
)
def test_certificates_from_elsewhere_are_not_fetched(url: str) -> None:
    assert sns.certificate_url({"SigningCertURL": url}) == ""
    assert sns.certificate_url({"SigningCertURL": URL}) == URL


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=a&Token=b", True),
        ("https://sns.cn-north-1.amazonaws.com.cn/?Action=ConfirmSubscription", True),
        ("https://evil.example/?Action=ConfirmSubscription", False),
        ("http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription", False),
        ("https://sns.eu-west-1.amazonaws.com@evil.example/", False),
    ],
)
def test_only_amazon_is_asked_to_confirm(url: str, opened: bool) -> None:
    asked = {"Type": "SubscriptionConfirmation", "SubscribeURL": url}
    assert sns.confirmation_url(asked) == (url if opened else "")
    assert sns.confirmation_url(asked | {"Type": "UnsubscribeConfirmation"}) == ""


def test_sendgrid_signs_time_and_body() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    der = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    key, body, moment = base64.b64encode(der).decode(), b'[{"event":"open"}]\r\n', "1795168805"
    signature = base64.b64encode(private.sign(moment.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    headers = {
        "X-Twilio-Email-Event-Webhook-Signature": signature,
        "X-Twilio-Email-Event-Webhook-Timestamp": moment,
    }
    assert refusal(Provider.SENDGRID, headers, body, Secrets(key=key)) == ""
    later = headers | {"X-Twilio-Email-Event-Webhook-Timestamp": "1795168806"}
    broken = headers | {"X-Twilio-Email-Event-Webhook-Signature": "!"}
    assert refusal(Provider.SENDGRID, headers, body.strip(), Secrets(key=key)) == "the signature is wrong"
    assert refusal(Provider.SENDGRID, later, body, Secrets(key=key)) == "the signature is wrong"
    assert refusal(Provider.SENDGRID, broken, body, Secrets(key=key)) == "the signature is wrong"
    assert refusal(Provider.SENDGRID, {}, body, Secrets(key=key)) == "the call carries no signature"
    assert (
        refusal(Provider.SENDGRID, headers, body, Secrets(key="x"))
        == "the verification key of SendGrid is no key"
    )
    assert refusal(Provider.SENDGRID, headers, body, Secrets()) == "no key of SendGrid is set"


def test_mailgun_signs_time_and_token() -> None:
    signature = hmac.new(b"key-1", b"1795168805" + b"t" * 50, "sha256").hexdigest()
    parts = {"timestamp": "1795168805", "token": "t" * 50, "signature": signature}
    body = json.dumps({"signature": parts, "event-data": {}}).encode()
    assert refusal(Provider.MAILGUN, {}, body, Secrets(key="key-1")) == ""
    as_form = b"event=opened&" + "&".join(f"{name}={value}" for name, value in parts.items()).encode()
    assert refusal(Provider.MAILGUN, {}, as_form, Secrets(key="key-1")) == ""
    assert refusal(Provider.MAILGUN, {}, body, Secrets(key="key-2")) == "the signature is wrong"
    other = json.dumps({"signature": parts | {"timestamp": "1795168806"}}).encode()
    assert refusal(Provider.MAILGUN, {}, other, Secrets(key="key-1")) == "the signature is wrong"
    assert refusal(Provider.MAILGUN, {}, b"{}", Secrets(key="key-1")) == "the call carries no signature"
    assert refusal(Provider.MAILGUN, {}, body, Secrets()) == "no signing key of Mailgun is set"


@pytest.mark.parametrize(
    "provider", [Provider.POSTMARK, Provider.SPARKPOST, Provider.BREVO, Provider.MAILJET]
)
def test_the_others_send_what_was_agreed(provider: Provider) -> None:
    secrets = Secrets(user="hook", password="pa:ss")
    right = base64.b64encode(b"hook:pa:ss").decode()
    wrong = base64.b64encode(b"hook:other").decode()
    assert refusal(provider, {"AUTHORIZATION": f"Basic {right}"}, b"", secrets) == ""
    assert refusal(provider, {"Authorization": f"Basic {wrong}"}, b"", secrets) != ""
    assert refusal(provider, {"Authorization": "Basic !"}, b"", secrets) != ""
    assert refusal(provider, {}, b"", secrets) == "the call carries no user and password"
    assert refusal(provider, {"Authorization": "Bearer tok"}, b"", Secrets(token="tok")) == ""
    assert refusal(provider, {"X-MessageSystems-Webhook-Token": "tok"}, b"", Secrets(token="tok")) == ""
    assert (
        refusal(provider, {"Authorization": "Bearer to"}, b"", Secrets(token="tok")) == "the token is wrong"
    )
    assert (
        refusal(provider, {"Authorization": "Bearer "}, b"", Secrets())
        == "neither a password nor a token is set"
    )


def test_without_cryptography_the_next_step_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sns", "sendgrid"):
        monkeypatch.delitem(sys.modules, f"mailtui.parsing.signatures.{name}", raising=False)
        monkeypatch.delattr(f"mailtui.parsing.signatures.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    with pytest.raises(ConfigError, match=r"mailtui\[webhooks\]"):
        refusal(Provider.SENDGRID, {}, b"", Secrets(key="x"))


@given(
    st.sampled_from(list(Provider)),
    st.dictionaries(st.sampled_from(["Authorization", sns.message_of.__name__]), st.text()),
    st.binary()
    | st.text().map(lambda text: json.dumps({"Type": "Notification", "Signature": text}).encode()),
)
def test_nothing_unsigned_comes_in_whatever_it_is(
    provider: Provider, headers: dict[str, str], body: bytes
) -> None:
    secrets = Secrets(certificate=b"-", key="key", user="u", password="secret", token="")
    assert refusal(provider, headers, body, secrets) != ""
