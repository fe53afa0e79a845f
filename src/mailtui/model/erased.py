"""An address taken out of texts and bytes, however it is written, and what stands in its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

DOMAIN = "erased.invalid"
"""Nobody's, for ever (RFC 2606, section 2)."""
PREFIX = "erased-"
_AT = rb"(?:@|%40|%2540|\\u0040|=40|&#64;|&commat;)"
_NO_PART_OF = (
    rb"(?<![A-Za-z0-9._+-])|(?<=[+=-])(?=VERP)|(?<=%(?!2[BbDdEe])[0-9A-Fa-f][0-9A-Fa-f])"
    rb"|(?<=\\u003[cC])|(?<=\\[nrt])"
)
_ENDS = rb"(?![A-Za-z0-9_-]|\.[A-Za-z0-9])"
_RUN = re.compile(r"[a-z0-9]+")
_SHORTEST = 2


def is_stand_in(address: str) -> bool:
    """Whether an address stands for an erased person."""
    return address.lower().endswith(f"@{DOMAIN}")


def spelled(stand_in: str, number: int) -> str:
    """The stand-in for the `number`-th spelling (upper and lower case) of an address; 0: as it is.

    Who compares addresses without regard to case takes them for one, as it did the spellings.
    """
    local, at, domain = stand_in.rpartition("@")
    cases = product(*((letter, letter.upper()) for letter in PREFIX.rstrip("-")))
    for place, letters in enumerate(cases):
        if place == number:
            return f"{''.join(letters)}{local[len(letters) :]}{at}{domain}"
    return f"{local}.{number}{at}{domain}"


class Swap:
    """Puts the stand-in where the address is: as it is, percent-encoded, in JSON, in VERP and SRS forms."""

    def __init__(self, address: str, stand_in: str, spellings: Mapping[str, str] | None = None) -> None:
        """`spellings`: stand-ins of the address in other upper and lower case, by how it is written."""
        local, _, domain = address.lower().rpartition("@")
        self.address = address.lower()
        self.stand_in = stand_in
        self._spellings = dict(spellings or {})
        self.needles = tuple(max(_RUN.findall(part), key=len, default="") for part in (local, domain))
        """What every text has that has the address: ASCII, lower case; '' when there is nothing sure."""
        self._needles = tuple(needle.encode() for needle in self.needles if needle)
        name, place = _written(local), _written(domain)
        self._found = re.compile(
            rb"(?:%s)(?P<local>%s)(?:(?P<at>%s)(?P<domain>%s)|(?P<verp>=)%s(?=%s))%s|(?<==)%s=%s(?=%s)"
            % (
                _NO_PART_OF.replace(b"VERP", name + b"=" + place + _AT),
                *(name, _AT, place, place, _AT),
                *(_ENDS, place, name, _AT),
            ),
            re.IGNORECASE,
        )
        self._beside = re.compile(
            rb"(?<![A-Za-z0-9._+-])%s(?=\s{1,2}<%s%s%s%s)" % (name, name, _AT, place, _ENDS), re.IGNORECASE
        )
        self._named = re.compile(
            rb"(?:(?<=[\",\n])|(?<=\\n)|(?<=: )|^)\s?(?:\\\"[^\"\\<>\n]{1,120}\\\"|\"[^\"\\<>\n]{1,120}\""
            rb"|[^\"',;:<>@\\\d\n]{1,120}?)(?P<gap>\s*(?:<|\\u003[cC]|%%3[cC]))"
            rb"(?=%s%s%s(?:>|\\u003[eE]|%%3[eE])\s*(?:[\",\r\n\\]|$))" % (name, _AT, place),
            re.IGNORECASE,
        )

    def names(self, data: bytes) -> bool:
        """Whether the address is in there."""
        return self._may(data) and self._found.search(data) is not None

    def count(self, data: bytes) -> int:
        """How often it is in there."""
        return sum(1 for _ in self._found.finditer(data)) if self._may(data) else 0

    def line(self, data: bytes) -> bytes:
        """A text without it, and without its local part before it, as in `=> bob <bob@example.org>`."""
        if not self._may(data):
            return data
        return self._found.sub(self._instead, self._beside.sub(self._local, data))

    def letter(self, data: bytes) -> bytes:
        """A payload or a header without it, and without the name before it: `Bob <bob@example.org>`."""
        if not self.names(data):
            return data
        return self._found.sub(self._instead, self._named.sub(self._nobody, data))

    def text(self, text: str) -> str:
        """As `line`, of a text."""
        return self.line(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")

    def _may(self, data: bytes) -> bool:
        lowered = data.lower()
        return all(needle in lowered for needle in self._needles)

    def _instead(self, found: re.Match[bytes]) -> bytes:
        local, domain = self.stand_in.encode().rsplit(b"@", 1)
        if found["local"] is None:
            return b"%s=%s" % (domain, local)
        if found["verp"]:
            return b"%s=%s" % (local, domain)
        if found["at"] == b"@":
            written = found[0].decode("utf-8", "replace")
            return self._spellings.get(written, self.stand_in).encode()
        return b"%s%s%s" % (local, found["at"], domain)

    def _local(self, _: re.Match[bytes]) -> bytes:
        return self.stand_in.rpartition("@")[0].encode()

    @staticmethod
    def _nobody(found: re.Match[bytes]) -> bytes:
        return b"%s" % found["gap"].lstrip()


def _written(part: str) -> bytes:
    """A pattern for a local part or a domain in every way that it may be written."""
    return b"".join(map(_character, part))


def _character(one: str) -> bytes:
    if one.isascii() and one.isalnum():
        return one.encode()
    encoded = one.encode("utf-8", "surrogateescape")
    ways: set[bytes] = {re.escape(encoded), b"".join(b"%%%02x" % byte for byte in encoded)}
    ways.add(b"".join(b"=%02x" % byte for byte in encoded))
    if len(one.encode("utf-16-be", "surrogatepass")) == 2:
        ways.add(rb"\\u%04x" % ord(one))
    if one == "+":
        ways.add(b"%252b")
    if one == '"':
        ways.add(rb"\\\"")
    longest: list[bytes] = sorted(ways, key=len, reverse=True)
    return b"(?:" + b"|".join(longest) + b")"


__all__ = ["DOMAIN", "PREFIX", "Swap", "is_stand_in", "spelled"]
