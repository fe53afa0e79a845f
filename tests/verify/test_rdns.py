"""Reverse DNS: a name, and the way back from it."""

from __future__ import annotations

from tests.verify.dns_server import DnsServer

from mailtui.model.finding import Checked, Expected
from mailtui.verify.rdns import check
from mailtui.verify.resolving import DnsResolver

ZONE = """
1.2.0.192.in-addr.arpa. PTR mx.example.org.
2.2.0.192.in-addr.arpa. PTR host.example.net.
3.2.0.192.in-addr.arpa. PTR nobody.example.net.
3.2.0.192.in-addr.arpa. PTR mx.example.org.
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR mx.example.org.
mx.example.org.   A 192.0.2.1
mx.example.org.   A 192.0.2.3
mx.example.org.   AAAA 2001:db8::1
host.example.net. A 198.51.100.1
"""


async def look(dns: DnsServer, ip: str) -> Checked:
    (checked,) = await check(Expected("example.org", ips=(ip,)), DnsResolver([dns.address], timeout=0.05))
    return checked


async def test_confirmed(dns: DnsServer) -> None:
    dns.load(ZONE)
    for ip in ("192.0.2.1", "192.0.2.3", "2001:db8::1", "2001:DB8:0::1"):
        checked = await look(dns, ip)
        assert (checked.target, checked.findings, checked.unsure) == (ip, (), "")


async def test_no_name(dns: DnsServer) -> None:
    dns.load(ZONE)
    (finding,) = (await look(dns, "192.0.2.9")).findings
    assert (finding.code, finding.severity, finding.name) == ("rdns-none", "fail", "192.0.2.9")
    assert [record.snippet() for record in finding.publish] == [
        "9.2.0.192.in-addr.arpa. 3600 IN PTR mail.example.org.",
        "mail.example.org. 3600 IN A 192.0.2.9",
    ]


async def test_not_led_back(dns: DnsServer) -> None:
    dns.load(ZONE)
    (finding,) = (await look(dns, "192.0.2.2")).findings
    assert (finding.code, finding.severity) == ("rdns-forward", "fail")
    assert finding.found == "host.example.net has 198.51.100.1"
    assert [record.snippet() for record in finding.publish] == ["host.example.net. 3600 IN A 192.0.2.2"]


async def test_what_is_not_known_is_not_said(dns: DnsServer) -> None:
    dns.load(ZONE)
    dns.fault("1.2.0.192.in-addr.arpa", "servfail")
    dns.fault("host.example.net", "servfail", "AAAA")
    dns.fault("nobody.example.net", "servfail")
    for ip in ("192.0.2.1", "192.0.2.2"):
        checked = await look(dns, ip)
        assert checked.findings == ()
        assert checked.unsure
    assert (await look(dns, "192.0.2.3")).unsure == ""
