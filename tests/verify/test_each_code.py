"""A domain where all is well in every area; a fault planted in it is found, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from tests.verify.checking import codes, findings, sane, txt
from tests.verify.dns_server import DnsServer
from tests.verify.keys import rsa_key

from mailtui.model.finding import Checked, Expected
from mailtui.verify.answers import Answer
from mailtui.verify.domain import verify
from mailtui.verify.mta_sts_fetch import Page
from mailtui.verify.mta_sts_policy import Policy
from mailtui.verify.resolving import DnsResolver

ORG = "example.org"
S1, TOK, TLSA = f"s1._domainkey.{ORG}", f"tok._domainkey.{ORG}", "_25._tcp.mx.example.org"
DMARC, STS, RPT, BIMI = f"_dmarc.{ORG}", f"_mta-sts.{ORG}", f"_smtp._tls.{ORG}", f"default._bimi.{ORG}"
AMAZON, OTHER = "tok.dkim.amazonses.com", "s1._domainkey.other.example"
RUA = f"rua=mailto:d@{ORG}"
KEY = f"v=DKIM1; k=rsa; p={rsa_key(2048)}"

GOOD = {
    ORG: f'{ORG}. MX 10 mx.{ORG}.\n{ORG}. TXT "v=spf1 mx -all"\n{ORG}. TXT "proof=1"',
    f"mx.{ORG}": f"mx.{ORG}. A 203.0.113.5",
    "5.113.0.203.in-addr.arpa": f"5.113.0.203.in-addr.arpa. PTR mx.{ORG}.",
    S1: txt(S1, KEY),
    TOK: f"{TOK}. CNAME {AMAZON}.",
    AMAZON: txt(AMAZON, KEY),
    OTHER: txt(OTHER, KEY),
    DMARC: txt(DMARC, f"v=DMARC1; p=reject; {RUA}"),
    STS: txt(STS, "v=STSv1; id=1"),
    f"mta-sts.{ORG}": f"mta-sts.{ORG}. A 203.0.113.6",
    RPT: txt(RPT, f"v=TLSRPTv1; {RUA}"),
    BIMI: txt(BIMI, "v=BIMI1; l=https://example.org/logo.svg"),
    TLSA: f"{TLSA}. TLSA 3 1 1 {'ab' * 32}",
}
EXPECTED: dict[str, Any] = {
    "selectors": {"s1": rsa_key(2048)},
    "ses_tokens": ("tok",),
    "token": "proof=1",
    "ips": ("203.0.113.5",),
    "mx_hosts": (f"mx.{ORG}",),
    "bimi": True,
}
BOUNCE = 'bounce.example. MX 10 mx.example.org.\nbounce.example. TXT "v=spf1 ip4:203.0.113.5 -all"'
POLICY = Policy("enforce", (f"mx.{ORG}",), 604_800)


@dataclass(frozen=True)
class Fault:
    """What is different from the good domain."""

    records: dict[str, str] = field(default_factory=dict)
    expected: dict[str, Any] = field(default_factory=dict)
    page: Page | None = None
    unsigned: str = ""


def at(name: str, *texts: str) -> Fault:
    """Other TXT records under one name, or none."""
    return Fault({name: "\n".join(txt(name, text) for text in texts)})


def served(policy: Policy) -> Fault:
    return Fault(page=Page(200, "text/plain", policy.text().encode()))


DKIM_ELSEWHERE = {"selectors": {"s1@other.example": None}, "ses_tokens": ()}

FAULTS = {
    "token-missing fail": Fault(expected={"token": "proof=2"}),
    "dkim-none fail": at(S1),
    "dkim-multiple fail": at(S1, KEY, "hello"),
    "dkim-syntax fail": at(S1, f"v=DKIM1; k=rsa; q={rsa_key(2048)}; p=!"),
    "dkim-revoked fail": at(S1, "v=DKIM1; p="),
    "dkim-weak fail": Fault({S1: txt(S1, f"p={rsa_key(1000)}")}, {"selectors": {"s1": rsa_key(1000)}}),
    "dkim-1024 warn": Fault({S1: txt(S1, f"p={rsa_key(1024)}")}, {"selectors": {"s1": None}}),
    "dkim-big warn": Fault({S1: txt(S1, f"p={rsa_key(4104)}")}, {"selectors": {"s1": None}}),
    "dkim-testing warn": at(S1, f"v=DKIM1; t=y; p={rsa_key(2048)}"),
    "dkim-mismatch fail": at(S1, f"p={rsa_key(2048, seed=2)}"),
    "ses-cname-missing fail": Fault({TOK: ""}),
    "ses-cname-wrong fail": Fault({TOK: f"{TOK}. CNAME other.dkim.amazonses.com."}),
    "ses-key-none fail": at(AMAZON),
    "dmarc-none fail": at(DMARC),
    "dmarc-multiple fail": at(DMARC, "v=DMARC1; p=reject", "v=DMARC1; p=none"),
    "dmarc-syntax fail": at(DMARC, f"v=DMARC1 p=reject; {RUA}"),
    "dmarc-syntax warn": at(DMARC, f"v=DMARC1; p=reject; aspf=x; {RUA}"),
    "dmarc-policy fail": at(DMARC, f"v=DMARC1; p=rejct; {RUA}"),
    "dmarc-none-policy warn": at(DMARC, f"v=DMARC1; p=none; {RUA}"),
    "dmarc-sp-none warn": at(DMARC, f"v=DMARC1; p=reject; sp=none; {RUA}"),
    "dmarc-test warn": at(DMARC, f"v=DMARC1; p=reject; t=y; {RUA}"),
    "dmarc-pct note": at(DMARC, f"v=DMARC1; p=reject; pct=10; {RUA}"),
    "dmarc-no-rua note": at(DMARC, "v=DMARC1; p=reject"),
    "dmarc-uri fail": at(DMARC, f"v=DMARC1; p=reject; rua=d@{ORG}"),
    "dmarc-external warn": at(DMARC, "v=DMARC1; p=reject; rua=mailto:d@other.example"),
    "align-spf warn": Fault({"bounce.example": BOUNCE}, {"mail_from": "bounce.example"}),
    "align-dkim warn": Fault(expected=DKIM_ELSEWHERE),
    "sts-none note": at(STS),
    "sts-id fail": at(STS, "v=STSv1; id=a-b"),
    "sts-multiple fail": at(STS, "v=STSv1; id=1", "v=STSv1; id=2"),
    "sts-fetch fail": Fault(page=Page(302, location="https://example.org/")),
    "sts-mx fail": served(Policy("enforce", ("mx2.example.org",), 604_800)),
    "sts-mode warn": served(Policy("testing", POLICY.mx, 604_800)),
    "sts-age warn": served(Policy("enforce", POLICY.mx, 60)),
    "tlsrpt-none note": at(RPT),
    "tlsrpt-syntax warn": at(RPT, "v=TLSRPTv1; rua=x"),
    "bimi-none note": at(BIMI),
    "bimi-syntax warn": at(BIMI, "v=BIMI1; l=logo.svg"),
    "dane-insecure warn": Fault(unsigned=TLSA),
    "dane-usage warn": Fault({TLSA: f"{TLSA}. TLSA 0 0 1 {'ab' * 32}"}),
    "dane-digest fail": Fault({TLSA: f"{TLSA}. TLSA 3 1 1 {'ab' * 31}"}),
}


@pytest.fixture(autouse=True)
def _lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the DNS server of the test publish digests of any length."""
    monkeypatch.setattr("dns.rdtypes.tlsabase.TLSABase._cert_length_by_mtype", {}, raising=False)


