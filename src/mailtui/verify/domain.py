"""All checks of a domain at once; what gets stuck is given up and known to be unknown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator, Sequence

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected
from mailtui.verify import bimi, dane, dkim, dmarc, dnsbl, mta_sts, mx, ownership, rdns, ses, spf, tls_rpt
from mailtui.verify.mta_sts_fetch import Fetch
from mailtui.verify.resolving import Resolver

LIMIT = 60.0
"""Seconds for all checks of a domain together."""


async def verify(
    expected: Expected,
    resolver: Resolver,
    *,
    fetch: Fetch | None = None,
    dnsbl_zones: Sequence[str] | None = None,
    limit: float = LIMIT,
) -> list[Checked]:
    """What every area says about the domain, within so many seconds.

    `fetch` gets the policy of MTA-STS (over HTTPS by default); `dnsbl_zones` are the block lists to ask.
    """
    zones = dnsbl.ZONES if dnsbl_zones is None else dnsbl_zones
    areas = _areas(expected, resolver, fetch, zones)
    tasks = [(area, asyncio.ensure_future(work)) for area, work in areas]
    try:
        await asyncio.wait([task for _, task in tasks], timeout=limit)
        return [one for area, task in tasks for one in _outcome(area, expected, task, limit)]
    finally:
        for _, task in tasks:
            task.cancel()


def _areas(
    expected: Expected, resolver: Resolver, fetch: Fetch | None, zones: Sequence[str]
) -> Iterator[tuple[CheckArea, Awaitable[list[Checked]]]]:
    yield CheckArea.OWNERSHIP, ownership.check(expected, resolver)
    yield CheckArea.MX, mx.check(expected, resolver)
    yield CheckArea.SPF, spf.check(expected, resolver)
    yield CheckArea.DKIM, dkim.check(expected, resolver)
    yield CheckArea.DKIM, ses.check(expected, resolver)
    yield CheckArea.DMARC, dmarc.check(expected, resolver)
    yield CheckArea.MTA_STS, mta_sts.check(expected, resolver, fetch)
    yield CheckArea.TLS_RPT, tls_rpt.check(expected, resolver)
    yield CheckArea.BIMI, bimi.check(expected, resolver)
    yield CheckArea.DANE, dane.check(expected, resolver)
    yield CheckArea.RDNS, rdns.check(expected, resolver)
    yield CheckArea.DNSBL, dnsbl.check(expected, resolver, zones)


def _outcome(
    area: CheckArea, expected: Expected, task: asyncio.Future[list[Checked]], limit: float
) -> list[Checked]:
    """What a check says. Where it did not end, or broke, the domain stands for all targets of the area."""
    if not task.done():
        return [Checked(area, expected.domain, unsure=f"no end within {limit:g} s")]
    error = task.exception()
    if error is not None:
        return [Checked(area, expected.domain, unsure=f"the check broke: {type(error).__name__}: {error}")]
    return task.result()
