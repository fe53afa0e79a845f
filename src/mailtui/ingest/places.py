"""Who refuses: the provider of an MX host, or the recipient's domain where a failure names no host."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList

from mailtui.diagnosis import builtin_providers
from mailtui.model.enums import DestinationKind
from mailtui.store.verdicts import Place

REMEMBERED = 16_384
"""Hosts whose provider is held in memory."""


@lru_cache(REMEMBERED)
def provider_of(name: str, ip: str) -> str:
    """Who runs a host: a provider that mailtui knows, else its organisational domain, else its address.

    The organisational domain is one label below a public suffix (publicsuffix.org).
    """
    host = name.lower().rstrip(".")
    known = builtin_providers().of_host(host)
    if known is not None:
        return known
    if not host or _is_address(host):
        return ip or host
    return _suffixes().privatesuffix(host) or host


def place(server_id: int, egress: str | None, host: str | None, ip: str | None, address: str) -> Place:
    """Where an attempt went; without a host it is its domain that stands for it."""
    if host or ip:
        name = provider_of(host or "", ip or "")
        return Place(server_id, egress or "", DestinationKind.PROVIDER, name)
    return Place(server_id, "", DestinationKind.DOMAIN, domain_of(address))


def domain_of(address: str) -> str:
    """The domain of an address in lower case; '' for a bare local part."""
    return address.rpartition("@")[2].lower() if "@" in address else ""


def _is_address(host: str) -> bool:
    if ":" not in host and not host[-1].isdigit() and host[-1] != "]":
        return False  # most: no need to have it parsed
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
