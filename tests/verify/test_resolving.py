"""Four answers: what is definite is told, what is not is UNSURE, with the reason."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from tests.verify.dns_server import DEFINITE, FAULTS, DnsServer

from mailtui.verify.answers import Answer, Kind, mail_hosts
from mailtui.verify.nameservers import Nameserver, system_nameservers
from mailtui.verify.resolving import DnsResolver

LONG = " ".join([f'"{"x" * 250}"'] * 6)
WORLD = rf"""
example.org.       MX    20 Mx2.Example.org.
example.org.       MX    10 mx.example.org.
example.org.       TXT   "v=spf1 " "-all"
example.org.       TXT   "caf\195\169 \255"
mx.example.org.    A     192.0.2.1
www.example.org.   CNAME mx.example.org.
loop.example.org.  CNAME pool.example.org.
pool.example.org.  CNAME loop.example.org.
*.w.example.org.   CNAME www.example.org.
dangling.example.org. CNAME nothing.example.net.
big.example.org.   TXT   {LONG}
_25._tcp.mx.example.org. TLSA 3 1 1 {"AB" * 32}
"""


@pytest.fixture
def world(dns: DnsServer) -> DnsServer:
    dns.load(WORLD)
    return dns


async def ask(world: DnsServer, name: str, type: str, **options) -> Answer:
    return await DnsResolver([world.address], timeout=0.2, **options).ask(name, type)


async def test_records_in_canonical_form(world: DnsServer) -> None:
    answer = await ask(world, "EXAMPLE.org.", "mx")
    assert (answer.name, answer.type, answer.kind) == ("example.org", "MX", Kind.OK)
    assert mail_hosts(answer) == [(10, "mx.example.org"), (20, "mx2.example.org")]
    texts = (await ask(world, "example.org", "TXT")).records
    assert texts == ("café \udcff", "v=spf1 -all")
    (tlsa,) = (await ask(world, "_25._tcp.mx.example.org", "TLSA")).records
    assert tlsa == f"3 1 1 {'ab' * 32}"


async def test_nothing_there_and_nobody_there(world: DnsServer) -> None:
    assert (await ask(world, "mx.example.org", "TXT")).kind is Kind.NODATA
    assert (await ask(world, "_tcp.mx.example.org", "TXT")).kind is Kind.NODATA
    assert (await ask(world, "nobody.example.org", "TXT")).kind is Kind.NXDOMAIN


async def test_aliases_are_followed(world: DnsServer) -> None:
    answer = await ask(world, "a.w.example.org", "A")
    assert answer.records == ("192.0.2.1",)
    assert answer.aliases == ("www.example.org", "mx.example.org")
    assert (await ask(world, "www.example.org", "CNAME")).records == ("mx.example.org",)
    assert (await ask(world, "dangling.example.org", "A")).kind is Kind.NXDOMAIN


async def test_aliases_in_a_circle_are_told(world: DnsServer) -> None:
    answer = await ask(world, "loop.example.org", "A")
    assert answer.kind is Kind.UNSURE
    assert "circle" in answer.why


async def test_a_large_answer_comes_over_tcp(world: DnsServer) -> None:
    answer = await ask(world, "big.example.org", "TXT")
    assert len(answer.records[0]) == 1500


@pytest.mark.parametrize("how", FAULTS)
async def test_every_fault_is_unsure_or_overcome(world: DnsServer, how: str) -> None:
    world.slow = 0.05
    world.fault("mx.example.org", how)
    answer = await ask(world, "mx.example.org", "A")
    if how in (*DEFINITE, "flapping"):
        assert answer.records == ("192.0.2.1",)
    else:
        assert answer.kind is Kind.UNSURE
        assert answer.why


@pytest.mark.parametrize("how", FAULTS)
async def test_a_fault_that_passes_changes_nothing(world: DnsServer, how: str) -> None:
    world.fault("mx.example.org", how, times=1)
    assert (await ask(world, "mx.example.org", "A")).records == ("192.0.2.1",)


async def test_an_empty_answer_counts_when_the_server_knows_the_zone(world: DnsServer) -> None:
    world.fault("mx.example.org", "empty", "TXT")
    assert (await ask(world, "mx.example.org", "TXT")).kind is Kind.NODATA
    world.fault("mx.example.org", "servfail", "SOA")
    answer = await ask(world, "mx.example.org", "TXT")
    assert answer.kind is Kind.UNSURE
    assert "nothing in it says" in answer.why


async def test_reasons_are_in_words(world: DnsServer) -> None:
    for how, words in {
        "servfail": "SERVFAIL",
        "refused": "REFUSED",
        "timeout": "no answer within 0.2 s",
        "cut": "TCP",
        "lame": "refers to others",
        "garbage": "no DNS message",
        "wrong-id": "another id",
        "wrong-question": "another question",
    }.items():
        world.fault("mx.example.org", how)
        assert words in (await ask(world, "mx.example.org", "A")).why


async def test_the_second_server_is_asked_and_then_first(world: DnsServer) -> None:
    with DnsServer() as broken:
        broken.break_some(1.0)
        resolver = DnsResolver([broken.address, world.address], timeout=0.2)
        assert (await resolver.ask("mx.example.org", "A")).sure
        asked = sum(broken.asked.values())
        assert (await resolver.ask("example.org", "MX")).sure
        assert sum(broken.asked.values()) == asked


async def test_nobody_listens(world: DnsServer) -> None:
    answer = await DnsResolver([("127.0.0.1", 1)], timeout=0.2).ask("example.org", "MX")
    assert answer.kind is Kind.UNSURE
    assert "127.0.0.1:1" in answer.why


async def test_asked_once_in_a_run_even_at_the_same_time(world: DnsServer) -> None:
    resolver = DnsResolver([world.address])
    answers = await asyncio.gather(*[resolver.ask("example.org", "MX") for _ in range(20)])
    answers.append(await resolver.ask("Example.ORG.", "MX"))
    assert len(set(answers)) == 1
    assert world.asked["example.org", "MX"] == 1


async def test_a_question_given_up_by_one_is_still_answered_to_others(world: DnsServer) -> None:
    world.slow = 0.1
    world.fault("mx.example.org", "slow")
    resolver = DnsResolver([world.address])
    first = asyncio.create_task(resolver.ask("mx.example.org", "A"))
    second = asyncio.create_task(resolver.ask("mx.example.org", "A"))
    await asyncio.sleep(0.02)
    first.cancel()
    assert (await second).records == ("192.0.2.1",)


async def test_no_more_than_so_many_at_once(world: DnsServer) -> None:
    world.slow = 0.05
    for number in range(20):
        world.fault(f"{number}.example.org", "slow")
    resolver = DnsResolver([world.address], at_once=5)
    began = time.monotonic()
    await asyncio.gather(*[resolver.ask(f"{number}.example.org", "A") for number in range(20)])
    assert time.monotonic() - began > 4 * 0.05


async def test_a_name_that_cannot_be_does_not_exist(world: DnsServer) -> None:
    for name in ("a..example.org", f"{'x' * 64}.example.org", ".".join(["abcdefghi"] * 30)):
        assert (await ask(world, name, "A")).kind is Kind.NXDOMAIN


async def test_ad_is_believed_over_a_trusted_path_only(world: DnsServer) -> None:
    world.secure = True
    assert (await ask(world, "mx.example.org", "A")).secure
    assert not (await ask(world, "mx.example.org", "A", trusted=False)).secure
    world.secure = False
    assert not (await ask(world, "mx.example.org", "A", trusted=True)).secure


def test_the_servers_of_this_system(tmp_path: Path) -> None:
    conf = tmp_path / "resolv.conf"
    conf.write_text("# x\nsearch example.org\nnameserver 192.0.2.1\nnameserver bad\nnameserver 2001:db8::1\n")
    assert system_nameservers(conf) == (("192.0.2.1", 53), ("2001:db8::1", 53))
    assert system_nameservers(tmp_path / "none") == (("127.0.0.1", 53),)
    assert str(Nameserver("2001:db8::1", 5353)) == "[2001:db8::1]:5353"
    assert Nameserver("127.0.0.1").local
    assert not Nameserver("192.0.2.1").local
