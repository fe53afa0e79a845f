"""Three of ten questions broken at random: what is found is found without the faults too."""

from __future__ import annotations

import pytest
from tests.verify.checking import txt
from tests.verify.dns_server import DnsServer
from tests.verify.keys import rsa_key

from mailtui.model.finding import Checked, Expected
from mailtui.verify import bimi, dane, dkim, dmarc, mta_sts, ownership, ses, tls_rpt
from mailtui.verify.mta_sts_fetch import Page
from mailtui.verify.mta_sts_policy import Policy
from mailtui.verify.resolving import DnsResolver

CHECKS = [ownership.check, dkim.check, ses.check, dmarc.check, tls_rpt.check, bimi.check, dane.check]
EXPECTED = Expected(
    "a.example.org",
    selectors={"s1": None, "s2@other.example": None},
    ses_tokens=("tok",),
    token="proof=1",
    mail_from="bounce.example.org",
    bimi=True,
)
GOOD = "\n".join(
    [
        "a.example.org. MX 10 mx.example.org.",
        "mta-sts.a.example.org. A 192.0.2.1",
        "tok._domainkey.a.example.org. CNAME tok.dkim.amazonses.com.",
        f"_25._tcp.mx.example.org. TLSA 3 1 1 {'ab' * 32}",
        txt("a.example.org", "proof=1"),
        txt("s1._domainkey.a.example.org", f"v=DKIM1; p={rsa_key(2048)}"),
        txt("s2._domainkey.other.example", f"v=DKIM1; p={rsa_key(2048)}"),
        txt("tok.dkim.amazonses.com", f"v=DKIM1; p={rsa_key(2048)}"),
        txt("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:d@other.example"),
        txt("a.example.org._report._dmarc.other.example", "v=DMARC1"),
        txt("example.org._report._dmarc.other.example", "v=DMARC1"),
        txt("_smtp._tls.a.example.org", "v=TLSRPTv1; rua=mailto:d@example.org"),
        txt("default._bimi.a.example.org", "v=BIMI1; l="),
        txt("_mta-sts.a.example.org", "v=STSv1; id=1"),
    ]
)
BAD = "\n".join(
    [
        "a.example.org. MX 10 mx.example.org.",
        "tok._domainkey.a.example.org. CNAME tok.dkim.amazonses.com.",
        f"_25._tcp.mx.example.org. TLSA 1 1 1 {'ab' * 32}",
        txt("s1._domainkey.a.example.org", f"v=DKIM1; p={rsa_key(768)}"),
        txt("_dmarc.example.org", "v=DMARC1; p=none; t=y; rua=mailto:d@other.example; aspf=s; adkim=s"),
        txt("_smtp._tls.a.example.org", "v=TLSRPTv1"),
        txt("_mta-sts.a.example.org", "v=STSv1; id=1"),
    ]
)


class Served:
    """A policy server that is there."""

    async def get(self, host: str, address: str) -> Page:
        return Page(200, "text/plain", Policy("enforce", ("mx.example.org",), 604_800).text().encode())


async def look(dns: DnsServer) -> list[Checked]:
    resolver = DnsResolver([dns.address], timeout=0.05, tries=2, trusted=True)
    checked = [one for check in CHECKS for one in await check(EXPECTED, resolver)]
    return checked + await mta_sts.check(EXPECTED, resolver, Served())


def found(checked: list[Checked]) -> set[tuple[str, str, str]]:
    return {(one.code, one.severity, one.name) for many in checked for one in many.findings if not one.unsure}


@pytest.mark.parametrize(("world", "number"), [(GOOD, 0), (BAD, 12)], ids=["good", "bad"])
async def test_no_fault_of_dns_is_a_finding(world: str, number: int, dns: DnsServer) -> None:
    dns.load(world)
    dns.secure = True
    truth = found(await look(dns))
    assert len(truth) == number, truth
    unsure = 0
    for seed in range(20):
        dns.break_some(0.3, seed)
        checked = await look(dns)
        assert found(checked) <= truth
        unsure += sum(bool(one.unsure) for one in checked)
    assert unsure > 20
