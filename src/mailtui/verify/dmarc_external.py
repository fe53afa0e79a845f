"""DMARC reports to somebody else: that side must publish that it takes them (RFC 7489 section 7.1)."""

from __future__ import annotations

import asyncio

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Finding, Record, Seen
from mailtui.verify.answers import Answer
from mailtui.verify.codes import Code
from mailtui.verify.dmarc_record import VERSION
from mailtui.verify.dmarc_tree import Placed
from mailtui.verify.organisation import organisational
from mailtui.verify.resolving import Resolver
from mailtui.verify.txt import doubt, listed, of_version

EXTERNAL = Code("dmarc-external", Severity.WARN, CheckArea.DMARC, "RFC 7489 section 7.1")
MOST = 10
"""Domains that are asked about; receivers send reports to two and may pass over the rest."""


async def check(placed: Placed, resolver: Resolver) -> list[Checked]:
    """One answer for each domain that is not ours; their DNS must not make our own record unsure."""
    others = list(dict.fromkeys(elsewhere(placed)))[:MOST]
    return list(await asyncio.gather(*(_other(placed, other, resolver) for other in others)))


def elsewhere(placed: Placed) -> list[str]:
    """The domains that reports go to and that are of another organisation."""
    ours = organisational(placed.domain)
    wanted = (one.domain for one in (*placed.policy.rua, *placed.policy.ruf) if one.domain)
    return [other for other in wanted if organisational(other) != ours]


async def _other(placed: Placed, other: str, resolver: Resolver) -> Checked:
    name = f"{placed.domain}._report._dmarc.{other}"
    answer = await resolver.ask(name, "TXT")
    if not answer.sure:
        return Checked(CheckArea.DMARC, name, unsure=doubt(answer))
    accepts = of_version(answer, VERSION)
    findings = () if accepts else (judge(placed.domain, other, name, answer),)
    return Checked(CheckArea.DMARC, name, findings, Seen(CheckArea.DMARC, name, tuple(accepts)))


def judge(domain: str, other: str, name: str, answer: Answer) -> Finding:
    """The finding that the other side does not take our reports."""
    advice = (
        f"Receivers send no reports about {domain} to {other} until {other} publishes this record: it "
        f"belongs in their zone, not in yours. Ask them, or let the reports go to {domain}."
    )
    found, expected = listed(answer.records), f"v={VERSION} at {name}"
    return EXTERNAL.found(name, found, expected, advice, (Record(name, "TXT", f"v={VERSION}"),))
