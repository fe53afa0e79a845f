"""Which DNS servers to ask: those named by the user, or those of this system."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from mailtui.errors import UsageError

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


def nameserver(text: str) -> Nameserver:
    """`192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`; UsageError for anything else."""
    ip, port = text.strip(), ""
    if ip.startswith("["):
        ip, _, port = ip[1:].partition("]")
        port = port.removeprefix(":")
    elif ip.count(":") == 1:
        ip, _, port = ip.partition(":")
    try:
        ip_address(ip.split("%", 1)[0])
        number = int(port) if port else PORT
    except ValueError:
        number = 0
    if not 0 < number < 65536:
        raise UsageError(
            f"“{text}” is not the address of a DNS server", "Write IP or IP:PORT, such as 127.0.0.1:5353"
        )
    return Nameserver(ip, number)


def system_nameservers(path: Path = RESOLV_CONF) -> tuple[Nameserver, ...]:
    """Those of resolv.conf(5); without any, one on this host, as the system itself does."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return tuple(_of_lines(lines)) or (Nameserver("127.0.0.1"),)


def _of_lines(lines: Iterable[str]) -> Iterable[Nameserver]:
    for words in map(str.split, lines):
        if len(words) > 1 and words[0] == "nameserver":
            try:
                yield nameserver(words[1])
            except UsageError:
                continue
