"""Does mail from this IP pass SPF? Asked of pyspf, with our resolver for its DNS.

pyspf is synchronous and asks for one name after the other. It is run on the answers that are known; where
it needs another, that is asked for and it is run again, so that nothing blocks and no thread is needed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import spf  # type: ignore[import-untyped]

from mailtui.verify.answers import Answer, mail_hosts
from mailtui.verify.resolving import Resolver

MOST_ROUNDS = 60
"""Runs of pyspf for one verdict; RFC 7208 section 4.6.4 lets it ask for far fewer names."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the check of one sender ended."""

    result: str
    """pass, fail, softfail, neutral, none, permerror, or temperror (RFC 7208 section 2.6)."""
    via: tuple[str, ...] = ()
    """With pass: the includes and redirects on the way, outermost first, or the term of the record itself."""
    why: str = ""
    """With temperror and permerror, the reason."""
    explanation: str = ""
    """With fail: what the domain says about it (`exp=`)."""


class Sender(spf.query):  # type: ignore[misc]
    """A query of pyspf whose answers come from a table; what is not in it is noted in `wanted`."""

    def __init__(self, ip: str, sender: str, helo: str, known: dict[tuple[str, str], Answer]) -> None:
        super().__init__(i=ip, s=sender, h=helo, strict=True)
        self._known = known
        self.wanted: list[tuple[str, str]] = []
        self.passed: list[tuple[int, str]] = []
        """(depth, domain) of the records that passed, innermost first."""

    def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[Any]:  # noqa: ARG002
        """Replaces pyspf's one way to DNS."""
        name = str(name).lower().removesuffix(".")
        if not all(0 < len(label) < 64 for label in name.split(".")) or len(name) > 253:
            return []
        answer = self._known.get((name, qtype))
        if answer is None:
            self.wanted.append((name, qtype))
            raise spf.TempError("not asked yet")
        if not answer.sure:
            raise spf.TempError(f"{qtype} of {name}: {answer.why}")
        if answer.missing and not ignore_void:
            self._count_void()
        return _as_pyspf(answer)

    def _count_void(self) -> None:
        self.void_lookups += 1
        if self.void_lookups > spf.MAX_VOID_LOOKUPS:
            raise spf.PermError(f"Void lookup limit of {spf.MAX_VOID_LOOKUPS} exceeded")

    def check1(self, spf: str, domain: str, recursion: int) -> tuple[str, int, str]:
        """As pyspf's, and the way of a pass is kept."""
        result: tuple[str, int, str] = super().check1(spf, domain, recursion)
        if result[0] == "pass":
            self.passed.append((recursion, domain))
        else:
            self.passed = [one for one in self.passed if one[0] < recursion]
        return result


def _as_pyspf(answer: Answer) -> list[Any]:
    if answer.type == "MX":
        return [(preference, host) for preference, host in mail_hosts(answer) if host != "."]
    if answer.type == "TXT":
        return [(record.encode("utf-8", "surrogateescape"),) for record in answer.records]
    return list(answer.records)


class Memory:
    """A Resolver that keeps the answers of another, so that pyspf finds them without a round of its own."""

    def __init__(self, resolver: Resolver) -> None:
        self.known: dict[tuple[str, str], Answer] = {}
        self._resolver = resolver

    async def ask(self, name: str, type: str) -> Answer:
        """As the other says."""
        answer = self.known[name, type] = await self._resolver.ask(name, type)
        return answer


async def evaluate(ip: str, sender: str, helo: str, memory: Memory, *, record: str | None = None) -> Verdict:
    """The verdict on mail from `ip` with that envelope sender; `record` is taken instead of the domain's."""
    for _ in range(MOST_ROUNDS):
        query = Sender(ip, sender, helo, memory.known)
        verdict = _run(query, record)
        wanted = set(query.wanted) - memory.known.keys()
        if not wanted:
            return verdict
        await asyncio.gather(*[memory.ask(*question) for question in sorted(wanted)])
    return Verdict("permerror", why="the record asks for more and more names")


def _run(query: Sender, record: str | None) -> Verdict:
    try:
        result, _, text = query.check(record)
    except Exception as error:  # noqa: BLE001  pyspf meets a stranger's text: whatever it trips over is that text
        return Verdict("permerror", why=f"the record cannot be evaluated: {error}")
    if result == "pass":
        return Verdict("pass", _way(query))
    if result in ("temperror", "permerror"):
        return Verdict(result, why=str(getattr(query, "prob", "")) or text)
    return Verdict(result, explanation=text)


def _way(query: Sender) -> tuple[str, ...]:
    """`include:A`, `include:B` from outside in; the matching term itself where the record has it."""
    way, depths = [], list(reversed(query.passed))
    for (before, _), (depth, domain) in pairwise(depths):
        way.append(f"include:{domain}" if depth > before else f"redirect={domain}")
    if query.mechanism and depths and depths[-1][0] == 0:
        way.append(str(query.mechanism))
    return tuple(way)
