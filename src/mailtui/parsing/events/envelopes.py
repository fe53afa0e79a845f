"""Amazon's envelopes taken off: SNS, SQS, Lambda and EventBridge around what SES tells.

Sources: Amazon SNS developer guide, "HTTP/HTTPS notification JSON format"; AWS Lambda developer guide,
"Using Lambda with Amazon SQS" and "... SNS"; Amazon SQS API reference, `ReceiveMessage`; Amazon SES
developer guide, "Monitoring using Amazon EventBridge".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from mailtui.parsing.events.fields import Wrong

_DEEPEST = 6
"""Lambda record, SQS body, SNS message, event: more envelopes than there are ways to nest them."""
_BATCHES = ("Records", "Messages", "messages")
_TEXTS = ("body", "Body")
_OBJECTS = ("Sns", "detail")


class Letter(NamedTuple):
    """What was in the envelopes."""

    content: Any
    told: str = ""
    """When SNS or EventBridge passed it on: ISO 8601."""


def letters(value: object, told: str = "", depth: int = 0) -> Iterator[Letter | Wrong]:
    """Every letter in `value`, or what is wrong with its envelope."""
    if depth > _DEEPEST:
        yield Wrong("more envelopes around each other than Amazon has")
    elif isinstance(value, list):
        for item in value:
            yield from letters(item, told, depth + 1)
    elif not isinstance(value, dict) or "mail" in value or "ses" in value:
        yield Letter(value, told)
    else:
        yield from _opened(value, told, depth + 1)


def _opened(value: dict[str, Any], told: str, depth: int) -> Iterator[Letter | Wrong]:
    for key in _BATCHES:
        if isinstance(value.get(key), list):
            yield from letters(value[key], told, depth)
            return
    told = next((value[key] for key in ("Timestamp", "time") if isinstance(value.get(key), str)), told)
    for key in _OBJECTS:
        if isinstance(value.get(key), dict):
            yield from letters(value[key], told, depth)
            return
    text = next((value[key] for key in ("Message", *_TEXTS) if isinstance(value.get(key), str)), None)
    if text is None or value.get("Type", "Notification") != "Notification":
        yield Letter(value, told)
    else:
        yield from _unfolded(text, told, depth)


def _unfolded(text: str, told: str, depth: int) -> Iterator[Letter | Wrong]:
    """A letter that is JSON in a string.

    Several may lie one after the other in a queue's body: not so at Amazon.
    """
    try:
        inside = json.loads(text)
    except (ValueError, RecursionError):
        yield Letter(text, told)
        return
    yield from letters(inside, told, depth)