class World:
    """DNS and the policy server with a fault in them."""

    def __init__(self, dns: DnsServer, fault: Fault) -> None:
        dns.load("\n".join((GOOD | fault.records).values()))
        dns.secure = True
        self._resolver = DnsResolver([dns.address], timeout=0.5)
        self._fault = fault

    async def ask(self, name: str, type: str) -> Answer:
        answer = await self._resolver.ask(name, type)
        return replace(answer, secure=False) if name == self._fault.unsigned else answer

    async def get(self, host: str, address: str) -> Page:
        return self._fault.page or Page(200, "text/plain", POLICY.text().encode())

    async def look(self) -> list[Checked]:
        expected = Expected(ORG, **(EXPECTED | self._fault.expected))
        return await verify(expected, self, fetch=self, dnsbl_zones=())


async def test_all_is_well(dns: DnsServer) -> None:
    checked = await World(dns, Fault()).look()
    assert codes(checked) == []
    assert {one.area for one in checked} >= {"ownership", "mx", "spf", "dkim", "dmarc", "mta-sts", "dane"}


@pytest.mark.parametrize("code", FAULTS)
async def test_the_code_and_nothing_else(code: str, dns: DnsServer) -> None:
    checked = await World(dns, FAULTS[code]).look()
    assert codes(checked) == [code]
    sane(findings(checked))


async def test_each_name_has_one_record_to_publish(dns: DnsServer) -> None:
    """All findings together never say two different TXT records for one name."""
    records = {name: text for fault in FAULTS.values() for name, text in fault.records.items()}
    worst = txt(DMARC, "v=DMARC1; p=rejct; sp=none; t=y; pct=5; aspf=x; rua=a@b.example,mailto:x@c.example")
    weak = txt(S1, f"v=DKIM1; t=y; h=sha1; p={rsa_key(1024)}")
    fault = Fault(records | {DMARC: worst, S1: weak}, page=served(Policy("testing", ("x.example",), 5)).page)
    told: dict[tuple[str, str], set[str]] = {}
    for finding in findings(await World(dns, fault).look()):
        for record in finding.publish:
            told.setdefault((record.name, record.type), set()).add(record.value)
    assert len(told) > 5
    assert {place: values for place, values in told.items() if len(values) > 1} == {}
