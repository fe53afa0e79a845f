"""DANE: TLSA records that say which certificate an MX host has (RFC 7672)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Expected, Finding, Seen
from mailtui.verify.answers import Answer, Kind
from mailtui.verify.codes import Code
from mailtui.verify.mta_sts import hosts_of
from mailtui.verify.resolving import Resolver
from mailtui.verify.txt import doubt, excerpt, listed

INSECURE = Code("dane-insecure", Severity.WARN, CheckArea.DANE, "RFC 7672 section 2.2")
USAGE = Code("dane-usage", Severity.WARN, CheckArea.DANE, "RFC 7672 section 3.1.3")
DIGEST = Code("dane-digest", Severity.FAIL, CheckArea.DANE, "RFC 6698 section 2.1.3")

MOST_HOSTS = 20
_LENGTHS = {1: 32, 2: 64}
"""Matching type -> bytes of its digest; type 0 is the whole certificate or key (RFC 6698 section 2.1.3)."""
_MAKE = "openssl x509 -in cert.pem -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256"


@dataclass(frozen=True, slots=True)
class Host:
    """What DNS says about the TLS of one MX host."""

    host: str
    tlsa: Answer
    signed: bool
    """Whether the answers that lead to it are validated by DNSSEC."""

    @property
    def name(self) -> str:
        """Where its TLSA records are."""
        return f"_25._tcp.{self.host}"


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """The TLSA records of all MX hosts; nothing to check where the domain takes no mail."""
    if not expected.receives:
        return []
    domain = expected.domain
    mx, root = await asyncio.gather(resolver.ask(domain, "MX"), resolver.ask(".", "NS"))
    if not mx.sure:
        return [Checked(CheckArea.DANE, domain, unsure=doubt(mx))]
    hosts = await asyncio.gather(*(_host(host, mx, resolver) for host in hosts_of(mx)[:MOST_HOSTS]))
    findings = tuple(finding for host in hosts for finding in judge(host, root))
    values = tuple(sorted(f"{one.host} {record}" for one in hosts for record in one.tlsa.records))
    unsure = next((why for one in hosts if (why := _unsure(one, root))), "")
    seen = None if any(not one.tlsa.sure for one in hosts) else Seen(CheckArea.DANE, domain, values)
    return [Checked(CheckArea.DANE, domain, findings, seen, unsure)]


async def _host(host: str, mx: Answer, resolver: Resolver) -> Host:
    tlsa = await resolver.ask(f"_25._tcp.{host}", "TLSA")
    return Host(host, tlsa, mx.secure and tlsa.secure)


def _unsure(host: Host, root: Answer) -> str:
    if not host.tlsa.sure:
        return f"{doubt(host.tlsa)}. While it fails, senders that check DANE defer mail for {host.host}"
    return doubt(root) if host.tlsa.kind is Kind.OK and not host.signed else ""


def judge(host: Host, root: Answer) -> Iterator[Finding]:
    """What is wrong with the TLSA records of a host.

    The root zone is signed: a resolver that does not say so of the answer for it tells nothing of others.
    """
    if host.tlsa.kind is not Kind.OK:
        return
    if root.sure and not host.signed:
        yield _not_signed(host, root.secure)
    odd = [problem for record in host.tlsa.records if (problem := usage_problem(record))]
    if odd:
        advice = f"Senders pass over usages 0 and 1. Publish “3 1 1” with the digest of the key: {_MAKE}"
        yield USAGE.found(host.name, "; ".join(odd[:4]), "usage 3 (DANE-EE) or 2 (DANE-TA)", advice)
    wrong = [problem for record in host.tlsa.records if (problem := digest_problem(record))]
    if wrong:
        advice = f"No certificate can match this record, and senders may defer mail. Make it anew: {_MAKE}"
        yield DIGEST.found(host.name, "; ".join(wrong[:4]), "a whole digest: 32 or 64 bytes", advice)


def _not_signed(host: Host, validates: bool) -> Finding:
    """A note only that cannot be known here, where the resolver does not validate."""
    records = listed(host.tlsa.records)
    wanted = "answers signed by DNSSEC"
    if validates:
        advice = "Senders pass over TLSA records unless DNSSEC signs them, and the MX record. Sign the zones."
        return INSECURE.found(host.name, f"not signed: {records}", wanted, advice)
    advice = "To have it checked, ask a resolver on this machine that validates, such as unbound."
    told = f"nobody said whether it is signed: {records}"
    note = INSECURE.found(host.name, told, wanted, advice, (), Severity.NOTE)
    return replace(note, unsure="the DNS server that was asked does not validate, or is not on this machine")


def usage_problem(record: str) -> str:
    """Why senders of mail pass over a record for its usage, in words; empty when they do not."""
    usage = record.partition(" ")[0]
    return "" if usage in ("2", "3") else f"usage {excerpt(usage, 20)} in “{excerpt(record, 100)}”"


def digest_problem(record: str) -> str:
    """Why no certificate can match a record, in words; empty when one can."""
    fields = record.split(" ")
    if len(fields) != 4 or not all(one.isdecimal() for one in fields[:3]):
        return f"“{excerpt(record, 100)}” is no TLSA record"
    selector, matching, size = int(fields[1]), int(fields[2]), len(fields[3]) // 2
    if selector > 1:
        return f"selector {selector} is neither 0 nor 1"
    if matching > 2:
        return f"matching type {matching} is none of 0, 1, 2"
    wanted = _LENGTHS.get(matching)
    if wanted is not None and size != wanted:
        return f"a digest of {size} bytes; matching type {matching} has {wanted}"
    return "" if size else "there is no data in it"
