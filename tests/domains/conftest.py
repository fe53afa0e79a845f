"""A database of domains, looked at through a world of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.domains.world import Losing, World

from mailtui.model.moment import HOUR
from mailtui.services.domains.desk import Domains
from mailtui.services.domains.looking import Verify
from mailtui.services.domains.options import Options
from mailtui.store.engine import reader, writer


class Clock:
    """A time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000 * HOUR

    def __call__(self) -> int:
        return self.now


class Lab:
    """A desk, its world, and its clock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.world = World()
        self.clock = Clock()
        self.lost = 0.0
        self.options = Options(dnsbl=())
        writer(path).dispose()
        self.engine = reader(path)
        self.desk = Domains(path, self.engine, self.clock, self.options, self.make)

    def make(self, options: Options) -> Verify:
        from mailtui.verify.domain import verify

        resolver = Losing(self.world, self.lost)
        return lambda expected: verify(expected, resolver, dnsbl_zones=options.dnsbl)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    made = Lab(tmp_path / "mailtui.db")
    yield made
    made.engine.dispose()


Make = Callable[[Options], Verify]
