"""Mailgun: HMAC-SHA256 over time stamp and token.

Source: Mailgun documentation, "Securing webhooks". The signature covers the time stamp and a token that is
used once, not the event: it tells who calls, so the way in must be HTTPS, and a token that was seen before is
a replay.
"""

from __future__ import annotations

import hmac
import json
from typing import NamedTuple

from mailtui.parsing.events.forms import form
from mailtui.parsing.signatures.shared import same


class Signed(NamedTuple):
    """What a call brings to be checked."""

    timestamp: str
    """Seconds since 1970, as text."""
    token: str
    signature: str


def signed(body: bytes) -> Signed | None:
    """The signature in a call's body, JSON or form; None when there is none."""
    text = body.decode("utf-8", "replace")
    found: object = form(text)
    if found is None:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        found = found.get("signature") if isinstance(found, dict) else None
    if not isinstance(found, dict):
        return None
    parts = [found.get(name) for name in Signed._fields]
    return Signed(*map(str, parts)) if all(isinstance(part, str) and part for part in parts) else None


def check(body: bytes, key: str) -> str:
    """Why the call is refused; empty when the signature is right. `key` is the webhook signing key."""
    found = signed(body)
    if found is None:
        return "the call carries no signature"
    text = (found.timestamp + found.token).encode("utf-8", "surrogatepass")
    due = hmac.new(key.encode(), text, "sha256").hexdigest()
    return "" if key and same(found.signature, due) else "the signature is wrong"


def age(found: Signed, now: int) -> int | None:
    """Seconds since the signature was made, at `now` (seconds since 1970); None when it does not say."""
    try:
        return now - int(found.timestamp)
    except ValueError:
        return None
