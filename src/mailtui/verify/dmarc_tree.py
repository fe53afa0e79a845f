"""Which DMARC record holds for a domain: RFC 9989 walks up the tree, RFC 7489 asks the public suffix list."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from mailtui.verify.answers import Answer
from mailtui.verify.dmarc_record import VERSION, Policy, read
from mailtui.verify.organisation import organisational, parents
from mailtui.verify.resolving import Resolver
from mailtui.verify.txt import doubt, of_version

LONGEST_WALK = 8
"""Questions of one walk (RFC 9989 section 4.10)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A record, and the domain that has it."""

    domain: str
    policy: Policy

    @property
    def name(self) -> str:
        """The DNS name of the record."""
        return f"_dmarc.{self.domain}"


@dataclass(frozen=True, slots=True)
class Walk:
    """The records from a domain up, and the organisational domain they make."""

    start: str
    records: tuple[Placed, ...]
    """Nearest first."""
    unsure: str = ""
    """Why nothing can be concluded."""

    @property
    def organisation(self) -> str:
        """RFC 9989 section 4.10.2."""
        for at, placed in enumerate(self.records):
            if placed.policy.psd == "n":
                return placed.domain
            if placed.policy.psd == "y" and at + 1 == len(self.records) and placed.domain != self.start:
                return _below(placed.domain, self.start)
        return self.records[-1].domain if self.records else self.start

    @property
    def holding(self) -> Placed | None:
        """The record that holds: its own, else that of the organisation, else that of the public suffix."""
        by_domain = {placed.domain: placed for placed in self.records}
        last = self.records[-1] if self.records else None
        return by_domain.get(self.start) or by_domain.get(self.organisation) or last


@dataclass(frozen=True, slots=True)
class Inherited:
    """The record that holds for a domain without one of its own."""

    newer: Placed | None
    """By RFC 9989."""
    older: Placed | None
    """By RFC 7489."""
    unsure: str = ""


async def inherited(domain: str, resolver: Resolver) -> Inherited:
    """What holds for a domain that has no record itself."""
    found, answer = await asyncio.gather(
        walk(domain, resolver), resolver.ask(f"_dmarc.{organisational(domain)}", "TXT")
    )
    older = placed(organisational(domain), answer)
    return Inherited(found.holding, older, found.unsure or doubt(answer))


async def walk(domain: str, resolver: Resolver) -> Walk:
    """Ask from the domain up to the top; `psd=` in a record ends the walk."""
    asked = names(domain)
    answers = await asyncio.gather(*(resolver.ask(f"_dmarc.{name}", "TXT") for name in asked))
    records: list[Placed] = []
    for name, answer in zip(asked, answers, strict=True):
        if not answer.sure:
            return Walk(domain, tuple(records), doubt(answer))
        found = placed(name, answer)
        records += [found] if found else []
        if found and (found.policy.psd == "n" or (found.policy.psd == "y" and name != domain)):
            break
    return Walk(domain, tuple(records))


def names(domain: str) -> list[str]:
    """The names a walk asks: the domain, then those above; of long ones only the last seven labels."""
    above = [name for name in parents(domain) if name.count(".") < LONGEST_WALK - 1]
    return [domain, *above]


def placed(domain: str, answer: Answer) -> Placed | None:
    """The record of a domain; several are as good as none (RFC 9989 section 4.10)."""
    texts = of_version(answer, VERSION)
    return Placed(domain, read(texts[0])) if len(texts) == 1 else None


def _below(suffix: str, name: str) -> str:
    """The name one label longer than `suffix` on the way to `name`."""
    labels = name.split(".")
    return ".".join(labels[-suffix.count(".") - 2 :])
