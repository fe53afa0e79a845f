"""What is worth finding in the demo: one function per story, each with the query that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.services.demo.exim import QUEUE_RUN, Client, MailServer
from mailtui.services.demo.world import CIPHERS, NOBOUNCE, OURS, POSTBOX, SLOWGATE, World

_DESK = Client("(desk-7)", "192.0.2.107", "esmtpsa", f" X={CIPHERS[0]} CV=no", "login:anna")
_ANNA = f"anna@{OURS}"
_BOB = "bob@slowgate.example"


@dataclass(frozen=True, slots=True)
class Story:
    """Something that happened, and how to find it."""

    title: str
    query: str
    write: Callable[[MailServer, World, int], None]
    """Logs it; the last argument is the present, UTC microseconds."""


def greylisting(server: MailServer, _: World, now: int) -> None:
    """Two tries end in "later", a queue run passes by, the third gets through."""
    at = now - 3 * HOUR
    mail = server.accept(at, _ANNA, [_BOB], _DESK, "Contract for Bob", 24_310)
    grey = f"451 4.7.1 <{_BOB}>: Recipient address rejected: Greylisted for 300 seconds"
    mail.deferred(at + SECOND, _BOB, SLOWGATE, grey)
    mail.not_yet(at + 6 * MINUTE, _BOB)
    mail.deferred(at + 16 * MINUTE, _BOB, SLOWGATE, grey.replace("300", "12"))
    mail.to_host(at + 46 * MINUTE, _BOB, SLOWGATE)
    mail.completed(at + 46 * MINUTE + 20_000)


def full_mailbox(server: MailServer, _: World, now: int) -> None:
    """The mailbox at the other end is full: tried again and again, still in the queue."""
    address = "fiona@postbox.example"
    at = now - 7 * HOUR
    mail = server.accept(at, f"billing@{OURS}", [address], Client(user="www-data"), "Invoice 4711", 88_120)
    reply = f"452 4.2.2 <{address}>: Mailbox full, over quota"
    for hours in (0, 0.25, 0.5, 1, 2, 3.5, 5.5):
        mail.deferred(at + int(hours * HOUR) + SECOND, address, POSTBOX, reply)
        mail.not_yet(at + int((hours + 0.2) * HOUR), address)


def typo_until_expiry(server: MailServer, _: World, now: int) -> None:
    """A domain spelt wrong cannot be looked up; after 16 hours Exim gives up and writes to the sender."""
    address = "info@bigmial.example"
    at = now - 20 * HOUR
    mail = server.accept(at, f"clara@{OURS}", [address], _DESK, "Offer, as discussed", 5_204)
    for hours in (0, 0.5, 1, 1.5, 2, 3, 4.5, 7, 10.5):
        mail.no_lookup(at + int(hours * HOUR) + SECOND, address)
    end = at + 16 * HOUR
    mail.no_lookup(end, address)
    mail.log(end, f"** {address}: retry timeout exceeded")
    mail.bounce_home(end + 80_000)


def alias(server: MailServer, world: World, now: int) -> None:
    """One address of ours that is three people, one of them elsewhere."""
    at = now - 95 * MINUTE
    team = f"team@{OURS}"
    host = world.hosts["postbox.example"]
    sender = "alice@postbox.example"
    mail = server.accept(
        at, sender, [team], Client(host.name, host.ip, "esmtps", host.tls), "Dates for the fair"
    )
    mail.to_mailbox(at + 30_000, _ANNA, team)
    mail.to_mailbox(at + 35_000, f"ben@{OURS}", team)
    mail.to_host(at + 600_000, "carol@postbox.example", host, team)
    mail.completed(at + 620_000)


def mixed_fates(server: MailServer, _: World, now: int) -> None:
    """One newsletter, four recipients, four ends."""
    at = now - 5 * HOUR
    sender = f"nina@{OURS}"
    good, gone, full = "grace@postbox.example", "nobody@postbox.example", "fiona@postbox.example"
    mail = server.accept(at, sender, [_BOB, good, gone, full], _DESK, "Newsletter: autumn sale", 41_877)
    mail.to_host(at + SECOND, good, POSTBOX)
    mail.failed(
        at + SECOND,
        gone,
        POSTBOX,
        "550-5.1.1 The email account that you tried to reach does not exist. Please try\\n"
        "550-5.1.1 double-checking the recipient's email address for typos or\\n"
        "550 5.1.1 unnecessary spaces.",
    )
    mail.failed(
        at + SECOND, full, POSTBOX, f"552 5.2.2 <{full}>: user is over quota (mailbox full)", "end of data"
    )
    mail.to_host(at + 2 * SECOND, _BOB, SLOWGATE)
    mail.bounce_home(at + 3 * SECOND)


def frozen_bounce(server: MailServer, _: World, now: int) -> None:
    """Spam with a forged sender bounces, the bounce bounces, and Exim keeps it frozen."""
    at = now - 9 * HOUR
    forged, target = "marketing@nobounce.example", "former-colleague@postbox.example"
    envelope = f"felix@{OURS}"
    client = Client("(win-pc)", "203.0.113.55", "esmtp")
    mail = server.accept(at, forged, [envelope], client, "You have won [b]999 999[/b]!", 3_870)
    mail.log(
        at + SECOND,
        f"** {target} <{envelope}> R=dnslookup T=remote_smtp H={POSTBOX.name} [{POSTBOX.ip}]{POSTBOX.tls}:"
        " SMTP error from remote mail server after end of data:"
        " 554 5.7.1 Message rejected as spam by content filter DT=0.311s",
    )
    note = mail.bounce(at + SECOND + 90_000)
    mail.completed(at + SECOND + 95_000)
    reply = "550 5.7.1 bounces are not accepted here"
    note.failed(at + 2 * SECOND, forged, NOBOUNCE, reply, "pipelined MAIL FROM:<>")
    note.log(at + 2 * SECOND, "Frozen (delivery error message)")
    for run in range(now - DAY, now, QUEUE_RUN):
        if run > at:
            note.log(run + SECOND, "Message is frozen")


def removed_by_hand(server: MailServer, _: World, now: int) -> None:
    """An admin takes a message out of the queue: completed, yet not delivered."""
    address = "office@closed.example"
    at = now - 6 * HOUR
    mail = server.accept(at, f"otto@{OURS}", [address], _DESK, "Backup finished on srv3", 1_204)
    mail.no_lookup(at + SECOND, address)
    mail.log(at + 2 * HOUR, "removed by root")
    mail.log(at + 2 * HOUR, "Completed")


def password_guesser(server: MailServer, _: World, now: int) -> None:
    """A bot tries passwords for two hours, then tries to relay."""
    peer = "(ylmf-pc) [203.0.113.66]"
    names = ("admin", "info", "test", "office", "anna", "postmaster", "scanner", "backup")
    for number in range(420):
        at = now - 4 * HOUR + number * 17 * SECOND
        name = names[number % len(names)]
        server.refuse(
            at, f"login authenticator failed for H={peer}: 535 Incorrect authentication data (set_id={name})"
        )
    for number in range(25):
        at = now - 2 * HOUR + number * 5 * SECOND
        server.refuse(
            at, f"H={peer} F=<win@prize.example> rejected RCPT <x{number}@mail.example>: relay not permitted"
        )


def virus_after_data(server: MailServer, _: World, now: int) -> None:
    """Refused after it was read: it has an id, and its headers are in the reject log."""
    at = now - 2 * HOUR - 11 * MINUTE
    name, sender = server.new_id(at), "invoice@prize.example"
    server.refuse(
        at,
        f"{name} H=(prize.example) [203.0.113.77] F=<{sender}> rejected after DATA:"
        " This message contains malware (Eicar-Test-Signature)",
        (
            f"Envelope-from: <{sender}>",
            f"Envelope-to: <{_ANNA}>",
            "P Received: from [203.0.113.77] (helo=prize.example)",
            f"\tby mx1.{OURS} with esmtp (Exim 4.98.2)",
            f"\tid {name}",
            f"F From: Accounts <{sender}>",
            f"T To: <{_ANNA}>",
            "  Subject: Overdue invoice",
            f"I Message-ID: <{name}@prize.example>",
        ),
    )


def hostile_text(server: MailServer, _: World, now: int) -> None:
    """A HELO, an address and a subject made to harm a terminal."""
    at = now - 33 * MINUTE
    client = Client("(\x1b]0;gotcha\x07[red]x[/red])", "203.0.113.67", "esmtp")
    sender = '"\x1b[2J[/oops]"@prize.example'
    mail = server.accept(at, sender, [_ANNA], client, "\u202egpj.exe \x1b[31mclick[@click=app.quit]here", 913)
    mail.to_mailbox(at + 20_000, _ANNA)
    mail.completed(at + 30_000)


STORIES = (
    Story("Did it reach Bob? Yes, after greylisting", f"from:{_ANNA} to:{_BOB}", greylisting),
    Story("The largest provider blocks us", "status:blocked to:@bigmail.example since:4h", lambda *_: None),
    Story("A mailbox is full, mail waits", "to:fiona@postbox.example", full_mailbox),
    Story("A typo in a domain, until Exim gives up", "to:@bigmial.example", typo_until_expiry),
    Story("An alias of three people", f"to:team@{OURS}", alias),
    Story("One newsletter, four ends", 'subject:"autumn sale"', mixed_fates),
    Story("A bounce nobody wants, frozen", "queue:frozen", frozen_bounce),
    Story("Taken out of the queue by hand", "to:@closed.example", removed_by_hand),
    Story("A bot guesses passwords", "ip:203.0.113.66", password_guesser),
    Story("A virus refused after DATA", "from:invoice@prize.example", virus_after_data),
    Story("Text made to harm a terminal", "ip:203.0.113.67", hostile_text),
)
