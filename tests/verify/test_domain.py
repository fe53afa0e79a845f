"""All areas of a domain: nothing is said that a whole look would not say, and nobody waits for the stuck."""

from __future__ import annotations

import asyncio
import time

import pytest
from tests.verify import many
from tests.verify.dns_server import DnsServer, process

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected
from mailtui.verify import mx
from mailtui.verify.answers import Answer
from mailtui.verify.domain import verify
from mailtui.verify.resolving import DnsResolver

COUNT = 100
"""Domains; `benchmarks/verify_domains.py` takes more, and more seeds."""
Places = dict[tuple[CheckArea, str], set[str]]


async def look(address: tuple[str, int], count: int, timeout: float = 5.0) -> list[Checked]:
    resolver = DnsResolver([address], timeout=timeout, at_once=100)
    free = asyncio.Semaphore(30)

    async def one(expected: Expected) -> list[Checked]:
        async with free:
            return await verify(expected, resolver, dnsbl_zones=(many.LIST,))

    return [checked for found in await asyncio.gather(*map(one, many.expected(count))) for checked in found]


def codes(every: list[Checked]) -> Places:
    found: Places = {}
    for checked in every:
        definite = {finding.code for finding in checked.findings if not finding.unsure}
        found.setdefault((checked.area, checked.target), set()).update(definite)
    return found


@pytest.fixture(scope="module")
def world() -> str:
    return many.zone(COUNT)


@pytest.fixture(scope="module")
def whole(world: str) -> Places:
    """What there is to say when DNS works."""
    with process(world) as address:
        every = asyncio.run(look(address, COUNT))
    assert [checked for checked in every if checked.unsure] == []
    return codes(every)


@pytest.mark.parametrize("seed", range(3))
async def test_with_a_third_of_dns_broken_nothing_gets_worse(world: str, whole: Places, seed: int) -> None:
    with process(world, "--break", "0.3", str(seed), "--slow", "0.01") as address:
        broken = await look(address, COUNT, timeout=0.2)
    worse = {place: found - whole.get(place, set()) for place, found in codes(broken).items()}
    assert {place: found for place, found in worse.items() if found} == {}
    assert any(not checked.unsure for checked in broken), "some answers came, on whatever machine"


async def test_faults_of_many_kinds_are_found(dns: DnsServer) -> None:
    dns.load(many.zone(60))
    found = codes(await look(dns.address, 60))
    assert {code for one in found.values() for code in one} >= {
        "spf-none",
        "mx-none",
        "rdns-none",
        "rdns-forward",
        "dnsbl-listed",
        "dkim-none",
        "dmarc-none",
        "token-missing",
    }


class Stuck:
    """Never answers questions for MX."""

    def __init__(self, dns: DnsServer) -> None:
        self._resolver = DnsResolver([dns.address])

    async def ask(self, name: str, type: str) -> Answer:
        if type == "MX":
            await asyncio.sleep(60)
        return await self._resolver.ask(name, type)


async def test_a_stuck_area_does_not_hold_up_the_others(dns: DnsServer) -> None:
    dns.load('example.org. TXT "v=spf1 -all"')
    began = time.monotonic()
    found = await verify(Expected("example.org"), Stuck(dns), dnsbl_zones=(), limit=0.5)
    assert time.monotonic() - began < 5
    by_area = {checked.area: checked for checked in found}
    assert by_area[CheckArea.MX].unsure == "no end within 0.5 s"
    assert by_area[CheckArea.SPF].unsure == ""
    assert by_area[CheckArea.SPF].findings == ()


async def test_a_check_that_breaks_says_so(dns: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> list[Checked]:
        raise RuntimeError("oh")

    monkeypatch.setattr(mx, "check", broken)
    found = await verify(Expected("example.org"), DnsResolver([dns.address]), dnsbl_zones=())
    assert [one.unsure for one in found if one.area is CheckArea.MX] == ["the check broke: RuntimeError: oh"]


async def test_giving_up_leaves_nothing_behind(dns: DnsServer) -> None:
    dns.fault("example.org", "timeout")
    task = asyncio.create_task(verify(Expected("example.org"), DnsResolver([dns.address], timeout=0.2)))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
