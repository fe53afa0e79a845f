"""A payload as pieces: one JSON value, JSON Lines, values one after the other, or a form.

Amazon S3 and Firehose files hold values with or without newlines between them; what is broken costs itself
only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple

from mailtui.parsing.events.forms import form

LARGEST = 64 * 1024 * 1024
"""Bytes of one payload. Files are handed on in parts of whole lines."""
_DECODER = JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n,\x1e]*")
"""What may stand between values: a comma after one (an array cut open), the record separator of RFC 7464."""
_RETRIES = 20
"""Broken values. After so many each line is read alone, which keeps time linear."""
_MARKS = ("{", "[")


class Piece(NamedTuple):
    """One value of a payload, or why there is none."""

    raw: str
    value: Any = None
    reason: str = ""


def pieces(payload: bytes) -> Iterator[Piece]:
    """Every piece of `payload` in order; nothing of it is left out but the space between."""
    if len(payload) > LARGEST:
        yield Piece("", None, f"the payload has {len(payload)} bytes, more than {LARGEST}")
        return
    text = payload.decode("utf-8-sig", "replace")
    if not text.startswith(_MARKS):
        if not text.strip("\0 \t\r\n"):
            return
        fields = form(text)
        if fields is not None:
            yield Piece(text, fields)
            return
    yield from _values(text)


def _values(text: str) -> Iterator[Piece]:
    """Values one after the other; after a broken one, on with the next line that begins one."""
    place, retries = _SPACE.match(text).end(), 0  # type: ignore[union-attr]
    while place < len(text):
        if retries > _RETRIES:
            yield from _lines(text[place:])
            return
        try:
            value, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            retries += 1
            end = _next_start(text, place)
            yield Piece(text[place:end].strip(), None, _reason(error))
        else:
            yield Piece(text[place:end], value)
        place = _SPACE.match(text, end).end()  # type: ignore[union-attr]


def _next_start(text: str, place: int) -> int:
    """Where the next line begins that begins a value; the end when none does."""
    while True:
        place = text.find("\n", place) + 1
        if not place:
            return len(text)
        if text.startswith(_MARKS, place):
            return place


def _lines(text: str) -> Iterator[Piece]:
    """Each line alone; broken lines that follow each other are one piece."""
    broken: list[str] = []
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            if line.strip():
                broken.append(line)
            continue
        if broken:
            yield Piece("\n".join(broken), None, "this is no JSON")
            broken = []
        yield Piece(line, value)
    if broken:
        yield Piece("\n".join(broken), None, "this is no JSON")


def _reason(error: Exception) -> str:
    """Why it could not be read, in a sentence."""
    if isinstance(error, JSONDecodeError):
        return f"this is no JSON: {error.msg} at character {error.pos + 1}"
    if isinstance(error, RecursionError):
        return "the JSON is nested too deeply"
    return "the JSON holds a number that is too long"
