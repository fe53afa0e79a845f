"""Writes the lines that Exim 4.98 writes, with the log selectors that `mailtui doctor` recommends.

`+subject +received_recipients +deliver_time +queue_time +millisec +log_timezone` beside the defaults.
Times are UTC microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from mailtui.model.moment import MINUTE, SECOND, to_datetime
from mailtui.services.demo.world import OURS, Host

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Client:
    """Who hands us a message: the fields of an arrival line up to its size."""

    host: str = ""
    """As in `H=`, without the address: a name, a HELO in parentheses, both or nothing."""
    ip: str = ""
    protocol: str = "esmtps"
    tls: str = ""
    auth: str = ""
    user: str = ""

    @property
    def peer(self) -> str:
        """`H=name (helo) [ip]`."""
        return f"H={self.host} [{self.ip}]" if self.host else f"H=[{self.ip}]"

    @property
    def fields(self) -> str:
        """Everything before the size."""
        if self.user:
            return f"U={self.user} P=local"
        login = f" A={self.auth}" if self.auth else ""
        return f"{self.peer} P={self.protocol}{self.tls}{login}"


class MailServer:
    """Two logs being written, and the numbers Exim gives out."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._pid = 1200
        self._main: list[tuple[int, str]] = []
        self._reject: list[tuple[int, str]] = []

    def log(self, at: int, text: str) -> None:
        """A line of the main log."""
        self._main.append((at, text))

    def refuse(self, at: int, text: str, headers: Sequence[str] = ()) -> None:
        """A rejection: the same line in both logs, with what was read of the message in the reject log."""
        self._main.append((at, text))
        self._reject.append((at, "\n".join((text, *headers))))

    def new_id(self, at: int) -> str:
        """A message id of Exim 4.97 and later: second, process, microseconds, in base 62."""
        self._pid += self.random.randint(1, 9)
        second, micro = divmod(at, SECOND)
        return f"{_base62(second, 6)}-{_base62(self._pid, 11)}-{_base62(micro, 4)}"

    def accept(
        self, at: int, sender: str, recipients: Sequence[str], client: Client, subject: str, size: int = 0
    ) -> Mail:
        """The arrival of a message."""
        name = self.new_id(at)
        size = size or int(self.random.lognormvariate(9, 1.2)) + 400
        domain = sender.rpartition("@")[2] or OURS
        message_id = f"{self.random.getrandbits(64):016x}@{domain}"
        self.log(
            at,
            f"{name} <= {sender} {client.fields} S={size} id={message_id}"
            f' T="{_quoted(subject)}" for {" ".join(recipients)}',
        )
        return Mail(self, name, at, sender)

    def main_log(self, until: int) -> str:
        """The main log up to a moment."""
        return _written(self._main, until)

    def reject_log(self, until: int) -> str:
        """The reject log up to a moment."""
        return _written(self._reject, until)


