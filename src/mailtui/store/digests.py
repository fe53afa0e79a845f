"""64-bit keys for texts that are only ever looked up whole."""

from __future__ import annotations

from hashlib import blake2b


def digest64(*parts: str | bytes | int) -> int:
    """A signed 64-bit key of some texts; two different ones share it about never (2^-64)."""
    made = blake2b(digest_size=8)
    for part in parts:
        made.update(part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape"))
        made.update(b"\0")
    return int.from_bytes(made.digest(), "big", signed=True)


def storable(text: str) -> str:
    """The text as a database takes it: bytes that are not UTF-8 (surrogates) shown as `\\xNN`."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def link_digest(value: str) -> int:
    """The key that a Message-ID or a next hop's queue id is found by; angle brackets do not count."""
    return digest64(storable(value.strip().strip("<>")))
