"""The token that proves whose domain it is."""

from __future__ import annotations

from tests.verify.checking import codes, findings, look, published
from tests.verify.dns_server import DnsServer

from mailtui.verify import ownership

TOKEN = "mailtui-verification=4f2c"


async def test_it_is_there(dns: DnsServer) -> None:
    zone = f'example.org. TXT "v=spf1 -all"\nexample.org. TXT "{TOKEN[:9]}" "{TOKEN[9:]}"'
    (checked,) = await look(ownership.check, dns, zone, token=TOKEN)
    assert codes([checked]) == []
    assert checked.seen is not None
    assert checked.seen.values == (TOKEN,)


async def test_it_is_missing(dns: DnsServer) -> None:
    zone = 'example.org. TXT "v=spf1 -all"\nexample.org. TXT "mailtui-verification=4f2"'
    checked = await look(ownership.check, dns, zone, token=TOKEN)
    assert codes(checked) == ["token-missing fail"]
    (finding,) = findings(checked)
    assert finding.found == "no such record among 2 TXT records"
    zone += "\n" + finding.publish[0].snippet()
    assert codes(await look(ownership.check, dns, zone, token=TOKEN)) == []


async def test_the_domain_was_appended(dns: DnsServer) -> None:
    zone = f'example.org.example.org. TXT "{TOKEN}"'
    (finding,) = findings(await look(ownership.check, dns, zone, token=TOKEN))
    assert finding.found == f"no such record; but at example.org.example.org there is: {TOKEN}"
    assert "enter “@” there instead" in finding.advice


async def test_a_wildcard_is_not_taken_for_a_misplaced_token(dns: DnsServer) -> None:
    (finding,) = findings(await look(ownership.check, dns, '*.example.org. TXT "hello"', token=TOKEN))
    assert "hello" not in finding.found


async def test_nothing_to_check(dns: DnsServer) -> None:
    assert await look(ownership.check, dns, "example.org. A 192.0.2.1") == []
    assert not dns.asked


async def test_no_answer_is_no_finding(dns: DnsServer) -> None:
    dns.fault("example.org", "servfail")
    (checked,) = await look(ownership.check, dns, token=TOKEN)
    assert checked.findings == ()
    assert checked.unsure.startswith("TXT of example.org: ")
    assert checked.seen is None


def test_published_replaces(dns: DnsServer) -> None:
    assert published("a.example. TXT x\nb.example. TXT y", []) == "a.example. TXT x\nb.example. TXT y"
