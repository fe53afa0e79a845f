"""The answers of a real NSD and a real validating unbound are read as those of our own small server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.real.nameservers import REVERSE, Nameservers
from tests.verify.dns_server import DnsServer

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected
from mailtui.verify.answers import Kind
from mailtui.verify.domain import verify
from mailtui.verify.resolving import DnsResolver

LONG = " ".join([f'"{"x" * 250}"'] * 8)
ORG = f"""
@          MX    10 mx
@          MX    20 Mx2.Example.ORG.
@          TXT   "v=spf1 mx include:_spf.plain.example ~all"
@          TXT   "proof" "-1"
mx         A     192.0.2.1
mx         AAAA  2001:db8::1
mx2        A     192.0.2.2
_25._tcp.mx   TLSA 3 1 1 {"ab" * 32}
_25._tcp.mx2  TLSA 3 1 1 {"cd" * 32}
_dmarc     TXT   "v=DMARC1; p=reject; rua=mailto:dmarc@example.org"
alias      CNAME mx
away       CNAME www.plain.example.
lost       CNAME nobody.plain.example.
big        TXT   {LONG}
odd        TXT   "caf\\195\\169 \\255"
*.w        A     192.0.2.9
"""
PLAIN = """
www   A    192.0.2.80
_spf  TXT  "v=spf1 ip4:192.0.2.0/24 -all"
@     MX   10 mx
mx    A    192.0.2.3
"""
ZONES = {
    ".": "",
    "example.org": ORG,
    "plain.example": PLAIN,
    "bogus.example": '@ TXT "v=spf1 -all"\n@ MX 10 mx\nmx A 192.0.2.4',
    REVERSE: "1 PTR mx.example.org.\n2 PTR mx2.example.org.",
}
PROGRAMS = ("nsd", "unbound", "ldns-signzone", "ldns-keygen")
QUESTIONS = [
    ("example.org", "MX"),
    ("EXAMPLE.org.", "TXT"),
    ("example.org", "A"),
    ("mx.example.org", "AAAA"),
    ("mx.example.org", "TXT"),
    ("_tcp.mx.example.org", "A"),
    ("_25._tcp.mx.example.org", "TLSA"),
    ("alias.example.org", "A"),
    ("alias.example.org", "CNAME"),
    ("away.example.org", "A"),
    ("lost.example.org", "A"),
    ("big.example.org", "TXT"),
    ("odd.example.org", "TXT"),
    ("a.w.example.org", "A"),
    ("a.w.example.org", "MX"),
    ("nobody.example.org", "A"),
    ("nobody.plain.example", "MX"),
    ("www.plain.example", "A"),
    ("1.2.0.192.in-addr.arpa", "PTR"),
    ("9.2.0.192.in-addr.arpa", "PTR"),
    ("no.such.top", "A"),
]


@pytest.fixture(scope="module")
def servers(needs: Callable[[str], str]) -> Iterator[Nameservers]:
    running = Nameservers(
        {name: needs(name) for name in PROGRAMS}, ZONES, ["example.org", "bogus.example"], ["bogus.example"]
    )
    yield running
    running.close()


@pytest.fixture(scope="module")
def ours() -> Iterator[DnsServer]:
    """The same world in our own server, without signatures."""
    with DnsServer() as server:
        server.load("\n".join(f"$ORIGIN {name.rstrip('.')}.\n{text}" for name, text in ZONES.items()))
        yield server


@pytest.mark.parametrize(("name", "type"), QUESTIONS, ids=[" ".join(one) for one in QUESTIONS])
async def test_the_same_answers(servers: Nameservers, ours: DnsServer, name: str, type: str) -> None:
    here = await DnsResolver([ours.address]).ask(name, type)
    through = await DnsResolver([servers.unbound]).ask(name, type)
    assert (through.kind, through.records, through.why) == (here.kind, here.records, "")
    assert through.aliases == here.aliases


@pytest.mark.parametrize(("name", "type"), QUESTIONS, ids=[" ".join(one) for one in QUESTIONS])
async def test_the_same_from_the_zone_itself(
    servers: Nameservers, ours: DnsServer, name: str, type: str
) -> None:
    here = await DnsResolver([ours.address]).ask(name, type)
    direct = await DnsResolver([servers.nsd]).ask(name, type)
    assert (direct.kind, direct.records, direct.why) == (here.kind, here.records, "")
    assert not direct.secure


async def test_what_is_signed_is_secure_over_a_trusted_path_only(servers: Nameservers) -> None:
    resolver = DnsResolver([servers.unbound])
    for name, type, kind in [
        ("example.org", "MX", Kind.OK),
        ("mx.example.org", "TXT", Kind.NODATA),
        ("nobody.example.org", "A", Kind.NXDOMAIN),
    ]:
        answer = await resolver.ask(name, type)
        assert (answer.kind, answer.secure) == (kind, True)
    assert not (await resolver.ask("www.plain.example", "A")).secure
    assert not (await resolver.ask("away.example.org", "A")).secure
    far = DnsResolver([servers.unbound], trusted=False)
    assert not (await far.ask("example.org", "MX")).secure


async def test_a_zone_that_does_not_validate_is_unsure(servers: Nameservers) -> None:
    answer = await DnsResolver([servers.unbound]).ask("bogus.example", "TXT")
    assert answer.kind is Kind.UNSURE
    assert "SERVFAIL (dnssec bogus" in answer.why
    checked = await verify(Expected("bogus.example"), DnsResolver([servers.unbound]), dnsbl_zones=())
    assert {one.unsure != "" for one in checked} == {True}
    assert [finding for one in checked for finding in one.findings] == []


EXPECTED = Expected(
    "example.org",
    spf_terms=("include:_spf.plain.example",),
    token="proof-1",
    ips=("192.0.2.1", "192.0.2.2", "192.0.2.3"),
)


async def test_a_whole_domain_looks_the_same(servers: Nameservers, ours: DnsServer) -> None:
    def outline(every: list[Checked]) -> set[tuple[object, ...]]:
        return {
            (one.area, one.target, one.seen, one.unsure, tuple(finding.code for finding in one.findings))
            for one in every
            if one.area is not CheckArea.DANE  # the one area where signatures count
        }

    here = await verify(EXPECTED, DnsResolver([ours.address]), dnsbl_zones=())
    through = await verify(EXPECTED, DnsResolver([servers.unbound]), dnsbl_zones=())
    assert outline(through) == outline(here)
    assert {finding.code for one in through for finding in one.findings} == {
        "rdns-none",
        "sts-none",
        "tlsrpt-none",
    }


async def test_dane_counts_where_it_is_signed(servers: Nameservers, ours: DnsServer) -> None:
    async def dane(address: tuple[str, int]) -> set[str]:
        found = await verify(EXPECTED, DnsResolver([address]), dnsbl_zones=())
        return {finding.code for one in found if one.area is CheckArea.DANE for finding in one.findings}

    assert await dane(servers.unbound) == set()
    ours.secure = False
    assert await dane(ours.address) <= {"dane-insecure"}
