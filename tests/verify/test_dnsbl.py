"""Block lists: listed, not listed, may not be asked, or not in service."""

from __future__ import annotations

import pytest
from tests.verify.dns_server import DnsServer

from mailtui.model.finding import Checked, Expected
from mailtui.verify.dnsbl import check
from mailtui.verify.resolving import DnsResolver

TEST_ENTRY = "2.0.0.127.bl.example. A 127.0.0.2\n"


async def look(dns: DnsServer, zone: str, ip: str = "192.0.2.1") -> Checked:
    dns.load(zone)
    resolver = DnsResolver([dns.address], timeout=0.05)
    (checked,) = await check(Expected("example.org", ips=(ip,)), resolver, ("bl.example",))
    assert checked.target == f"{ip} bl.example"
    return checked


async def test_listed_with_the_reason(dns: DnsServer) -> None:
    zone = TEST_ENTRY + '1.2.0.192.bl.example. A 127.0.0.4\n1.2.0.192.bl.example. TXT "spam, see x"'
    (finding,) = (await look(dns, zone)).findings
    assert (finding.code, finding.severity, finding.name) == ("dnsbl-listed", "fail", "192.0.2.1")
    assert finding.found == "on bl.example (127.0.0.4): spam, see x"


async def test_not_listed(dns: DnsServer) -> None:
    checked = await look(dns, TEST_ENTRY)
    assert (checked.findings, checked.unsure) == ((), "")


async def test_may_not_be_asked(dns: DnsServer) -> None:
    checked = await look(dns, TEST_ENTRY + "1.2.0.192.bl.example. A 127.255.255.254")
    (finding,) = checked.findings
    assert (finding.code, finding.severity) == ("dnsbl-refused", "note")
    assert finding.unsure == checked.unsure != ""


@pytest.mark.parametrize(
    "zone",
    [
        "",
        "*.bl.example. A 127.0.0.2",
        "*.bl.example. A 192.0.2.80",
        "2.0.0.127.bl.example. A 127.255.255.252",
    ],
)
async def test_a_list_that_is_not_in_service_says_nothing(dns: DnsServer, zone: str) -> None:
    checked = await look(dns, zone)
    assert checked.findings == ()
    assert "bl.example" in checked.unsure


async def test_ipv6(dns: DnsServer) -> None:
    test_entry = f"2.0.0.0.0.0.f.7.f.f.f.f.{'0.' * 20}bl.example. A 127.0.0.2\n"
    entry = f"1.{'0.' * 23}8.b.d.0.1.0.0.2.bl.example. A 127.0.0.2"
    (finding,) = (await look(dns, test_entry + entry, "2001:db8::1")).findings
    assert finding.code == "dnsbl-listed"


async def test_a_list_without_ipv6_is_not_asked_for_it(dns: DnsServer) -> None:
    dns.load(TEST_ENTRY)
    resolver = DnsResolver([dns.address])
    assert await check(Expected("example.org", ips=("2001:db8::1",)), resolver, ("bl.example",)) == []


async def test_a_list_that_cannot_be_reached(dns: DnsServer) -> None:
    dns.fault("1.2.0.192.bl.example", "servfail")
    assert "SERVFAIL" in (await look(dns, TEST_ENTRY)).unsure
    dns.heal()
    dns.fault("2.0.0.127.bl.example", "timeout")
    assert "self-test" in (await look(dns, TEST_ENTRY + "1.2.0.192.bl.example. A 127.0.0.2")).unsure
