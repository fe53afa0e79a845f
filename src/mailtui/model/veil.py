"""Takes the names of people out of texts: the local parts of addresses, wherever they stand. Pure.

An address (RFC 5321 section 4.1.2) is `local@domain`; the domain stays. A text that has an address in it may
have its local part by itself too (`=> bob <bob@example.org>`, `no mailbox "bob"`), so that goes as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

MASK = "•••"
"""What stands for every local part when the screen is shared: its length says nothing."""
_ADDRESS = re.compile(
    r"""(?P<label>(?:(?<=\s)|^)(?:id|for|F)=)?
    (?P<local>"(?:[^"\\]|\\.)*"|[^\s<>()\[\],;:"]+(?:\([^()]*\))?)
    (?P<at>@|%40)""",
    re.VERBOSE,
)
_ADDRESSES = frozenset({"sender", "recipient", "original"})
"""Fields that hold one address, or a local part alone."""
_IDS = frozenset(
    {
        *("server", "host", "ip", "queue_id", "path", "provider", "egress", "query", "id", "file", "rule"),
        *("kind", "status", "outcome", "queue_state", "state", "class", "side", "area", "log", "relation"),
        *("role", "phase", "protocol", "helo", "client_host", "router", "transport", "colour"),
    }
)
"""Fields where a word that is somebody's name is none."""
_PATHS = ("|", "/", ">", ":")
"""What final deliveries begin with that are to no address (manual, 'Redirection')."""
_INSTEAD = re.compile(rf"{MASK}|u-[0-9a-f]{{12}}")
"""What was put in somebody's place already."""
_SHORTEST = 2

Value = TypeVar("Value")


class Veil:
    """Puts something else in the place of every local part."""

    def __init__(self, instead: Callable[[str], str]) -> None:
        """`instead`: what stands for a local part, which comes in lower case."""
        self._instead = instead

    def text(self, text: str, names: Collection[str] = ()) -> str:
        """A text without local parts: those of its own addresses, and `names`."""
        if "@" not in text and "%40" not in text and not names:
            return text
        known = {*map(str.lower, names), *names_in(text)}
        return _ADDRESS.sub(self._address, self._words(text, known))

    def address(self, address: str, names: Collection[str] = ()) -> str:
        """A field with an address: without an @ all of it is a local part. Paths and pipes are texts."""
        local, at, domain = address.rpartition("@")
        if at:
            return f"{self._of(local)}@{domain}" if local else address
        return self.text(address, names) if address.startswith(_PATHS) else self._of(address)

    def value(self, value: Value) -> Value:
        """A row, a trace, an incident, or several: every text in it."""
        return self._any(value, frozenset(_names(value)), "")  # type: ignore[no-any-return]

    def raw(self, data: bytes, names: Collection[str] = ()) -> bytes:
        """A log record."""
        return self.text(data.decode("utf-8", "surrogateescape"), names).encode("utf-8", "surrogateescape")

    def _address(self, found: re.Match[str]) -> str:
        return f"{found['label'] or ''}{self._of(found['local'])}{found['at']}"

    def _of(self, local: str) -> str:
        return self._instead(local.lower().strip('"')) if local and not _INSTEAD.fullmatch(local) else local

    def _words(self, text: str, names: Collection[str]) -> str:
        lowered = text.lower()
        there = [name for name in names if len(name) >= _SHORTEST and name in lowered]
        if not there:
            return text
        longest = "|".join(map(re.escape, sorted(there, key=len, reverse=True)))
        return re.sub(rf"(?i)(?<!\w)(?:{longest})(?!\w)", lambda found: self._of(found[0]), text)

    def _any(self, value: Any, names: frozenset[str], field: str) -> Any:  # noqa: ANN401
        """By what it is, and in which field."""
        if isinstance(value, str):
            return self._string(value, names, field) if value and not isinstance(value, Enum) else value
        if isinstance(value, bytes):
            return self.raw(value, names)
        if isinstance(value, tuple):
            made = [self._any(item, names, field) for item in value]
            return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
        if isinstance(value, list):
            return [self._any(item, names, field) for item in value]
        if isinstance(value, dict):
            return {key: self._any(item, names, str(key)) for key, item in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            parts = ((item.name, getattr(value, item.name)) for item in fields(value) if item.init)
            made_ = {name: new for name, old in parts if (new := self._any(old, names, name)) is not old}
            return replace(value, **made_) if made_ else value
        return value

    def _string(self, text: str, names: frozenset[str], field: str) -> str:
        if field in _ADDRESSES:
            return self.address(text, names)
        return self.text(text) if field in _IDS else self.text(text, names)


def names_in(text: str) -> set[str]:
    """The local parts of the addresses in a text, and what else they may be called by; lower case."""
    return {name for found in _ADDRESS.finditer(text) for name in _variants(found["local"])}


def _variants(local: str) -> Iterator[str]:
    """`bob+news` is bob too, and so is a quoted one."""
    name = local.lower()
    yield name
    plain = name.strip('"')
    yield plain
    base = plain.partition("+")[0]
    if base:
        yield base


def _names(value: object, field: str = "") -> Iterator[str]:
    """Every local part that a value tells of."""
    if isinstance(value, str):
        if field in _ADDRESSES and value and not value.startswith(_PATHS):
            yield from _variants(value.rpartition("@")[0] or value)
        elif "@" in value or "%40" in value:
            yield from names_in(value)
    elif isinstance(value, bytes):
        yield from names_in(value.decode("utf-8", "surrogateescape"))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _names(item, field)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _names(item, str(key))
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from _names(getattr(value, item.name), item.name)


MASKED = Veil(lambda _: MASK)
"""For screens that others can see."""


def anonymous(key: bytes) -> Veil:
    """The same stands for the same local part, as long as it is the same key: HMAC-SHA256 of it."""
    import hmac  # a list is shown without it

    def token(local: str) -> str:
        return f"u-{hmac.digest(key, local.encode('utf-8', 'surrogatepass'), 'sha256').hex()[:12]}"

    return Veil(token)
