"""Amazon SNS: the signature of a notification, and the certificate that it is checked with.

Source: Amazon SNS developer guide, "Verifying the signatures of Amazon SNS messages" (string to sign;
SignatureVersion 1 is SHA-1, 2 is SHA-256, both RSA with PKCS #1 v1.5).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from mailtui.model.moment import to_datetime

_HOST = re.compile(r"sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?")
_PATH = re.compile(r"/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem")
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED = {
    "Notification": _NOTIFICATION,
    "SubscriptionConfirmation": _CONFIRMATION,
    "UnsubscribeConfirmation": _CONFIRMATION,
}
_HASHES = {"1": SHA1, "2": SHA256}


def message_of(body: bytes) -> dict[str, str] | None:
    """The SNS message that a call's body is, its text fields only; None when it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("Type") not in _SIGNED:
        return None
    return {name: value for name, value in found.items() if isinstance(value, str)}


def certificate_url(message: dict[str, str]) -> str:
    """Where the certificate is to be had; empty when that is not a place of Amazon SNS."""
    url = message.get("SigningCertURL", "")
    if not _is_theirs(url):
        return ""
    parts = urlsplit(url)
    return url if _PATH.fullmatch(parts.path) and not parts.query else ""


def confirmation_url(message: dict[str, str]) -> str:
    """What to open to confirm a subscription that was checked; empty when it is no place of Amazon SNS."""
    if message.get("Type") != "SubscriptionConfirmation":
        return ""
    url = message.get("SubscribeURL", "")
    return url if _is_theirs(url) else ""


def _is_theirs(url: str) -> bool:
    """Whether an address is on a host of Amazon SNS, by HTTPS, on its usual port."""
    try:
        parts = urlsplit(url)
        plain = not parts.fragment and not parts.username and parts.port in (None, 443)
    except ValueError:
        return False
    return parts.scheme == "https" and plain and _HOST.fullmatch(parts.hostname or "") is not None


def string_to_sign(message: dict[str, str]) -> bytes:
    """Names and values, each on a line, in the order of the documentation.

    `Subject` only where there is one.
    """
    names = _SIGNED[message["Type"]]
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    return text.encode("utf-8", "replace")


def check(body: bytes, certificate: bytes, topics: Collection[str] = ()) -> str:
    """Why the call is refused; empty when it is signed by the owner of `certificate` (PEM, the leaf first).

    `topics`: the ARNs that are let in; any when empty. Whether the certificate is Amazon's is another
    question: one that the admin gave is taken as it is, one that was fetched goes through
    `check_certificate`.
    """
    message = message_of(body)
    if message is None:
        return "the call is no message of SNS"
    if topics and message.get("TopicArn", "") not in topics:
        return f"the topic {message.get('TopicArn', '')[:200]!r} is not among those let in"
    version, signature = message.get("SignatureVersion", ""), message.get("Signature", "")
    if version not in _HASHES or not signature:
        return "the call carries no signature that is known"
    public = _public(certificate)
    if public is None:
        return "the certificate holds no RSA key"
    try:
        public.verify(
            base64.b64decode(signature, validate=True),
            string_to_sign(message),
            PKCS1v15(),
            _HASHES[version](),
        )
    except (InvalidSignature, binascii.Error, ValueError, UnsupportedAlgorithm):
        return "the signature is wrong"
    return ""


def check_certificate(certificate: bytes, url: str, roots: bytes, now: int) -> str:
    """Why a certificate is not believed; empty when it is Amazon SNS's.

    It must lead to one of `roots` (PEM, as the system's bundle), be valid at `now` (UTC microseconds), and
    name the host of `url`, or `sns.amazonaws.com`, which older ones name. Amazon serves the leaf alone: those
    between come after it in `certificate`, or are among `roots`. A certificate just fetched from
    `certificate_url` over HTTPS that was verified needs no chain: the host has said that it is its own. This
    is for one that came by another way, such as a file.
    """
    host = urlsplit(url).hostname or ""
    try:
        leaf, *between = x509.load_pem_x509_certificates(certificate)
        store = Store(x509.load_pem_x509_certificates(roots))
    except ValueError:
        return "the certificate cannot be read"
    policy = PolicyBuilder().store(store).time(to_datetime(now).replace(tzinfo=None))
    why = ""
    for name in (host, "sns.amazonaws.com"):
        try:
            policy.build_server_verifier(x509.DNSName(name)).verify(leaf, between)
        except (VerificationError, ValueError) as error:
            why = why or f"the certificate is not believed: {str(error)[:200]}"
        else:
            return ""
    return why


def is_valid_at(certificate: bytes, now: int) -> bool:
    """Whether it is a certificate with an RSA key within its time at `now` (UTC microseconds)."""
    try:
        found = x509.load_pem_x509_certificate(certificate)
    except ValueError:
        return False
    begins, ends = found.not_valid_before_utc, found.not_valid_after_utc
    return begins <= to_datetime(now) <= ends and _public(certificate) is not None


def _public(certificate: bytes) -> RSAPublicKey | None:
    try:
        key = x509.load_pem_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPublicKey) else None
