"""Checks against a zone: what they find, and whether what they say to publish mends it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from tests.verify.dns_server import DnsServer

from mailtui.model.finding import Checked, Expected, Finding, Record
from mailtui.verify.resolving import DnsResolver, Resolver

Check = Callable[[Expected, Resolver], Awaitable[list[Checked]]]


def resolver(dns: DnsServer) -> DnsResolver:
    """A fresh one: answers are kept for as long as it lives."""
    return DnsResolver([dns.address], timeout=0.3, tries=2)


async def look(check: Check, dns: DnsServer, zone: str = "", **expected: Any) -> list[Checked]:
    """What a check says about example.org in this world."""
    if zone:
        dns.load(zone)
    return await check(Expected("example.org", **expected), resolver(dns))


def findings(checked: Iterable[Checked]) -> list[Finding]:
    """All of them; the answers they are from must be definite."""
    checked = list(checked)
    assert not [one.unsure for one in checked if one.unsure]
    return [finding for one in checked for finding in one.findings]


def codes(checked: Iterable[Checked]) -> list[str]:
    """Their codes and severities, such as `dkim-none fail`."""
    return sorted(f"{one.code} {one.severity}" for one in findings(checked))


def published(zone: str, records: Iterable[Record]) -> str:
    """The world after somebody replaced everything under the names of these records by them."""
    new = {(record.name, record.type): record.snippet() for record in records}
    names = {name for name, _ in new}
    kept = [line for line in zone.splitlines() if not _is_at(line, names)]
    return "\n".join([*kept, *new.values()])


def _is_at(line: str, names: set[str]) -> bool:
    words = line.split()
    return bool(words) and words[0].rstrip(".").lower() in names


def txt(name: str, value: str) -> str:
    """A line of a zone with a TXT record of any length and any bytes."""
    return Record(name, "TXT", value, 300).snippet()


def sane(many: Iterable[Finding]) -> None:
    """What every finding promises, whatever a stranger published."""
    for one in many:
        assert one.code
        assert one.name
        assert one.found
        assert one.expected
        assert one.advice.endswith((".", "”", "sha256", "org"))
        assert one.rfc
        assert len(one.found) < 3000
        for record in one.publish:
            assert record.name
            assert record.value
            assert record.snippet().isascii()
