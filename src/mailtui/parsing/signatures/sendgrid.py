"""Twilio SendGrid: the signed event webhook, ECDSA over time stamp and body.

Source: SendGrid docs, "Getting started with the Event Webhook security features" (P-256, SHA-256; key in
base64 DER).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"


def check(headers: Mapping[str, str], body: bytes, key: str) -> str:
    """Why the call is refused; empty when the signature is right.

    `headers` by lower-case name; `body` exactly as it came; `key` the verification key that SendGrid shows.
    """
    signature, timestamp = headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, "")
    if not signature or not timestamp:
        return "the call carries no signature"
    public = _public(key)
    if public is None:
        return "the verification key of SendGrid is no key"
    try:
        signed = timestamp.encode("utf-8", "surrogatepass") + body
        public.verify(base64.b64decode(signature, validate=True), signed, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return "the signature is wrong"
    return ""


def _public(key: str) -> EllipticCurvePublicKey | None:
    try:
        found = load_der_public_key(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return None
    return found if isinstance(found, EllipticCurvePublicKey) else None
