"""A real NSD and a real unbound that validates: in one folder, on loopback, without root's rights."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from mailtui.verify.message import question

NSD = """
server:
  ip-address: 127.0.0.1@{port}
  username: "{user}"
  zonesdir: "{folder}"
  database: ""
  pidfile: "{folder}/nsd.pid"
  zonelistfile: "{folder}/zone.list"
  xfrdfile: "{folder}/xfrd.state"
  logfile: "{folder}/nsd.log"
  server-count: 1
remote-control:
  control-enable: no
"""
UNBOUND = """
server:
  interface: 127.0.0.1
  port: {port}
  username: "{user}"
  chroot: ""
  directory: "{folder}"
  pidfile: "{folder}/unbound.pid"
  logfile: "{folder}/unbound.log"
  use-syslog: no
  do-daemonize: no
  do-ip6: no
  do-not-query-localhost: no
  module-config: "validator iterator"
  ede: yes
  val-log-level: 2
  local-zone: "{reverse}" nodefault
remote-control:
  control-enable: no
"""
REVERSE = "2.0.192.in-addr.arpa"
SOA = "@ 300 IN SOA ns.lab.test. admin.lab.test. 1 3600 600 86400 300\n@ 300 IN NS ns.lab.test.\n"


class Nameservers:
    """`zones` by name; those in `signed` are, unbound has a wrong key for those in `bogus`."""

    def __init__(
        self, programs: Mapping[str, str], zones: Mapping[str, str], signed: list[str], bogus: list[str]
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dns-"))
        self._programs = programs
        self._user = "nobody" if os.geteuid() == 0 else ""
        self.nsd, self.unbound = ("127.0.0.1", _free_port()), ("127.0.0.1", _free_port())
        parts = [self._nsd_zone(name, text, name in signed) for name, text in zones.items()]
        (self.folder / "nsd.conf").write_text(self._filled(NSD, self.nsd) + "".join(parts))
        stubs = "".join(self._stub(name) for name in zones)
        anchors = "".join(self._anchor(name, name in bogus) for name in signed)
        (self.folder / "unbound.conf").write_text(self._filled(UNBOUND, self.unbound) + anchors + stubs)
        if self._user:
            owner = pwd.getpwnam(self._user)
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self._running = [
            subprocess.Popen([programs["nsd"], "-d", "-c", self.folder / "nsd.conf"]),
            subprocess.Popen([programs["unbound"], "-d", "-c", self.folder / "unbound.conf"]),
        ]
        for address in (self.nsd, self.unbound):
            self._wait(lambda address=address: _answers(address))

    def _filled(self, text: str, address: tuple[str, int]) -> str:
        return text.format(port=address[1], user=self._user, folder=self.folder, reverse=f"{REVERSE}.")

    def _nsd_zone(self, name: str, text: str, sign: bool) -> str:
        path = self.folder / f"zone-{name.rstrip('.') or 'root'}"
        path.write_text(f"$ORIGIN {name.rstrip('.')}.\n$TTL 300\n{SOA}{text}\n")
        if sign:
            keys = [self._key(name, "-k"), self._key(name)]
            self._run("ldns-signzone", "-f", f"{path}.signed", "-o", name, str(path), *keys)
            path = Path(f"{path}.signed")
        return f'zone:\n  name: "{name}"\n  zonefile: "{path}"\n'

    def _key(self, name: str, *options: str) -> str:
        return self._run("ldns-keygen", "-r", "/dev/urandom", "-a", "ECDSAP256SHA256", *options, name)

    def _anchor(self, name: str, bogus: bool) -> str:
        """What unbound holds for the key of a zone; for a bogus one that of a key which signs nothing."""
        if bogus:
            key = self._key(name, "-k")
            return f'server:\n  trust-anchor-file: "{self.folder / key}.key"\n'
        key = next(path for path in self.folder.glob(f"K{name}.+*.ds"))
        return f'server:\n  trust-anchor-file: "{key}"\n'

    def _stub(self, name: str) -> str:
        return f'stub-zone:\n  name: "{name}"\n  stub-addr: 127.0.0.1@{self.nsd[1]}\n'

    def _run(self, program: str, *arguments: str) -> str:
        command = [self._programs[program], *arguments]
        return subprocess.run(
            command, cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout.strip()

    def _wait(self, until: Callable[[], bool], seconds: float = 15) -> None:
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, f"waited {seconds} s in vain:\n{self.logs()}"
            time.sleep(0.05)

    def logs(self) -> str:
        """What both have to say."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        for running in self._running:
            running.terminate()
            running.wait(10)
        shutil.rmtree(self.folder)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _answers(address: tuple[str, int]) -> bool:
    """Whether a question for the root gets any answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(0.5)
        probe.connect(address)
        try:
            probe.send(question(".", "SOA").wire)
            return bool(probe.recv(4096))
        except OSError:
            return False
