"""The classes of failures: side, area, whether time heals it, what it means for the address, advice."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.diagnosis import After
from mailtui.model.enums import Area, Phase, Side, Suppress
from mailtui.model.enums import FailureClass as Cls

_NOW = Suppress.NOW
UNSURE = After(3, 7)
"""When an address that would be suppressed at once was refused with less certainty."""
BEFORE_RECIPIENT = frozenset(
    {Phase.CONNECT, Phase.BANNER, Phase.HELO, Phase.STARTTLS, Phase.AUTH, Phase.MAIL}
)
"""Phases in which the other side has not heard of any recipient."""
ABOUT_ADDRESS = frozenset({Cls.RECIPIENT_UNKNOWN, Cls.RECIPIENT_DISABLED, Cls.RECIPIENT_MOVED})
"""What cannot be said before the recipient is."""


class Facts(NamedTuple):
    """What is true of every failure of a class."""

    side: Side
    area: Area | None
    permanent: bool | None
    """Whether the fact lasts; None: it depends, the reply's code says."""
    suppress: Suppress | After
    advice: str


CLASSES: dict[Cls, Facts] = {
    Cls.RECIPIENT_UNKNOWN: Facts(
        Side.RCPT, None, True, _NOW, "The mailbox does not exist: fix the address or drop it"
    ),
    Cls.RECIPIENT_DISABLED: Facts(
        Side.RCPT,
        None,
        True,
        After(2, 7),
        "The account is closed or suspended: reach the person another way",
    ),
    Cls.RECIPIENT_MOVED: Facts(Side.RCPT, None, True, _NOW, "Ask the owner for the new address"),
    Cls.MAILBOX_FULL: Facts(
        Side.RCPT, None, False, After(3, 30), "Nothing to fix here: tell the recipient, let retries run"
    ),
    Cls.RECIPIENT_RATE: Facts(
        Side.RCPT, None, False, Suppress.NEVER, "This mailbox gets too much mail now: wait"
    ),
    Cls.RECIPIENT_RESTRICTED: Facts(
        Side.POLICY, None, True, Suppress.NEVER, "Only approved senders may write there: ask their admin"
    ),
    Cls.DOMAIN_UNKNOWN: Facts(
        Side.RCPT, None, True, _NOW, "The domain takes no mail: check the spelling of the address"
    ),
    Cls.DNS_FAILURE: Facts(
        Side.NET, None, False, Suppress.NEVER, "A lookup failed: test from two resolvers, retry after the TTL"
    ),
    Cls.CONNECT_FAILED: Facts(
        Side.NET, None, False, Suppress.NEVER, "Their server or the path to it is down: probe it, wait"
    ),
    Cls.CONNECTION_DROPPED: Facts(
        Side.NET,
        None,
        False,
        Suppress.NEVER,
        "The session broke: look for a size or time pattern, the MTU, a firewall",
    ),
    Cls.TLS_POLICY: Facts(
        Side.NET,
        None,
        False,
        Suppress.NEVER,
        "A certificate, DANE, MTA-STS or encryption check failed: verify theirs, do not downgrade in silence",
    ),
    Cls.GREYLISTED: Facts(
        Side.THEM,
        None,
        False,
        Suppress.NEVER,
        "The normal delay of a first contact: keep the same egress IP and wait",
    ),
    Cls.RATE_LIMITED: Facts(Side.US, Area.VOLUME, False, Suppress.NEVER, "Slow down to this provider"),
    Cls.IP_BLOCKLISTED: Facts(
        Side.US,
        Area.REPUTATION,
        False,
        Suppress.NEVER,
        "Find the account that sent spam, fix it, delist the IP; hold the mail, do not bounce it",
    ),
    Cls.PROVIDER_BLOCK: Facts(
        Side.US,
        Area.REPUTATION,
        None,
        Suppress.NEVER,
        "Stop, prove the fix, file the provider's form with this evidence",
    ),
    Cls.AUTH_FAILED: Facts(
        Side.US,
        Area.CONFIG,
        True,
        Suppress.NEVER,
        "SPF, DKIM or DMARC failed: repair DNS or the signing of the From domain, then send again",
    ),
    Cls.SENDER_IDENTITY: Facts(
        Side.US, Area.CONFIG, None, Suppress.NEVER, "Make PTR and HELO match the IP, or send over IPv4"
    ),
    Cls.SENDER_REJECTED: Facts(
        Side.US,
        Area.CONFIG,
        True,
        Suppress.NEVER,
        "The envelope sender is refused: check that it exists and that its domain resolves",
    ),
    Cls.CONTENT_SPAM: Facts(
        Side.US, Area.CONTENT, True, Suppress.NEVER, "Investigate content and links, do not just retry"
    ),
    Cls.CONTENT_VIRUS: Facts(
        Side.US,
        Area.CONTENT,
        True,
        Suppress.NEVER,
        "Remove the attachment type, or clean the sender's machine",
    ),
    Cls.MESSAGE_TOO_BIG: Facts(
        Side.US, Area.MESSAGE, True, Suppress.NEVER, "Send a link or split it; their limit is in the reply"
    ),
    Cls.MALFORMED: Facts(
        Side.US,
        Area.SOFTWARE,
        True,
        Suppress.NEVER,
        "Repair what generates the mail (From, Message-ID, line length, UTF-8)",
    ),
    Cls.RELAY_DENIED: Facts(
        Side.US,
        Area.CONFIG,
        True,
        Suppress.NEVER,
        "Wrong host or MX: check the route, the smarthost login, forward loops",
    ),
    Cls.RECEIVER_SYSTEM: Facts(
        Side.THEM,
        Area.SERVER,
        False,
        Suppress.NEVER,
        "Their fault: wait, and write to their postmaster after a day",
    ),
    Cls.LOCAL: Facts(
        Side.US, Area.SERVER, False, Suppress.NEVER, "Our own server said no: see its paniclog and config"
    ),
    Cls.UNCATEGORISED: Facts(
        Side.UNKNOWN,
        None,
        None,
        Suppress.NEVER,
        "No rule knows this reply: read it, then teach one with `mailtui teach`",
    ),
}
"""Every class; the keys of `side` are never guessed: what no rule knows is `uncategorised`."""

SILENT = "The log names no reason: read the lines around it, and the paniclog"
"""Advice where there is no reply at all: nothing can be taught from it."""
INHERIT = "Look at the newest concrete failure of this host, domain or message: its cause counts"
"""Advice where the log says only that nothing was tried, or that it gave up."""


def lasting(permanent: bool | None, code: int | None) -> bool | None:
    """Whether the failure lasts: fact and reply code (RFC 5321 section 4.2.1) agree, or it is None."""
    said = None if code is None else code >= 500
    if permanent is None or said is None:
        return said if permanent is None else permanent
    return permanent if permanent == said else None


def advice_on(failure_class: Cls, reply: str) -> str:
    """The next step for failures of a class with such a reply, which may be empty."""
    if failure_class is Cls.UNCATEGORISED and not reply.strip():
        return SILENT
    return CLASSES[failure_class].advice
