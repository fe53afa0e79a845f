"""All checks of a domain at once; what gets stuck is given up and known to be unknown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected
from mailtui.verify.resolving import Resolver

LIMIT = 60.0
"""Seconds for all checks of a domain together."""
AT_ONCE = 8
"""Domains under way at the same time."""

Told = Callable[[Expected, list[Checked]], None]
"""What is called with each domain as soon as it is known."""


async def verify(
    expected: Expected,
    resolver: Resolver,
    *,
    dnsbl_zones: Sequence[str] | None = None,
    limit: float = LIMIT,
) -> list[Checked]:
    """What every area says about the domain, within so many seconds."""
    tasks = {
        area: asyncio.ensure_future(work) for area, work in _areas(expected, resolver, dnsbl_zones).items()
    }
    try:
        await asyncio.wait(tasks.values(), timeout=limit)
        return [one for area, task in tasks.items() for one in _outcome(area, expected, task, limit)]
    finally:
        for task in tasks.values():
            task.cancel()


def _areas(
    expected: Expected, resolver: Resolver, dnsbl_zones: Sequence[str] | None
) -> Mapping[CheckArea, Awaitable[list[Checked]]]:
    from mailtui.verify import dnsbl, mx, rdns, spf

    zones = dnsbl.ZONES if dnsbl_zones is None else dnsbl_zones
    return {
        CheckArea.MX: mx.check(expected, resolver),
        CheckArea.SPF: spf.check(expected, resolver),
        CheckArea.RDNS: rdns.check(expected, resolver),
        CheckArea.DNSBL: dnsbl.check(expected, resolver, zones),
    }


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


async def verify_many(
    domains: Iterable[Expected],
    resolver: Resolver,
    told: Told,
    *,
    at_once: int = AT_ONCE,
    dnsbl_zones: Sequence[str] | None = None,
    limit: float = LIMIT,
) -> None:
    """Each domain, some at once; `told` hears of each when it is done, in any order."""
    free = asyncio.Semaphore(at_once)

    async def one(expected: Expected) -> None:
        async with free:
            checked = await verify(expected, resolver, dnsbl_zones=dnsbl_zones, limit=limit)
        told(expected, checked)

    async with asyncio.TaskGroup() as group:
        for expected in domains:
            group.create_task(one(expected))
