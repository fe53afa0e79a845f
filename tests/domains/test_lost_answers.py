"""With answers lost at random no domain changes to worse: the loudest complaint about every checker."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from tests.domains.world import Losing, World, well_set_up

from mailtui.model.domain import WORST
from mailtui.model.enums import DomainState
from mailtui.model.finding import Checked, Expected
from mailtui.model.moment import HOUR
from mailtui.services.domains.course import Look, Standing, looked
from mailtui.verify.domain import verify

DOMAINS = 30
LOST = 0.3


def look(world: World, domains: Sequence[Expected], lost: float, seed: int) -> list[list[Checked]]:
    async def all_of_them() -> list[list[Checked]]:
        resolver = Losing(world, lost, seed)
        return [await verify(domain, resolver, dnsbl_zones=()) for domain in domains]

    return asyncio.run(all_of_them())


def worse(before: Standing, after: Standing) -> bool:
    """Whether the domain or one of its areas is called worse than it was."""
    old = {one.area: one.state for one in before.areas}
    pairs = [(before.state, after.state), *((old[one.area], one.state) for one in after.areas)]
    return any(WORST.index(new) < WORST.index(first) for first, new in pairs)


@pytest.mark.parametrize("seed", range(3))
def test_no_domain_gets_worse(seed: int) -> None:
    world, domains = well_set_up(DOMAINS)
    first = [looked(Standing(), Look(tuple(one)), HOUR)[0] for one in look(world, domains, 0, 0)]
    assert {one.state for one in first} >= {DomainState.FAILING}
    stands, now = first, HOUR
    for run in range(4):
        now += HOUR
        answers = look(world, domains, LOST, seed * 100 + run)
        pairs = zip(stands, answers, strict=True)
        after = [looked(before, Look(tuple(one)), now)[0] for before, one in pairs]
        assert not [a.state for b, a in zip(stands, after, strict=True) if worse(b, a)]
        assert any(one.unsure for one in after)
        stands = after
    assert [one.state for one in stands] == [one.state for one in first]
