"""What a delivery line or a failure line says about its recipient."""

from __future__ import annotations

import re

from mailtui.model.enums import AttemptOutcome, EventKind, Outcome, Phase
from mailtui.model.event import Event

BYPASSED = "**bypassed**"
"""Exim's transport name for a delivery to /dev/null, which it does not carry out."""

_ETIMEDOUT = 110
_BEFORE_RCPT = frozenset({Phase.CONNECT, Phase.BANNER, Phase.HELO, Phase.STARTTLS, Phase.AUTH, Phase.MAIL})
_REFUSES_ADDRESS = frozenset({550, 551, 553})
_SENDER_STATUS = frozenset({"7", "8"})
_EXPIRED = re.compile(r"retry timeout exceeded|^all hosts .* failing for a long time", re.I | re.S)
_CANCELLED = re.compile(r"^delivery cancelled by ", re.I)
_TIMED_OUT = re.compile(r"\btimed out|\btimeout\b", re.I)
_ABOUT_US = re.compile(
    r"\b(?:rbl|dnsbl|spf|dkim|dmarc|spam\w*|relay\w*|reputation|policy|authenticat\w*|greylist\w*)\b"
    r"|black ?list|block ?list|blocked|\blisted (?:at|in|by)\b|sender (?:verify|address|domain)|\bcallout\b",
    re.I,
)
_LOOP = re.compile(r"local host|mail loop|too many \"?received", re.I)
_MAILBOX_FULL = re.compile(r"mailbox is full|quota exceeded|over quota", re.I)


def is_discard(event: Event) -> bool:
    """True for a `=>` that throws the mail away (`:blackhole:`, `discarded`, a bypassed /dev/null)."""
    address = event.address
    if address == ":blackhole:" or event.transport == BYPASSED:
        return True
    if event.transport is not None or event.host is not None or event.ip is not None:
        return False
    # the parser may leave the reason in the address: `blackhole (RCPT ACL discarded recipients)`
    return address is not None and address.partition(" (")[0] in ("discarded", "blackhole")


def success(event: Event) -> Outcome:
    """What `=>`, `->` or `>>` says: a host took it, a local transport stored it, or it was thrown away."""
    if event.host is not None or event.ip is not None:
        return Outcome.ACCEPTED
    if is_discard(event):
        return Outcome.DISCARDED
    return Outcome.ACCEPTED if event.smtp_code is not None else Outcome.DELIVERED


def verdict(event: Event) -> Outcome:
    """What `**` says: expired, cancelled, bounced (about the address) or blocked (about anything else).

    A problem of ours must never be taken for a bad address, so `bounced` needs a reason, in this order:

    1. Exim's own words: it gave up on a temporary cause -> expired; an operator cancelled -> cancelled.
    2. The session had not come to the recipient (connect ... MAIL) -> blocked.
    3. The enhanced status (RFC 3463): X.1 (address) and X.2 (mailbox) -> bounced, except X.1.7 and X.1.8,
       which are about the sender; other subjects -> blocked; X.0.0 says nothing.
    4. A remote 550, 551 or 553 to RCPT whose words do not speak of lists, relaying, policy or the sender.
    5. No remote voice: the router refused the address (`Unrouteable address`, `:fail:`, no mail exchanger)
       or the mailbox is full -> bounced; a loop, a broken transport or command -> blocked.
    """
    reply = event.reply or event.text or ""
    if event.smtp_code is None:
        return _local_verdict(event, reply)
    if event.phase in _BEFORE_RCPT:
        return Outcome.BLOCKED
    status = (event.enhanced_code or "").split(".")
    if len(status) == 3 and status[1:] != ["0", "0"]:
        about_address = status[1] in ("1", "2") and not (status[1] == "1" and status[2] in _SENDER_STATUS)
    else:
        about_address = (
            event.smtp_code in _REFUSES_ADDRESS
            and event.phase in (Phase.RCPT, None)
            and not _ABOUT_US.search(reply)
        )
    return Outcome.BOUNCED if about_address else Outcome.BLOCKED


def gave_up(event: Event) -> bool:
    """True for a failure line that reports no try of its own: the time for retries is over."""
    return event.smtp_code is None and _EXPIRED.search(event.reply or event.text or "") is not None


def failed_attempt(event: Event, reply: str | None) -> AttemptOutcome:
    """How the attempt behind `==` or `**` ended; a remote voice that speaks of timeouts is not one."""
    if event.smtp_code is None and (event.errno == _ETIMEDOUT or (reply and _TIMED_OUT.search(reply))):
        return AttemptOutcome.TIMEOUT
    return AttemptOutcome.DEFER if event.kind is EventKind.DEFERRAL else AttemptOutcome.BOUNCE


def _local_verdict(event: Event, reply: str) -> Outcome:
    if _EXPIRED.search(reply):
        return Outcome.EXPIRED
    if _CANCELLED.search(reply):
        return Outcome.CANCELLED
    if event.transport is None and event.host is None and event.ip is None:
        return Outcome.BLOCKED if _LOOP.search(reply) else Outcome.BOUNCED
    return Outcome.BOUNCED if _MAILBOX_FULL.search(reply) else Outcome.BLOCKED
