"""Takes the names of people out of texts: the local parts of addresses, wherever they stand. Pure.

An address (RFC 5321 section 4.1.2) is `local@domain`; the domain stays. A text that has an address in it may
have its local part by itself too (`=> bob <bob@example.org>`, `no mailbox "bob"`), so that goes as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeAlias, TypeVar

MASK = "•••"
"""What stands for every local part when the screen is shared: its length says nothing."""
_DOMAIN = r"[\w.\[\]:-]*"
_FOUND = rf"""(?P<quoted>"(?:[^"\\]|\\.){{1,128}}")(?P<after>(?:@|%40){_DOMAIN})
    |(?<![^\s<>()\[\],;:"])(?P<label>(?:id|for|F)=)?
    (?P<local>[^\s<>()\[\],;:"]+(?:\([^()]*\))?)(?P<domain>(?:@|%40){_DOMAIN})"""
_ADDRESS = re.compile(_FOUND, re.VERBOSE)
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

_WORD = re.compile(r"\w+")

Value = TypeVar("Value")
Index: TypeAlias = dict[str, list[str]]
"""Names by their first word, in lower case."""


class Veil:
    """Puts something else in the place of every local part."""

    def __init__(self, instead: Callable[[str], str]) -> None:
        """`instead`: what stands for a local part, which comes in lower case."""
        self._instead = instead

    def text(self, text: str, names: Collection[str] = ()) -> str:
        """A text without local parts: those of its own addresses, and `names`."""
        return self._text(text, _index(map(str.lower, names)))

    def _text(self, text: str, names: Index) -> str:
        addressed = "@" in text or "%40" in text
        if not addressed and not names:
            return text
        lowered = text.lower()
        known = list(_there(names, lowered))
        known += _there(_index(names_in(text)), lowered) if addressed else ()
        if not known:
            return _ADDRESS.sub(self._address, text)
        longest = "|".join(map(re.escape, sorted(set(known), key=len, reverse=True)))
        named = rf"(?<!\w)(?P<name>{longest})(?!\w)(?P<rest>(?:@|%40){_DOMAIN})?|{_FOUND}"
        return re.sub(named, self._name, text, flags=re.VERBOSE | re.IGNORECASE)

    def address(self, address: str) -> str:
        """A field with an address: without an @ all of it is a local part. Paths and pipes are texts."""
        return self._one(address, {})

    def _one(self, address: str, names: Index) -> str:
        local, at, domain = address.rpartition("@")
        if at:
            return f"{self._of(local)}@{domain}" if local else address
        return self._text(address, names) if address.startswith(_PATHS) else self._of(address)

    def value(self, value: Value) -> Value:
        """A row, a trace, an incident, or several: every text in it."""
        return self._any(value, _index(_names(value)), "")  # type: ignore[no-any-return]

    def _address(self, found: re.Match[str]) -> str:
        if found["quoted"]:
            return f"{self._of(found['quoted'])}{found['after']}"
        return f"{found['label'] or ''}{self._of(found['local'])}{found['domain']}"

    def _name(self, found: re.Match[str]) -> str:
        """A local part by itself or in its address, else an address of somebody else."""
        if found["name"] is None:
            return self._address(found)
        return f"{self._of(found['name'])}{found['rest'] or ''}"

    def _of(self, local: str) -> str:
        return self._instead(local.lower().strip('"')) if local and not _INSTEAD.fullmatch(local) else local

    def _any(self, value: Any, names: Index, field: str) -> Any:  # noqa: ANN401
        """By what it is, and in which field."""
        if isinstance(value, str):
            return self._string(value, names, field) if value and not isinstance(value, Enum) else value
        if isinstance(value, bytes):
            return self._text(value.decode("utf-8", "surrogateescape"), names).encode(
                "utf-8", "surrogateescape"
            )
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

    def _string(self, text: str, names: Index, field: str) -> str:
        if field in _ADDRESSES:
            return self._one(text, names)
        return self._text(text, {} if field in _IDS else names)


def _index(names: Iterable[str]) -> Index:
    """Names by their first word, so that a text is not searched for each of thousands."""
    found: Index = {}
    for name in set(names):
        if len(name) >= _SHORTEST:
            word = _WORD.search(name)
            found.setdefault(word[0] if word else "", []).append(name)
    return found


def _there(names: Index, lowered: str) -> Iterator[str]:
    """Those that stand in a text."""
    if not names:
        return
    words = {"", *_WORD.findall(lowered)}
    few = words if len(words) < len(names) else names
    for word in few:
        if word in names and word in words:
            yield from (name for name in names[word] if name in lowered)


def names_in(text: str) -> set[str]:
    """The local parts of the addresses in a text, and what else they may be called by; lower case.

    What stands before the @ of a Message-ID (Exim's `id=`) names nobody.
    """
    found = (one for one in _ADDRESS.finditer(text) if one["label"] != "id=")
    return {name for one in found for name in _variants(one["quoted"] or one["local"])}


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
        elif field != "message_id" and ("@" in value or "%40" in value):
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
