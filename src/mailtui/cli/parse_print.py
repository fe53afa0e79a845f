"""Understood lines as JSON, and as text that is safe on a terminal."""

from __future__ import annotations

import json
from typing import Any

from mailtui.cli.parse_lines import Line
from mailtui.model.visible import visible

_MAIN = (
    "sender",
    "address",
    "original_address",
    "recipients",
    "host",
    "helo",
    "ip",
    "phase",
    "reply",
    "user",
    "text",
)
_WIDTHS = (32, 19, 23)
"""Columns of time, event and queue id."""


def as_json_line(line: Line) -> str:
    """One JSON object: `line`, `event`, and what the line has; everything else escaped to ASCII."""
    shown: dict[str, Any] = {"line": line.number}
    if line.event is None:
        shown |= {"event": "other", "continues": line.first, "text": line.text}
    else:
        shown |= line.event.as_json()
    return json.dumps(shown)


def as_text(line: Line) -> str:
    """Time, event, queue id, main fields, on one line."""
    if line.event is None:
        return " " * (sum(_WIDTHS) + len(_WIDTHS)) + visible(line.text)
    shown = line.event.as_json()
    head = (shown.get("time", ""), shown["event"], shown.get("queue_id", ""))
    columns = [text.ljust(width) for text, width in zip(head, _WIDTHS, strict=True)]
    rest = (f"{name}={_value(shown[name])}" for name in _MAIN if name in shown)
    return visible(" ".join((*columns, *rest)).rstrip())


def _value(value: object) -> str:
    text = " ".join(value) if isinstance(value, tuple) else str(value)
    return json.dumps(text, ensure_ascii=False) if " " in text or text == "" else text
