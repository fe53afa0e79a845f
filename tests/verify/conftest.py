"""A DNS server for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.verify.dns_server import DnsServer


@pytest.fixture
def dns() -> Iterator[DnsServer]:
    """An empty world; fill it with `dns.load(zone text)`."""
    with DnsServer() as server:
        yield server
