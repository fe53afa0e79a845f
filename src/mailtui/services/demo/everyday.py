"""A working day of mail that needs no attention, with the usual noise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from random import Random

from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND, to_datetime
from mailtui.services.demo.exim import QUEUE_RUN, Client, Mail, MailServer
from mailtui.services.demo.world import BIGMAIL, CIPHERS, OURS, PEOPLE, ROLES, SHOP, Host, World

MESSAGES = 6400
REFUSALS = 1700
BLOCKED_FOR = 4 * HOUR
"""How long before now the largest provider began to refuse us: a story in the middle of everyday mail."""
BLOCKED = (
    "550 5.7.1 Unfortunately, messages from [192.0.2.25] weren't sent. Please contact your Internet service"
    " provider since part of their network is on our block list (S3140)."
)
_RHYTHM = (2, 1, 1, 1, 1, 2, 4, 8, 13, 15, 14, 13, 10, 12, 13, 13, 11, 9, 6, 5, 4, 4, 3, 2)
"""Mail per hour of the day (UTC), relative."""
_UNKNOWN = "550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table"
_GREY = "451 4.7.1 <{to}>: Recipient address rejected: Greylisted, please try again later"
_BUSY = "421 4.7.0 {host} Too many connections, try again later"


class Everyday:
    """Writes the day before `now` into a server's logs."""

    def __init__(self, server: MailServer, world: World, now: int) -> None:
        self.server = server
        self.world = world
        self.now = now
        self.random: Random = server.random

    def write(self) -> None:
        """Everything: mail in and out, refusals, queue runs, background noise."""
        kinds = (self.inbound, self.outbound, self.between_us, self.shop_order)
        weights = list(accumulate((46, 30, 14, 10)))
        for at in self.moments(MESSAGES):
            self.random.choices(kinds, cum_weights=weights)[0](at)
        for at in self.moments(REFUSALS):
            self.refusal(at)
        for at in range(self.now - DAY, self.now, QUEUE_RUN):
            self.queue_run(at)

    def moments(self, count: int) -> Iterator[int]:
        """Moments of the last day, more of them in working hours."""
        start = self.now - DAY
        hours = [_RHYTHM[to_datetime(start + hour * HOUR).hour] for hour in range(24)]
        for hour in self.random.choices(range(24), weights=hours, k=count):
            yield start + hour * HOUR + self.random.randrange(HOUR)

    def inbound(self, at: int) -> None:
        """From outside to one of us, now and then to two."""
        sender = self.world.stranger()
        host = self.world.hosts[sender.rpartition("@")[2]]
        protocol = "esmtps" if host.cipher else "esmtp"
        client = Client(host.name, host.ip, protocol, host.tls)
        addresses = list(
            dict.fromkeys(self.world.colleague() for _ in range(self.random.choice((1, 1, 1, 1, 2))))
        )
        mail = self.server.accept(at, sender, addresses, client, self.world.subject())
        for number, address in enumerate(addresses):
            mail.to_mailbox(at + 20_000 + number * 3000, address)
        mail.completed(at + 30_000)

    def between_us(self, at: int) -> None:
        """From a colleague to a colleague."""
        sender = self.world.colleague()
        address = self.world.colleague()
        mail = self.server.accept(at, sender, [address], self._desk(sender), self.world.subject())
        mail.to_mailbox(at + 15_000, address)
        mail.completed(at + 20_000)

    def outbound(self, at: int) -> None:
        """From a colleague to the world."""
        sender = self.world.colleague()
        address = self.world.stranger()
        mail = self.server.accept(at, sender, [address], self._desk(sender), self.world.subject())
        self._send(mail, at + 400_000, address)

    def shop_order(self, at: int) -> None:
        """The web shop confirms an order, by a local program."""
        address = self.world.stranger()
        number = self.random.randint(10_000, 99_999)
        client = Client(user="www-data")
        mail = self.server.accept(at, f"orders@{SHOP}", [address], client, f"Your order {number}")
        self._send(mail, at + 300_000, address)

    def _desk(self, sender: str) -> Client:
        name = sender.partition("@")[0]
        number = 10 + PEOPLE.index(name)
        tls = f" X={CIPHERS[0]} CV=no"
        return Client(f"(desk-{name})", f"192.0.2.{number + 100}", "esmtpsa", tls, f"login:{name}")

    def _send(self, mail: Mail, at: int, address: str) -> None:
        """One recipient outside: most get it at once, some later, a few never."""
        host = self.world.hosts[address.rpartition("@")[2]]
        if host is BIGMAIL and at >= self.now - BLOCKED_FOR:
            mail.failed(at, address, host, BLOCKED, "pipelined MAIL FROM:<" + mail.sender + ">")
            mail.bounce_home(at + 90_000)
            return
        chance = self.random.random()
        if chance < 0.02:
            mail.failed(at, address, host, _UNKNOWN.format(to=address))
            mail.bounce_home(at + 90_000)
            return
        if chance < 0.06:
            at = self._later(mail, at, address, host)
        if at < self.now:
            mail.to_host(at, address, host)
            mail.completed(at + 10_000)

    def _later(self, mail: Mail, at: int, address: str, host: Host) -> int:
        """One to three tries that end in "later"; the moment of the good one."""
        kind = self.random.randrange(3)
        for _ in range(self.random.randint(1, 3)):
            if at >= self.now:
                break
            if kind == 0:
                mail.deferred(at, address, host, _GREY.format(to=address))
            elif kind == 1:
                mail.deferred(at, address, host, _BUSY.format(host=host.name), 0, "initial connection")
            else:
                mail.refused_connection(at, address, host)
            at += self.random.randint(12, 35) * MINUTE
        return at

    def refusal(self, at: int) -> None:
        """Somebody is turned away before there is a message."""
        ip = f"203.0.113.{self.random.randint(1, 40)}"  # those above belong to stories and hosts
        sender = self.world.stranger()
        client = Client(f"(mail-{self.random.randint(1, 99)})", ip)
        kind = self.random.random()
        if kind < 0.5:
            unknown = f"{self.random.choice(ROLES)}{self.random.randint(1, 99)}@{OURS}"
            text = f"rejected RCPT <{unknown}>: Unrouteable address"
            self.server.refuse(at, f"{client.peer} F=<{sender}> {text}")
        elif kind < 0.7:
            target = self.world.colleague()
            text = f"temporarily rejected RCPT <{target}>: greylisted"
            self.server.refuse(at, f"{client.peer} F=<{sender}> {text}")
        elif kind < 0.8:
            text = 'rejected connection in "connect" ACL: listed at zen.dnsbl.example'
            self.server.refuse(at, f"H=[{ip}] {text}")
        else:
            self.server.log(at, f"no host name found for IP address {ip}")

    def queue_run(self, at: int) -> None:
        """A queue runner starts and ends."""
        pid = self.random.randint(2000, 30000)
        self.server.log(at, f"Start queue run: pid={pid}")
        self.server.log(at + 3 * SECOND, f"End queue run: pid={pid}")
