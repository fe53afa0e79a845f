"""DANE: each code out of a zone that has this fault and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.verify.checking import codes, findings, look, resolver, sane
from tests.verify.dns_server import DnsServer

from mailtui.model.finding import Checked, Expected
from mailtui.verify import dane
from mailtui.verify.answers import Answer, Kind
from mailtui.verify.resolving import Resolver

TLSA = "_25._tcp.mx.example.org"
SHA256 = "ab" * 32
MX = "example.org. MX 10 mx.example.org.\n"


@pytest.fixture(autouse=True)
def _lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the DNS server of the test publish digests of any length."""
    monkeypatch.setattr("dns.rdtypes.tlsabase.TLSABase._cert_length_by_mtype", {}, raising=False)


def zone(*records: str) -> str:
    return MX + "\n".join(f"{TLSA}. TLSA {record}" for record in records)


class Unsigned:
    """A resolver that validates, where the zone of one name is not signed."""

    def __init__(self, port: Resolver, name: str) -> None:
        self._resolver = port
        self._name = name

    async def ask(self, name: str, type: str) -> Answer:
        answer = await self._resolver.ask(name, type)
        return replace(answer, secure=False) if name == self._name else answer


async def see(dns: DnsServer, world: str, unsigned: str = "") -> list[Checked]:
    async def check(expected: Expected, port: Resolver) -> list[Checked]:
        return await dane.check(expected, Unsigned(port, unsigned))

    dns.secure = True
    return await look(check, dns, world)


async def test_good(dns: DnsServer) -> None:
    (checked,) = await see(dns, zone(f"3 1 1 {SHA256}", f"2 0 2 {'cd' * 64}", "3 1 0 abcdef"))
    assert codes([checked]) == []
    assert checked.seen is not None
    assert f"mx.example.org 3 1 1 {SHA256}" in checked.seen.values


async def test_without_any_there_is_nothing_wrong(dns: DnsServer) -> None:
    (checked,) = await see(dns, MX)
    assert codes([checked]) == []
    assert checked.seen is not None
    assert checked.seen.values == ()


FAULTS = {
    "dane-usage warn": zone(f"1 1 1 {SHA256}"),
    "dane-digest fail": zone("3 1 1 abcd"),
}


@pytest.mark.parametrize("code", FAULTS)
async def test_each_code(code: str, dns: DnsServer) -> None:
    checked = await see(dns, FAULTS[code])
    assert codes(checked) == [code]
    sane(findings(checked))


@pytest.mark.parametrize("unsigned", [TLSA, "example.org"])
async def test_not_signed(unsigned: str, dns: DnsServer) -> None:
    checked = await see(dns, zone(f"3 1 1 {SHA256}"), unsigned)
    assert codes(checked) == ["dane-insecure warn"]
    sane(findings(checked))


async def test_a_resolver_that_does_not_validate_tells_nothing(dns: DnsServer) -> None:
    (checked,) = await look(dane.check, dns, zone(f"3 1 1 {SHA256}"))
    assert codes([checked]) == ["dane-insecure note"]
    assert "does not validate" in checked.findings[0].unsure
    sane(checked.findings)


async def test_whether_it_validates_may_be_unsure(dns: DnsServer) -> None:
    class Rootless(Unsigned):
        async def ask(self, name: str, type: str) -> Answer:
            return Answer(name, type, Kind.UNSURE, why="no") if name == "." else await super().ask(name, type)

    dns.load(zone(f"3 1 1 {SHA256}"))
    (checked,) = await dane.check(Expected("example.org"), Rootless(resolver(dns), ""))
    assert (checked.findings, checked.unsure) == ((), "NS of .: no")


async def test_a_bad_digest_is_bad_whether_signed_or_not(dns: DnsServer) -> None:
    (checked,) = await look(dane.check, dns, FAULTS["dane-digest fail"])
    assert codes([checked]) == ["dane-digest fail", "dane-insecure note"]


async def test_a_broken_lookup_is_named(dns: DnsServer) -> None:
    dns.fault(TLSA, "servfail")
    (checked,) = await see(dns, MX)
    assert (checked.findings, checked.seen) == ((), None)
    assert TLSA in checked.unsure
    assert "senders that check DANE defer mail for mx.example.org" in checked.unsure


async def test_no_mx_answer(dns: DnsServer) -> None:
    dns.fault("example.org", "timeout", "MX")
    (checked,) = await see(dns, MX)
    assert checked.unsure.startswith("MX of example.org")


async def test_the_domain_itself_where_there_is_no_mx(dns: DnsServer) -> None:
    world = "example.org. A 192.0.2.1\n_25._tcp.example.org. TLSA 3 1 1 abcd"
    assert codes(await see(dns, world)) == ["dane-digest fail"]


async def test_nothing_to_check(dns: DnsServer) -> None:
    assert await look(dane.check, dns, MX, receives=False) == []


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("3 2 1 " + SHA256, "selector 2"),
        ("3 1 9 " + SHA256, "matching type 9"),
        ("3 1 2 " + SHA256, "a digest of 32 bytes"),
        ("3 1 0 ", "no data"),
        ("hello", "no TLSA record"),
    ],
)
def test_words(record: str, words: str) -> None:
    assert words in dane.digest_problem(record)


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_any_text_is_judged(records: list[str]) -> None:
    tlsa = Answer(TLSA, "TLSA", Kind.OK, tuple(records))
    sane(dane.judge(dane.Host("mx.example.org", tlsa, signed=False), Answer(".", "NS", Kind.OK, secure=True)))
