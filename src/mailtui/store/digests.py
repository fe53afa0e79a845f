"""64-bit keys for texts that are only ever looked up whole."""

from __future__ import annotations

from hashlib import blake2b

_EMPTY = blake2b(digest_size=8)


def digest64(*parts: str | bytes | int) -> int:
    """A signed 64-bit key of some texts; two different ones share it about never (2^-64)."""
    given = [
        part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape") for part in parts
    ]
    return _digest(b"\0".join([*given, b""]))


def _digest(data: bytes) -> int:
    hashed = _EMPTY.copy()  # takes half the time that a new one does
    hashed.update(data)
    return int.from_bytes(hashed.digest(), "big", signed=True)


def storable(text: str) -> str:
    """The text as a database takes it: bytes that are not UTF-8 (surrogates) shown as `\\xNN`."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def link_digest(value: str) -> int:
    """The key that a Message-ID or a next hop's queue id is found by; angle brackets do not count."""
    return _digest(storable(value.strip().strip("<>")).encode() + b"\0")
