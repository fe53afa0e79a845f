"""A JSON object read with its types checked: what is of another type is named, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TYPES = {
    dict: "an object",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}
LONGEST = 16_384
"""Characters of one text that are kept; the payload itself is kept whole elsewhere."""
MOST = 200
"""Entries of a list of tags or of metadata that are read."""


class Wrong(ValueError):
    """A value that is not what the provider documents; the text says which and why."""


def clean(text: str) -> str:
    """The text as every database takes it: no NUL, no lone surrogates, not longer than LONGEST."""
    if len(text) > LONGEST:
        text = text[:LONGEST]
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


class Fields:
    """One object of a payload. A key that is absent, or null, reads as empty."""

    __slots__ = ("path", "value")

    def __init__(self, value: dict[str, Any], path: str = "") -> None:
        self.value = value
        self.path = path

    def __contains__(self, key: str) -> bool:
        return self.value.get(key) is not None

    def text(self, key: str) -> str:
        """Text; empty when absent."""
        found = self.value.get(key)
        if found is None:
            return ""
        if found.__class__ is not str:
            raise self.wrong(key, found, "text")
        return found if found.isascii() and len(found) <= LONGEST and "\0" not in found else clean(found)

    def id(self, key: str) -> str:
        """An id: text, or a whole number, which some providers write for the same thing."""
        found = self.value.get(key)
        if found.__class__ is int:
            return str(found)
        return self.text(key)

    def number(self, key: str) -> int | float | None:
        """A number, or text that is one; None when absent or empty."""
        found = self.value.get(key)
        if found is None or found == "":
            return None
        if isinstance(found, int | float) and found.__class__ is not bool:
            return found
        if isinstance(found, str) and len(found) <= 32:
            try:
                return int(found) if found.isdecimal() else float(found)
            except ValueError:
                pass
        raise self.wrong(key, found, "a number")

    def flag(self, key: str) -> bool | None:
        """True or false; None when absent."""
        found = self.value.get(key)
        if found is None or found is True or found is False:
            return found
        raise self.wrong(key, found, "true or false")

    def child(self, key: str) -> Fields:
        """The object under `key`; an empty one when absent."""
        found = self.value.get(key)
        if found is None:
            return Fields({}, f"{self.path}{key}.")
        if found.__class__ is not dict:
            raise self.wrong(key, found, "an object")
        return Fields(found, f"{self.path}{key}.")

    def children(self, key: str) -> Iterator[Fields]:
        """The objects in the list under `key`."""
        for place, item in enumerate(self.list(key)):
            if not isinstance(item, dict):
                raise self.wrong(f"{key}[{place}]", item, "an object")
            yield Fields(item, f"{self.path}{key}[{place}].")

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts in the list under `key`, or the one text there; empty ones left out."""
        found = self.value.get(key)
        if isinstance(found, str):
            return (clean(found),) if found else ()
        if found is None:
            return ()
        items = self.list(key)[:MOST]
        for place, item in enumerate(items):
            if not isinstance(item, str):
                raise self.wrong(f"{key}[{place}]", item, "text")
        return tuple([clean(item) for item in items if item])

    def list(self, key: str) -> list[Any]:
        """The list under `key`; an empty one when absent."""
        found = self.value.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            raise self.wrong(key, found, "a list")
        return found

    def metadata(self, key: str) -> dict[str, str]:
        """What a sender had put in under `key`: any values, the plain ones as text, the others left out."""
        return plain(self.child(key).value)

    def wrong(self, key: str, found: object, due: str) -> Wrong:
        """The error that says what is under `key` and what should be."""
        return Wrong(f"{self.path}{key} is {TYPES.get(type(found), 'something else')}, not {due}")


def plain(found: dict[str, Any]) -> dict[str, str]:
    """The values that are text, numbers or flags, as text."""
    kept: dict[str, str] = {}
    for name, value in found.items():
        if len(kept) == MOST:
            break
        if isinstance(value, str):
            kept[clean(name)] = clean(value)
        elif isinstance(value, int | float):
            kept[clean(name)] = str(value).lower() if isinstance(value, bool) else str(value)
        elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            kept[clean(name)] = clean(value[0])
    return kept
