"""DNS servers: where they are, and which this system asks."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from mailtui.verify.addresses import is_ip

RESOLV_CONF = Path("/etc/resolv.conf")
PORT = 53


class Nameserver(NamedTuple):
    """Where to send questions."""

    ip: str
    port: int = PORT

    def __str__(self) -> str:
        host = f"[{self.ip}]" if ":" in self.ip else self.ip
        return self.ip if self.port == PORT else f"{host}:{self.port}"

    @property
    def local(self) -> bool:
        """Whether the way there stays on this host, so that nobody can forge its answers."""
        return ip_address(self.ip.split("%", 1)[0]).is_loopback


def system_nameservers(path: Path = RESOLV_CONF) -> tuple[Nameserver, ...]:
    """Those of resolv.conf(5); without any, one on this host, as the system itself does."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return tuple(_of_lines(lines)) or (Nameserver("127.0.0.1"),)


def _of_lines(lines: Iterable[str]) -> Iterable[Nameserver]:
    for words in map(str.split, lines):
        if len(words) > 1 and words[0] == "nameserver" and is_ip(words[1].split("%", 1)[0]):
            yield Nameserver(words[1])
