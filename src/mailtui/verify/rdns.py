"""Reverse DNS of sending addresses: has each a name, and does that name lead back (RFC 1912 section 2.1)?"""

from __future__ import annotations

import asyncio

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Expected, Finding, Record, Seen
from mailtui.verify.addresses import record_type, reverse_name, same
from mailtui.verify.codes import Code
from mailtui.verify.hosts import Host, look_up
from mailtui.verify.resolving import Resolver
from mailtui.verify.rule import Rule

MOST_NAMES = 10
"""Names of one address that are looked at, as with SPF (RFC 7208 section 4.6.4)."""
NONE = Rule(
    Code("rdns-none", Severity.FAIL, CheckArea.RDNS, "RFC 1912 section 2.1"),
    "a PTR record with the name of the server",
    "Large receivers refuse mail from an address without a name. Whoever gave you the address sets the PTR.",
)
FORWARD = Rule(
    Code("rdns-forward", Severity.FAIL, CheckArea.RDNS, "RFC 1912 section 2.1"),
    "a name that leads back to the address",
    "The name must have this address too, or it proves nothing. Publish it, or correct the PTR.",
)


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """Every sending address."""
    return list(await asyncio.gather(*[_check(ip, expected.domain, resolver) for ip in expected.ips]))


async def _check(ip: str, domain: str, resolver: Resolver) -> Checked:
    answer = await resolver.ask(reverse_name(ip), "PTR")
    if not answer.sure:
        return Checked(CheckArea.RDNS, ip, unsure=f"PTR of {ip}: {answer.why}")
    hosts = await asyncio.gather(*[look_up(name, resolver) for name in answer.records[:MOST_NAMES]])
    confirmed = [host.name for host in hosts if same(ip, host.addresses)]
    unsure = "" if confirmed else next((host.unsure for host in hosts if host.unsure), "")
    findings = () if confirmed or unsure else (judge(ip, domain, hosts),)
    return Checked(CheckArea.RDNS, ip, findings, Seen(CheckArea.RDNS, ip, answer.records), unsure)


def judge(ip: str, domain: str, hosts: list[Host]) -> Finding:
    """What an address without a confirmed name lacks."""
    pointer, type = reverse_name(ip), record_type(ip)
    if not hosts:
        name = f"mail.{domain}"
        return NONE.finding(ip, "no name", (Record(pointer, "PTR", name), Record(name, type, ip)))
    there = "; ".join(f"{host.name} has {', '.join(host.addresses) or 'no address'}" for host in hosts)
    return FORWARD.finding(ip, there, (Record(hosts[0].name, type, ip),))