@dataclass
class Mail:
    """A message in the queue: each method logs one thing that happens to it."""

    server: MailServer
    id: str
    received: int
    sender: str
    _held: dict[str, int] = field(default_factory=dict)

    def log(self, at: int, text: str) -> None:
        """Any line about this message."""
        self.server.log(at, f"{self.id} {text}")

    def to_mailbox(self, at: int, address: str, envelope: str = "") -> None:
        """Delivered to a mailbox of ours; `envelope` is the alias it came through."""
        name = address.partition("@")[0]
        self.log(at, f"=> {name} <{envelope or address}> R=localuser T=maildir {self._times(at, 0.02)}")

    def to_host(self, at: int, address: str, host: Host, envelope: str = "", first: bool = True) -> None:
        """Delivered to another server; `first` of several addresses in one transport run."""
        queued = f"{self.server.random.getrandbits(40):010X}"
        mark = "=>" if first else "->"
        via = f" <{envelope}>" if envelope else ""
        self.log(
            at,
            f"{mark} {address}{via} R=dnslookup T=remote_smtp H={host.name} [{host.ip}]{host.tls}"
            f' DKIM={OURS}:s1 C="250 2.0.0 Ok: queued as {queued}" {self._times(at, 0.4)}',
        )

    def deferred(
        self, at: int, address: str, host: Host, reply: str, errno: int = -44, phase: str = ""
    ) -> None:
        """The host says "later" (-44: a 4xx after RCPT); `phase` in Exim's words, default that RCPT."""
        after = phase or f"RCPT TO:<{address}>"
        self.log(
            at,
            f"== {address} R=dnslookup T=remote_smtp defer ({errno}) H={host.name} [{host.ip}]{host.tls}"
            f" DT={_took(self._random(0.2))}: SMTP error from remote mail server after {after}: {reply}",
        )

    def refused_connection(self, at: int, address: str, host: Host) -> None:
        """Nobody answers: the host's line comes before that of the recipient, which does not name it."""
        self.log(at, f"H={host.name} [{host.ip}] Connection refused")
        self.log(at, f"== {address} R=dnslookup T=remote_smtp defer (111): Connection refused DT=0.001s")

    def no_lookup(self, at: int, address: str) -> None:
        """Routing fails for now."""
        self.log(at, f"== {address} R=dnslookup defer (-1) DT=5s: host lookup did not complete")

    def not_yet(self, at: int, address: str) -> None:
        """A queue runner passes by before it is time: not an attempt."""
        domain = address.rpartition("@")[2]
        self.log(
            at,
            f"== {address} R=dnslookup T=remote_smtp defer (-54) DT=0.000s:"
            f" retry time not reached for any host for '{domain}'",
        )

    def failed(self, at: int, address: str, host: Host, reply: str, phase: str = "") -> None:
        """The host says "never"; `phase` in Exim's words, default the recipient's RCPT."""
        after = phase or f"RCPT TO:<{address}>"
        self.log(
            at,
            f"** {address} R=dnslookup T=remote_smtp H={host.name} [{host.ip}]{host.tls}: SMTP error from"
            f" remote mail server after {after}: {reply} DT={_took(self._random(0.2))}",
        )

    def bounce(self, at: int) -> Mail:
        """Exim writes to the sender that it failed; the new message stays to be delivered."""
        server = self.server
        name = server.new_id(at)
        size = server.random.randint(1800, 4200)
        title = "Mail delivery failed: returning message to sender"
        server.log(
            at,
            f'{name} <= <> R={self.id} U=Debian-exim P=local S={size} T="{title}" for {self.sender}',
        )
        return Mail(server, name, at, "")

    def bounce_home(self, at: int) -> None:
        """A bounce that reaches its sender, who has a mailbox here; then this message is done."""
        note = self.bounce(at)
        note.to_mailbox(at + 30_000, self.sender)
        note.completed(at + 40_000)
        self.completed(at + 50_000)

    def completed(self, at: int) -> None:
        """Nothing is left to do."""
        self.log(at, f"Completed QT={_took((at - self.received) / SECOND)}")

    def _random(self, around: float) -> float:
        return self.server.random.uniform(around / 3, around * 2)

    def _times(self, at: int, around: float) -> str:
        took = self._random(around)
        return f"QT={_took(max(took, (at - self.received) / SECOND))} DT={_took(took)}"


def _written(lines: Iterable[tuple[int, str]], until: int) -> str:
    chosen = sorted((line for line in lines if line[0] <= until), key=lambda line: line[0])
    stamps: dict[int, str] = {}
    out = []
    for at, text in chosen:
        second, micro = divmod(at, SECOND)
        stamp = stamps.get(second)
        if stamp is None:
            stamp = stamps[second] = to_datetime(second * SECOND).strftime("%Y-%m-%d %H:%M:%S")
        out.append(f"{stamp}.{micro // 1000:03d} +0000 {text}\n")
    return "".join(out)


def _took(seconds: float) -> str:
    """A duration as Exim writes it with +millisec."""
    if seconds < 60:
        return f"{seconds:.3f}s"
    parts = []
    rest = int(seconds)
    for letter, unit in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count}{letter}")
    return "".join(parts)


def _base62(number: int, digits: int) -> str:
    out = ""
    for _ in range(digits):
        number, digit = divmod(number, 62)
        out = _DIGITS[digit] + out
    return out


def _quoted(subject: str) -> str:
    """Exim's form of a subject: quotes escaped, what is not printing ASCII as octal bytes."""
    return "".join(
        "\\" + char
        if char in '"\\'
        else char
        if char.isascii() and char.isprintable()
        else "".join(f"\\{byte:03o}" for byte in char.encode())
        for char in subject
    )


QUEUE_RUN = 30 * MINUTE
"""How often the demo server looks through its queue."""
