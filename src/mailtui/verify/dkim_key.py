"""A DKIM key record: the text in DNS, and the public key in it (RFC 6376 section 3.6.1)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from mailtui.verify.tags import Tags, parse
from mailtui.verify.txt import excerpt

LONGEST = 8192
"""Characters of a key that are read: RSA keys of 32 768 bits have less."""
ED25519_BYTES = 32
"""Of a public key (RFC 8463 section 4.2)."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key record."""

    text: str
    tags: Tags
    public: str
    """`p=` without white space; empty: revoked, or not there."""
    kind: str
    """`rsa`, `ed25519`, or whatever `k=` says."""
    bits: int | None
    """Of an RSA modulus."""
    problems: tuple[str, ...]
    """Why signatures cannot be verified with it, in words."""

    @property
    def revoked(self) -> bool:
        """The record says that the key must not be used any more."""
        return "p" in self.tags and not self.public

    @property
    def testing(self) -> bool:
        """Verifiers are told to treat signed mail as unsigned."""
        return "y" in values(self.tags.get("t"))

    @property
    def hashes(self) -> tuple[str, ...]:
        """What `h=` allows; empty: everything."""
        return values(self.tags.get("h"))


def read(text: str) -> Key:
    """The key in a TXT record; never raises."""
    tags = parse(text)
    public = without_space(tags.get("p"))
    kind = tags.get("k", "rsa").lower() or "rsa"
    bits, problem = _measure(kind, public) if public else (None, "")
    problems = (*tags.problems, *_problems(tags), *filter(None, [problem]))
    return Key(text, tags, public, kind, bits, problems)


def is_key(text: str) -> bool:
    """Whether a TXT record is meant as a DKIM key; names also have other records, from wildcards."""
    tags = parse(text)
    return "p" in tags or tags.get("v").upper().startswith("DKIM")


def public_part(text: str) -> str:
    """`p=` out of what people have at hand: a whole record, a PEM file, or the bare key."""
    if "-----BEGIN" in text:
        text = "".join(line for line in text.splitlines() if not line.startswith("-----"))
    tags = parse(text.replace('"', ""))
    return without_space(tags.get("p") if "p" in tags else text).strip('"')


def kind_of(public: str) -> str:
    """`ed25519` or `rsa`, by the length of the key."""
    return "ed25519" if len(_decoded(public) or b"") == ED25519_BYTES else "rsa"


def without_space(text: str) -> str:
    """The text without any white space: base64 may be folded."""
    return "".join(text.split())


def values(text: str) -> tuple[str, ...]:
    """The words of a list with colons, in lower case."""
    return tuple(word.strip().lower() for word in text.split(":") if word.strip())


def _problems(tags: Tags) -> Iterator[str]:
    if "v" in tags and tags.get("v") != "DKIM1":
        yield f"v={excerpt(tags.get('v'), 40)} is not DKIM1"
    if "v" in tags and tags.first[0] != "v":
        yield "v= is not the first tag"
    if "p" not in tags:
        yield "p= is missing, so there is no key in it"
    services = values(tags.get("s"))
    if services and not {"*", "email"} & set(services):
        yield f"s={excerpt(tags.get('s'), 40)} does not allow the key for mail"


def _measure(kind: str, public: str) -> tuple[int | None, str]:
    """Bits of an RSA key, and what is wrong with a key."""
    if kind not in ("rsa", "ed25519"):
        return None, f"k={excerpt(kind, 40)} is no kind of key that verifiers know"
    data = _decoded(public)
    if data is None:
        return None, "p= is no base64; the key may be cut off"
    if kind == "ed25519":
        wrong = f"an Ed25519 key has {ED25519_BYTES} bytes, this one {len(data)}"
        return None, "" if len(data) == ED25519_BYTES else wrong
    return _rsa(data)


def _decoded(public: str) -> bytes | None:
    try:
        return base64.b64decode(public[:LONGEST], validate=True)
    except (binascii.Error, ValueError):
        return None


def _rsa(data: bytes) -> tuple[int | None, str]:
    """Both forms are in use: SubjectPublicKeyInfo, and the bare RSAPublicKey (RFC 6376 erratum 3017)."""
    from dkim.crypto import UnparsableKeyError, parse_public_key  # type: ignore[import-untyped]

    try:
        modulus = int(parse_public_key(data)["modulus"])
    except (UnparsableKeyError, AssertionError, IndexError):
        return None, "p= is no RSA public key; it may be cut off, or of another kind"
    return modulus.bit_length(), ""
