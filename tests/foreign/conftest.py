"""Databases of other systems, on either engine."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import pytest
from tests.foreign.engines import Base, File, Server, binaries, cluster

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A running PostgreSQL: the folder of its socket."""
    programs = binaries()
    if programs is None and os.environ.get("CI") == "true":
        pytest.fail("PostgreSQL is missing; .ci/run installs it")
    if programs is None:
        pytest.skip("PostgreSQL is not installed here")
    with cluster(programs) as host:
        yield host


Make = Callable[[str], Base]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """Makes a database with the tables of a schema."""
    made: list[Server] = []

    def on_file(schema: str) -> Base:
        base = File(tmp_path_factory.mktemp("other") / "other.db")
        base.make(schema)
        return base

    def on_server(schema: str) -> Base:
        host: str = request.getfixturevalue("server")
        name = f"other{next(_NUMBERS)}"
        admin = Server(host, "postgres")
        admin.run(f"CREATE DATABASE {name}")
        admin.close()
        base = Server(host, name)
        made.append(base)
        base.make(schema)
        return base

    yield on_file if request.param == "sqlite" else on_server
    for base in made:
        base.close()
