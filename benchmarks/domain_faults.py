"""False alarms with a share of all DNS queries broken: `python benchmarks/domain_faults.py [--seeds 10]`.

300 domains are looked at once with a DNS server that works. Then for each seed three times, an hour apart,
with 30 % of all queries broken at random in every way the server of the tests knows, each query asked
once: no second try hides anything. A domain, an area or a check that is called worse than before is a
false alarm.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import verdict

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.verify.dns_server import DnsServer

from mailtui.model.domain import WORST
from mailtui.model.enums import DomainState
from mailtui.model.finding import Expected
from mailtui.services.domains.course import Standing, looked
from mailtui.services.domains.looking import Make, Verify, looks
from mailtui.services.domains.options import Options

HOUR = 3_600_000_000
UNKNOWN = (DomainState.PENDING, DomainState.UNKNOWN)
BROKEN = 0.3
LOOKS = 3
KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


@dataclass(slots=True)
class Count:
    """What the broken looks came to."""

    checks: int = 0
    unsure: int = 0
    domains: int = 0
    worse: int = 0


def zone(number: int) -> Iterator[str]:
    """A domain; some lack something, so that there are states that could get worse and better."""
    name, ip = f"d{number}.example.", f"192.0.{number // 250}.{number % 250 + 1}"
    reverse = ".".join(reversed(ip.split(".")))
    yield f"{name} MX 10 mx.{name}"
    yield f"{name} MX 20 mx2.{name}"
    yield f"mx.{name} A {ip}"
    yield f"mx2.{name} A {ip}"
    yield f's1._domainkey.{name} TXT "v=DKIM1; k=ed25519; p={KEY}"'
    yield f'_dmarc.{name} TXT "v=DMARC1; p=reject; rua=mailto:dmarc@d{number}.example"'
    yield f'_smtp._tls.{name} TXT "v=TLSRPTv1; rua=mailto:tls@d{number}.example"'
    if number % 10 != 1:
        yield f'{name} TXT "v=spf1 mx include:_spf.provider.example -all"'
    if number % 10 != 2:
        yield f"{reverse}.in-addr.arpa. PTR mx.{name}"


WORLD = """
_spf.provider.example. TXT "v=spf1 ip4:198.51.100.0/24 include:_b.provider.example -all"
_b.provider.example. TXT "v=spf1 ip4:203.0.113.0/24 -all"
7.100.51.198.in-addr.arpa. PTR out.provider.example.
out.provider.example. A 198.51.100.7
2.0.0.127.list.example. A 127.0.0.2
list.example. TXT "a block list that lists nobody"
"""


def domains(count: int) -> list[Expected]:
    """What is expected of them."""
    return [
        Expected(
            f"d{number}.example",
            selectors={"s1": KEY},
            ips=(f"192.0.{number // 250}.{number % 250 + 1}", "198.51.100.7"),
        )
        for number in range(count)
    ]


def asking(tries: int, timeout: float) -> Make:
    """Looks that ask every question so often, with so much patience."""

    def make(options: Options) -> Verify:
        from mailtui.verify.domain import verify
        from mailtui.verify.resolving import DnsResolver

        resolver = DnsResolver(options.resolvers, timeout=timeout, tries=tries)
        return lambda expected: verify(expected, resolver, dnsbl_zones=("list.example",))

    return make


ONCE = asking(tries=1, timeout=0.15)
PATIENTLY = asking(tries=3, timeout=5)


def look(
    wanted: list[Expected], stands: dict[str, Standing], server: DnsServer, now: int, make: Make = ONCE
) -> None:
    """One look at all of them."""
    options = Options(resolvers=(server.address,))
    for expected, found in looks(wanted, options, make):
        stands[expected.domain], _ = looked(stands.get(expected.domain, Standing()), found, now)


def worse(before: Standing, after: Standing) -> bool:
    """Whether anything that was known is called worse."""
    known = {(one.area, one.target): one.state for one in before.checks}
    places = [(one.area, one.target) for one in after.checks]
    pairs = [
        (known[place], one.state) for place, one in zip(places, after.checks, strict=True) if place in known
    ]
    areas = {one.area: one.state for one in before.areas}
    pairs += [(areas[one.area], one.state) for one in after.areas if one.area in areas]
    pairs.append((before.state, after.state))
    return any(WORST.index(new) < WORST.index(old) for old, new in pairs if old not in UNKNOWN)


def run(
    seed: int, wanted: list[Expected], first: dict[str, Standing], server: DnsServer, count: Count
) -> None:
    """One seed: some looks in a row, from the standing of the clean look."""
    stands = dict(first)
    server.break_some(BROKEN, seed)
    for number in range(LOOKS):
        before = dict(stands)
        look(wanted, stands, server, (number + 2) * HOUR)
        count.domains += len(stands)
        count.worse += sum(worse(before[name], stands[name]) for name in stands)
        count.checks += sum(len(one.checks) for one in stands.values())
        count.unsure += sum(bool(check.unsure) for one in stands.values() for check in one.checks)
    server.heal()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--seeds", type=int, default=10)
    options.add_argument("--domains", type=int, default=300)
    given = options.parse_args()
    wanted, count = domains(given.domains), Count()
    text = WORLD + "\n".join(line for number in range(given.domains) for line in zone(number))
    began = time.monotonic()
    with DnsServer(text) as server:
        server.slow = 0.02
        first: dict[str, Standing] = {}
        look(wanted, first, server, HOUR, PATIENTLY)
        states = {state: sum(one.state is state for one in first.values()) for state in DomainState}
        codes = {(f.severity, f.code) for one in first.values() for c in one.checks for f in c.findings}
        print(*sorted(" ".join(code) for code in codes), sep=", ")
        print("clean look:", ", ".join(f"{number} {state}" for state, number in states.items() if number))
        for seed in range(1, given.seeds + 1):
            run(seed, wanted, dict(first), server, count)
            print(f"seed {seed}: {count.worse} worse of {count.domains}", flush=True)
    print(f"{count.unsure} of {count.checks} checks unsure, {time.monotonic() - began:.0f} s")
    held = verdict(
        f"{count.worse} of {count.domains} looks made a domain worse; none may", held=not count.worse
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
