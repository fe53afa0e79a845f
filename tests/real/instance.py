"""An Exim of our own: its configuration, spool and logs in one folder, on loopback, without root's rights."""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.real.sink import ADDRESSES

CONFIG = """
primary_hostname = mail.lab.example
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
exim_user = {user}
exim_group = {group}
deliver_drop_privilege = true
log_selector = +received_recipients +subject +smtp_confirmation +deliver_time +queue_time_overall
domainlist local_domains = lab.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
disable_ipv6 = true
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
keep_environment =
timezone = UTC
queue_run_in_order = true
acl_smtp_rcpt = check_rcpt
acl_smtp_data = check_data

begin acl
check_rcpt:
  deny   message = relay not permitted
         domains = elsewhere.example
  deny   message = no such mailbox here
         recipients = nobody@lab.example
  warn   recipients = held@lab.example
         control = freeze
  accept
check_data:
  deny   message = we do not like this
         condition = ${{if match{{$h_subject:}}{{pills}}}}
  accept

begin routers
away:
  driver = manualroute
  domains = ! +local_domains
  route_data = ${{extract{{${{extract{{1}}{{.}}{{$domain}}}}}}{{{hosts}}}}}
  transport = away
  self = send
alias:
  driver = redirect
  local_parts = team : closed
  data = ${{if eq{{$local_part}}{{team}}{{carol@lab.example, friend@good.example}}{{:fail: it was closed}}}}
  allow_fail
here:
  driver = accept
  local_parts = alice : bob : carol : held
  transport = here

begin transports
away:
  driver = smtp
  port = {sink}
  allow_localhost
  hosts_try_fastopen =
  hosts_try_dane =
  connect_timeout = 5s
  final_timeout = 5s
here:
  driver = appendfile
  file = {folder}/mail/$local_part_data.mbox
  user = {user}
  group = {group}

begin retry
old@busy.example * F,1s,1s
* * F,1h,1s
"""


class Exim:
    """One daemon. `run` gives it a command line, `send` a message by SMTP."""

    def __init__(self, program: str, sink_port: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="exim-"))
        self._program = program
        self._owner = pwd.getpwnam("Debian-exim") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        for name in ("spool", "log", "mail"):
            (self.folder / name).mkdir()
        hosts = " ".join(f"{name}={address}" for name, address in ADDRESSES.items())
        text = CONFIG.format(
            folder=self.folder,
            user=self._owner.pw_uid,
            group=self._owner.pw_gid,
            port=self.port,
            hosts=hosts,
            sink=sink_port,
        )
        (self.folder / "exim.conf").write_text(text)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        self._daemon = subprocess.Popen(self._command("-bdf"), **self._identity())
        self.wait(self._listens)

    def _command(self, *arguments: str) -> list[str]:
        return [self._program, "-C", str(self.folder / "exim.conf"), *arguments]

    def _identity(self) -> dict[str, object]:
        if os.geteuid():
            return {}
        return {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []}

    def _listens(self) -> bool:
        assert self._daemon.poll() is None, "Exim did not start"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def run(self, *arguments: str, text: str = "") -> str:
        """One command of an operator, or of a local user who hands in a message; its output."""
        done = subprocess.run(
            self._command(*arguments),
            input=text,
            capture_output=True,
            text=True,
            timeout=30,
            **self._identity(),
        )
        return done.stdout + done.stderr

    def send(self, sender: str, *recipients: str, subject: str = "test") -> dict[str, int]:
        """Hand in a message by SMTP; the code that each recipient (or its data) got."""
        codes: dict[str, int] = {}
        with smtplib.SMTP("127.0.0.1", self.port, local_hostname="client.lab.example") as session:
            session.ehlo()
            session.mail(sender)
            for recipient in recipients:
                codes[recipient] = session.rcpt(recipient)[0]
            if 250 in codes.values():
                ended = session.data(f"Subject: {subject}\r\nFrom: {sender}\r\n\r\nbody\r\n")[0]
                codes = {one: ended if code == 250 else code for one, code in codes.items()}
        return codes

    def queue(self) -> list[str]:
        """The ids of the messages that wait."""
        return [line.split()[2] for line in self.run("-bp").splitlines() if " <" in line]

    def log(self, name: str = "mainlog") -> str:
        path = self.folder / "log" / name
        return path.read_text() if path.exists() else ""

    def wait(self, until: Callable[[], bool], seconds: float = 15) -> None:
        """Look until it is so."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, (
                f"waited {seconds} s in vain; the log:\n{self.log()}{self.log('paniclog')}"
            )
            time.sleep(0.05)

    def close(self) -> None:
        self._daemon.terminate()
        self._daemon.wait(10)
        shutil.rmtree(self.folder)
