"""Block lists in DNS (RFC 5782): is a sending address on one, as far as the list lets us ask?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address, ip_network

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Expected, Finding
from mailtui.verify.addresses import below
from mailtui.verify.answers import Answer
from mailtui.verify.codes import Code
from mailtui.verify.resolving import Resolver
from mailtui.verify.rule import Rule

ZONES = ("zen.spamhaus.org", "bl.spamcop.net", "psbl.surriel.org")
"""Lists that many receivers use and everybody may ask in small numbers."""
LISTED = Rule(
    Code("dnsbl-listed", Severity.FAIL, CheckArea.DNSBL, "RFC 5782 section 2.1"),
    "not listed",
    "Find out what was sent from this address and stop it; then ask the list to take it off.",
)
REFUSED = Rule(
    Code("dnsbl-refused", Severity.NOTE, CheckArea.DNSBL, "RFC 5782 section 2.1"),
    "an answer about the address",
    "The list does not answer this DNS server, often because it is a public one. Ask through your own.",
)
NO_TEST_ENTRY = "it does not list its own test entry: it is not in service"
"""Also true of a list without any IPv6 addresses."""
_LOOPBACK = ip_network("127.0.0.0/8")
_MAY_NOT_ASK = ip_network("127.255.255.0/24")
_ALWAYS_LISTED = {4: "127.0.0.2", 6: "::ffff:7f00:2"}
_NEVER_LISTED = {4: "127.0.0.1", 6: "::ffff:7f00:1"}
"""Entries that show whether a list works (RFC 5782 section 5)."""


async def check(expected: Expected, resolver: Resolver, zones: Sequence[str] = ZONES) -> list[Checked]:
    """Every sending address on every list that has such addresses; a target is `IP LIST`."""
    pairs = [(ip, zone) for ip in expected.ips for zone in zones]
    found = await asyncio.gather(*[_check(ip, zone, resolver) for ip, zone in pairs])
    return [checked for checked in found if checked is not None]


async def _check(ip: str, zone: str, resolver: Resolver) -> Checked | None:
    target, name = f"{ip} {zone}", below(ip, zone)
    answer = await resolver.ask(name, "A")
    if not answer.sure:
        return Checked(CheckArea.DNSBL, target, unsure=f"{zone}: {answer.why}")
    if _refuses(answer):
        why = f"{zone} answers {', '.join(answer.records)}: it may not be asked from here"
        finding = replace(REFUSED.finding(ip, f"{', '.join(answer.records)} from {zone}"), unsure=why)
        return Checked(CheckArea.DNSBL, target, (finding,), unsure=why)
    if why := await _fails_self_test(ip_address(ip).version, zone, resolver):
        without = answer.missing and ip_address(ip).version == 6 and why == NO_TEST_ENTRY
        return None if without else Checked(CheckArea.DNSBL, target, unsure=f"{zone}: {why}")
    if answer.missing:
        return Checked(CheckArea.DNSBL, target)
    text = await resolver.ask(name, "TXT")
    return Checked(CheckArea.DNSBL, target, (_listed(ip, zone, answer, text),))


def _refuses(answer: Answer) -> bool:
    return any(ip_address(one) in _MAY_NOT_ASK for one in answer.records)


async def _fails_self_test(version: int, zone: str, resolver: Resolver) -> str:
    """Why the list cannot be believed; empty when it can."""
    listed, free = await asyncio.gather(
        resolver.ask(below(_ALWAYS_LISTED[version], zone), "A"),
        resolver.ask(below(_NEVER_LISTED[version], zone), "A"),
    )
    if not (listed.sure and free.sure):
        return f"its self-test has no answer: {listed.why or free.why}"
    if not any(ip_address(one) in _LOOPBACK for one in listed.records) or _refuses(listed):
        return NO_TEST_ENTRY
    if not free.missing:
        return "it lists everybody: it is not in service"
    return ""


def _listed(ip: str, zone: str, answer: Answer, text: Answer) -> Finding:
    reason = f": {' '.join(text.records)}" if text.records else ""
    return LISTED.finding(ip, f"on {zone} ({', '.join(answer.records)}){reason}")
