"""A world of domains whose mail is set up well, as a resolver that loses a share of its answers."""

from __future__ import annotations

import random
from collections.abc import Sequence

from mailtui.model.finding import Expected
from mailtui.verify.answers import Answer, Kind

KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC2UcFEOgOkeYV0EMGnCM3WDOgLVNBRWwEONNnVOJlS8GuJEcWFGUqzm1m7"
    "iCqHEkdYZzkGFgBHGYBmDDNHXEGJXCu7JrOZmGLR6mVXjJcUSdkXOvBYOGeMSQKVUBhUxGFuM8PWTTCjQpUMVYAKMnKSTiyQ"
    "fLFqKXGLyGHgPwIDAQAB"
)


class World:
    """Records by (name, type); what is not in it does not exist."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}

    def add(self, name: str, type_: str, *values: str) -> None:
        self.records.setdefault((name, type_), []).extend(values)

    def answer(self, name: str, type_: str) -> Answer:
        found = self.records.get((name, type_))
        if found:
            return Answer(name, type_, Kind.OK, tuple(sorted(found)), ttl=300)
        alias = self.records.get((name, "CNAME"))
        if alias and type_ != "CNAME":
            return self.answer(alias[0], type_)
        exists = any(known == name or known.endswith(f".{name}") for known, _ in self.records)
        return Answer(name, type_, Kind.NODATA if exists else Kind.NXDOMAIN)


class Losing:
    """Asks the world; the share `lost` of the answers is lost, the same for a question within a run."""

    def __init__(self, world: World, lost: float = 0.0, seed: int = 0) -> None:
        self._world = world
        self._lost = lost
        self._random = random.Random(seed)
        self._answers: dict[tuple[str, str], Answer] = {}

    async def ask(self, name: str, type: str) -> Answer:
        key = (name.lower().rstrip("."), type.upper())
        if key not in self._answers:
            gone = self._random.random() < self._lost
            self._answers[key] = (
                Answer(*key, Kind.UNSURE, why="timeout") if gone else self._world.answer(*key)
            )
        return self._answers[key]


def well_set_up(count: int) -> tuple[World, Sequence[Expected]]:
    """So many domains: some with one thing wrong, most with nothing."""
    world, domains = World(), []
    world.add("_spf.provider.example", "TXT", "v=spf1 ip4:198.51.100.0/24 include:_b.provider.example -all")
    world.add("_b.provider.example", "TXT", "v=spf1 ip4:203.0.113.0/24 -all")
    for number in range(count):
        name, ip = f"d{number}.example", f"192.0.{number // 250}.{number % 250 + 1}"
        world.add(name, "MX", f"10 mx.{name}", f"20 mx2.{name}")
        for host in ("mx", "mx2"):
            world.add(f"{host}.{name}", "A", ip)
        if number % 10 != 1:
            world.add(name, "TXT", "v=spf1 mx include:_spf.provider.example -all")
        world.add(f"s1._domainkey.{name}", "TXT", f"v=DKIM1; k=rsa; p={KEY}")
        world.add(f"_dmarc.{name}", "TXT", f"v=DMARC1; p=reject; rua=mailto:dmarc@{name}")
        if number % 10 != 2:
            world.add(".".join(reversed(ip.split("."))) + ".in-addr.arpa", "PTR", f"mx.{name}")
        domains.append(Expected(name, selectors={"s1": None}, ips=(ip, "198.51.100.7")))
    world.add("7.100.51.198.in-addr.arpa", "PTR", "out.provider.example")
    world.add("out.provider.example", "A", "198.51.100.7")
    return world, domains
