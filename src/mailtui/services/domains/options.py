"""How DNS is asked: which servers, how long, how many at once, how often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address

from mailtui.errors import ConfigError
from mailtui.services.domains.course import Intervals

PORT = 53


@dataclass(frozen=True, slots=True)
class Options:
    """What the settings say about looking at domains."""

    resolvers: tuple[tuple[str, int], ...] = ()
    """IP and port; empty: those of this system."""
    timeout: float = 2.0
    """Seconds one server has for one answer."""
    each: float = 60.0
    """Seconds for one domain; then what is missing is not known."""
    whole: float | None = None
    """Seconds for a run over many; None: as long as it takes."""
    at_once: int = 8
    """Domains looked at side by side."""
    dnsbl: tuple[str, ...] | None = None
    """Block lists to ask about sending addresses; None: those that mailtui knows."""
    intervals: Intervals = field(default_factory=Intervals)


def resolvers(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The servers that `IP`, `IP:PORT` or `[IP]:PORT` name; ConfigError when one is written otherwise."""
    return tuple(map(_resolver, texts))


def _resolver(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or (host.count(":") and not host.startswith("[")):
        host, port = text, str(PORT)
    try:
        number = int(port)
        address = str(ip_address(host.removeprefix("[").removesuffix("]")))
    except ValueError:
        number, address = 0, ""
    if not 0 < number < 65536:
        raise ConfigError(
            f"{text!r} is no address of a resolver", "Write an IP with or without a port: 192.0.2.53:5353"
        )
    return address, number
