"""Alignment: whether SPF or DKIM vouch for the domain that readers see (RFC 7489 section 3.1)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Expected, Finding
from mailtui.verify.codes import Code
from mailtui.verify.dkim import signer
from mailtui.verify.dmarc_record import Policy
from mailtui.verify.dmarc_tree import walk
from mailtui.verify.organisation import organisational
from mailtui.verify.resolving import Resolver
from mailtui.verify.txt import excerpt

SPF = Code("align-spf", Severity.WARN, CheckArea.DMARC, "RFC 7489 section 3.1.2")
DKIM = Code("align-dkim", Severity.WARN, CheckArea.DMARC, "RFC 7489 section 3.1.1")


@dataclass(frozen=True, slots=True)
class Aligned:
    """Whether one domain vouches for another."""

    domain: str
    newer: bool
    """By the tree walk of RFC 9989."""
    older: bool
    """By the public suffix list of RFC 7489."""
    unsure: str = ""
    strict: bool = False
    """Only the very same domain will do."""

    @property
    def everywhere(self) -> bool:
        """Every receiver says so."""
        return self.newer and self.older and not self.unsure


@dataclass(frozen=True, slots=True)
class Alignment:
    """What is known of the mail of a domain."""

    spf: Aligned
    dkim: tuple[Aligned, ...]
    """Of each domain that signs; empty: not known."""

    @property
    def unsure(self) -> str:
        """Why nothing can be concluded."""
        return next((one.unsure for one in (self.spf, *self.dkim) if one.unsure), "")

    @property
    def passes(self) -> bool:
        """Whether its own mail can pass DMARC, as far as is known."""
        return self.spf.everywhere or any(one.everywhere for one in self.dkim)


async def alignment(expected: Expected, policy: Policy | None, resolver: Resolver) -> Alignment:
    """Compare the envelope sender's domain and those that sign with the domain in From:."""
    signers = sorted({signer(one, expected.domain) for one in expected.selectors})
    signers += [expected.domain] if expected.ses_tokens and expected.domain not in signers else []
    strict = {tag: policy is not None and policy.strict(tag) for tag in ("aspf", "adkim")}
    sender = expected.mail_from or expected.domain
    spf, *dkim = await asyncio.gather(
        aligned(expected.domain, sender, strict["aspf"], policy is not None, resolver),
        *(aligned(expected.domain, one, strict["adkim"], policy is not None, resolver) for one in signers),
    )
    return Alignment(spf, tuple(dkim))


async def aligned(domain: str, other: str, strict: bool, walks: bool, resolver: Resolver) -> Aligned:
    """Compare two domains; without any DMARC record there is no tree to walk."""
    if other == domain or strict:
        return Aligned(other, other == domain, other == domain, strict=strict)
    older = organisational(domain) == organisational(other)
    if not walks:
        return Aligned(other, older, older)
    one, two = await asyncio.gather(walk(domain, resolver), walk(other, resolver))
    return Aligned(other, one.organisation == two.organisation, older, one.unsure or two.unsure)


def judge(domain: str, known: Alignment, policy: Policy | None) -> Iterator[Finding]:
    """A failure only where nothing aligns and the policy is applied; nothing while something is unsure."""
    if known.unsure:
        return
    applied = policy is not None and policy.p in ("quarantine", "reject") and not policy.testing
    lost = not known.passes and bool(known.dkim) and applied
    severity = Severity.FAIL if lost else Severity.WARN
    if not known.spf.everywhere:
        yield SPF.found(domain, *_spf(domain, known), (), severity)
    if known.dkim and not any(one.everywhere for one in known.dkim):
        found = "; ".join(f"d={excerpt(one.domain, 80)} {_differs(one)}" for one in known.dkim[:4])
        advice = f"Sign with d={domain}: receivers compare the domain that signs with the one in From:."
        yield DKIM.found(domain, found, f"d={domain}", advice, (), severity)


def _spf(domain: str, known: Alignment) -> tuple[str, str, str]:
    found = f"the envelope sender's domain {excerpt(known.spf.domain, 80)} {_differs(known.spf)}"
    advice = f"Use an envelope sender within {domain}, so that an SPF pass counts for DMARC."
    if not known.dkim:
        advice += " Until then DMARC passes by DKIM alone; tell mailtui the selectors, and it checks them."
    return found, f"{domain}, or a subdomain", advice


def _differs(one: Aligned) -> str:
    if one.strict:
        return "is not the very same, as the strict mode of the record demands"
    if one.newer == one.older:
        return "does not belong to it"
    rule = "RFC 7489 (public suffix list)" if one.older else "RFC 9989 (DNS tree walk)"
    return f"belongs to it only for receivers that follow {rule}"
