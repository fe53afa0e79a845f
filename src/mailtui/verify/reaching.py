"""Whether a domain takes mail at all: MX, or an address of its own (RFC 5321 section 5.1, RFC 7505)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import NamedTuple

from mailtui.verify.answers import Kind, mail_hosts
from mailtui.verify.resolving import Resolver

AT_ONCE = 32
"""Domains looked at side by side."""
_NULL = "."


class Takes(NamedTuple):
    """The answer for one domain."""

    takes: bool | None
    """None: DNS did not say."""
    why: str = ""
    """Where it does not, or is not known."""


async def look(domain: str, resolver: Resolver) -> Takes:
    """What DNS says of one domain. What was not answered is never taken for a no."""
    if domain.startswith("[") and domain.endswith("]"):
        return Takes(True)
    mx = await resolver.ask(domain, "MX")
    if not mx.sure:
        return Takes(None, f"MX: {mx.why}")
    if mx.kind is Kind.NXDOMAIN:
        return Takes(False, "no such domain")
    hosts = [host for _, host in mail_hosts(mx)]
    if hosts:
        return Takes(False, "a null MX: it takes no mail") if set(hosts) == {_NULL} else Takes(True)
    answers = await asyncio.gather(resolver.ask(domain, "A"), resolver.ask(domain, "AAAA"))
    if any(answer.kind is Kind.OK for answer in answers):
        return Takes(True)
    unsure = next((answer for answer in answers if not answer.sure), None)
    if unsure is not None:
        return Takes(None, f"{unsure.type}: {unsure.why}")
    return Takes(False, "no MX, and no address")


async def look_all(
    domains: Iterable[str], resolver: Resolver, told: Callable[[str, Takes], None], at_once: int = AT_ONCE
) -> None:
    """Look at domains, some side by side; each is told as it comes. `told` may raise to end it."""
    waiting = iter(domains)

    async def work() -> None:
        for domain in waiting:
            told(domain, await look(domain, resolver))

    tasks = [asyncio.create_task(work()) for _ in range(at_once)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
