"""MX of a domain: every code from a zone that has that one fault, and what to publish."""

from __future__ import annotations

import pytest
from tests.verify.dns_server import DnsServer

from mailtui.model.enums import Severity
from mailtui.model.finding import Checked, Expected
from mailtui.verify.mx import check
from mailtui.verify.resolving import DnsResolver

HOSTS = """
mx.example.org.  A 192.0.2.1
mx2.example.org. A 192.0.2.2
v6.example.org.  AAAA 2001:db8::1
in.example.org.  A 10.0.0.1
cn.example.org.  CNAME mx.example.org.
"""
MX = "example.org. MX"
CODES = {
    "nxdomain": ("", "F", []),
    "mx-none": ("example.org. TXT x", "F", []),
    "mx-implicit": ("example.org. A 192.0.2.1", "W", ["example.org. 3600 IN MX 10 example.org."]),
    "mx-null": (f"{MX} 0 .", "F", []),
    "mx-cname": (f"{MX} 10 cn.example.org.", "W", ["example.org. 3600 IN MX 10 mx.example.org."]),
    "mx-ip": (
        f"{MX} 10 192.0.2.1.",
        "F",
        ["example.org. 3600 IN MX 10 mx.example.org.", "mx.example.org. 3600 IN A 192.0.2.1"],
    ),
    "mx-no-address": (f"{MX} 10 mx.example.org.\n{MX} 20 no.example.org.", "F", []),
    "mx-v6only": (f"{MX} 10 v6.example.org.", "W", []),
    "mx-private": (f"{MX} 10 in.example.org.", "F", []),
    "mx-duplicate": (
        f"{MX} 20 mx.example.org.\n{MX} 10 mx.example.org.",
        "N",
        ["example.org. 3600 IN MX 10 mx.example.org."],
    ),
    "mx-missing": (f"{MX} 10 mx.example.org.", "W", ["example.org. 3600 IN MX 20 mx2.example.org."]),
    "mx-elsewhere": (
        f"{MX} 10 v6.example.org.\n{MX} 20 mx.example.org.",
        "F",
        ["example.org. 3600 IN MX 10 mx.example.org.", "example.org. 3600 IN MX 20 mx2.example.org."],
    ),
}
HOSTS_EXPECTED = ("mx.example.org", "mx2.example.org")
EXPECTED = {code: Expected("example.org", mx_hosts=HOSTS_EXPECTED) for code in ("mx-missing", "mx-elsewhere")}


async def look(dns: DnsServer, zone: str, expected: Expected | None = None) -> Checked:
    dns.load(zone if not zone else HOSTS + zone)
    (checked,) = await check(expected or Expected("example.org"), DnsResolver([dns.address], timeout=0.2))
    return checked


@pytest.mark.parametrize("code", CODES)
async def test_every_code_and_nothing_else(dns: DnsServer, code: str) -> None:
    zone, severity, publish = CODES[code]
    checked = await look(dns, zone, EXPECTED.get(code))
    (finding,) = checked.findings
    assert (finding.code, finding.severity.name[0]) == (code, severity)
    assert [record.snippet() for record in finding.publish] == publish
    assert finding.rfc.startswith("RFC ")
    assert finding.expected
    assert finding.advice.endswith(".")


async def test_nothing_to_say(dns: DnsServer) -> None:
    zone = f"{MX} 10 mx.example.org.\n{MX} 20 mx2.example.org."
    checked = await look(dns, zone, Expected("example.org", mx_hosts=HOSTS_EXPECTED))
    assert checked.findings == ()
    assert checked.seen is not None
    assert checked.seen.values == ("10 mx.example.org", "20 mx2.example.org")


async def test_a_domain_that_takes_no_mail(dns: DnsServer) -> None:
    silent = Expected("example.org", receives=False)
    (finding,) = (await look(dns, f"{MX} 0 .", silent)).findings
    assert (finding.code, finding.severity) == ("mx-null", Severity.NOTE)
    assert (await look(dns, "example.org. TXT x", silent)).findings == ()
    (finding,) = (await look(dns, "example.org. A 192.0.2.1", silent)).findings
    assert finding.code == "mx-implicit"
    assert finding.publish[0].snippet() == "example.org. 3600 IN MX 0 ."


async def test_a_null_mx_is_alone(dns: DnsServer) -> None:
    (finding,) = (await look(dns, f"{MX} 0 .\n{MX} 10 mx.example.org.")).findings
    assert (finding.code, finding.severity) == ("mx-null", Severity.FAIL)
    assert [record.snippet() for record in finding.publish] == ["example.org. 3600 IN MX 10 mx.example.org."]


async def test_bounces_must_arrive_too(dns: DnsServer) -> None:
    dns.load(f"{HOSTS}{MX} 10 mx.example.org.\nbounces.example.org. TXT x")
    expected = Expected("example.org", mail_from="bounces.example.org")
    own, bounces = await check(expected, DnsResolver([dns.address]))
    assert (own.target, own.findings) == ("example.org", ())
    assert [finding.code for finding in bounces.findings] == ["mx-none"]


@pytest.mark.parametrize("name", ["example.org", "mx.example.org"])
@pytest.mark.parametrize("how", ["servfail", "refused", "timeout", "lame", "garbage"])
async def test_what_is_not_known_is_not_said(dns: DnsServer, name: str, how: str) -> None:
    dns.load(f"{HOSTS}{MX} 10 mx.example.org.\n{MX} 20 no.example.org.")
    dns.fault(name, how)
    (checked,) = await check(Expected("example.org"), DnsResolver([dns.address], timeout=0.05))
    assert checked.unsure
    assert {finding.code for finding in checked.findings} <= {"mx-no-address"}


async def test_one_family_alone_that_is_unknown(dns: DnsServer) -> None:
    dns.load(f"{HOSTS}{MX} 10 v6.example.org.")
    dns.fault("v6.example.org", "servfail", "A")
    (checked,) = await check(Expected("example.org"), DnsResolver([dns.address], timeout=0.05))
    assert checked.findings == ()
    assert checked.unsure


async def test_a_great_many_hosts_are_not_all_asked_for(dns: DnsServer) -> None:
    dns.load("\n".join(f"{MX} {n} h{n}.example.org.\nh{n}.example.org. A 192.0.2.1" for n in range(200)))
    (checked,) = await check(Expected("example.org"), DnsResolver([dns.address]))
    assert checked.findings == ()
    assert sum(dns.asked.values()) < 80
