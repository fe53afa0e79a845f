"""Texts and values as they are kept. Needs no tables: readers use it too."""

from __future__ import annotations

import json

from mailtui.store.digests import storable


def clean(text: str) -> str:
    """A text as every database takes it."""
    stored = storable(text)
    return stored.replace("\0", "\ufffd") if "\0" in stored else stored


def lowered(text: str) -> str:
    """As `lower()` of SQLite writes it, which knows the letters of ASCII alone."""
    if text.isascii():
        return text.lower()
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def as_json(value: object) -> str:
    """A value as it is kept: the same value is the same text."""
    return clean(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))
