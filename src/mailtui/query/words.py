"""The closed lists of words that fields take, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass

from mailtui.model.enums import FailureClass, IncidentState, Outcome, Phase, QueueState, Status, Word


@dataclass(frozen=True, slots=True)
class Known:
    """A word of a closed list."""

    word: str
    help: str
    reads: str = ""
    """How it is read back in English when that is not the word itself."""
    aliases: tuple[str, ...] = ()


def _of(kind: type[Word], help_: dict[str, str]) -> tuple[Known, ...]:
    """Every word of an enum; a word without help would be a KeyError at import, so none is forgotten."""
    return tuple(Known(str(word), help_[word], str(word).replace("_", " ")) for word in kind)


_FATES = {
    "accepted": "the next hop took it (its 250 says no more)",
    "delivered": "delivered locally",
    "bounced": "refused for good because of the address",
    "blocked": "refused for good, not because of the address",
    "expired": "given up after a temporary cause lasted too long",
    "rejected": "never accepted by us",
    "discarded": "thrown away by a rule (:blackhole:)",
    "suppressed": "not sent on purpose",
    "cancelled": "taken from the queue by an operator",
    "unknown": "the log does not say",
}
STATUS = _of(
    Status,
    _FATES
    | {
        "queued": "waiting for its first try",
        "deferred": "tried, waiting for the next try",
        "frozen": "held in the queue until someone acts",
        "complained": "accepted, then reported as spam",
        "partial": "some recipients got it, some did not",
    },
)
OUTCOME = _of(Outcome, _FATES)
QUEUE = _of(
    QueueState,
    {
        "none": "not in the queue",
        "queued": "waiting for its first try",
        "active": "being delivered",
        "deferred": "tried, waiting for the next try",
        "frozen": "held until someone acts",
        "removed": "taken out by an operator",
    },
)
PHASE = _of(
    Phase,
    {
        "routing": "before any connection",
        "connect": "while connecting",
        "banner": "the greeting of the server",
        "helo": "HELO or EHLO",
        "starttls": "the change to TLS",
        "auth": "login",
        "mail": "MAIL FROM",
        "rcpt": "RCPT TO",
        "data": "the DATA command",
        "end_of_data": "after the message itself",
        "transport": "a local transport",
    },
)
CLASS = _of(
    FailureClass,
    {
        "uncategorised": "no rule knows the reply",
        "recipient-unknown": "the mailbox does not exist",
        "recipient-disabled": "the account is closed or suspended",
        "recipient-moved": "the mailbox has another address now",
        "mailbox-full": "the mailbox is full",
        "recipient-rate": "the mailbox gets too much mail now",
        "recipient-restricted": "only approved senders may write there",
        "domain-unknown": "the domain does not exist, or takes no mail",
        "dns-failure": "a DNS lookup failed",
        "connect-failed": "no connection: refused, timed out, no route",
        "connection-dropped": "the session broke",
        "tls-policy": "a certificate, DANE or MTA-STS check failed",
        "greylisted": "first contact is put off",
        "rate-limited": "we send too fast",
        "ip-blocklisted": "our IP address is on a public list",
        "provider-block": "the provider's own reputation of us",
        "auth-failed": "SPF, DKIM or DMARC failed",
        "sender-identity": "PTR, HELO or IPv6 of our server is not as they want it",
        "sender-rejected": "the envelope sender is refused",
        "content-spam": "the content looks like spam",
        "content-virus": "an attachment is dangerous, or of a forbidden type",
        "message-too-big": "larger than they take",
        "malformed": "the message breaks a rule of form",
        "relay-denied": "wrong host, or not allowed to relay; loops",
        "receiver-system": "their disk, load or software",
        "local": "our own server said no",
    },
)
SIDE = (
    Known("unknown", "nobody knows who must act", "on no known side"),
    Known("us", "we must act", "on our side"),
    Known("them", "the receiving server must act", "on their side"),
    Known("rcpt", "it is about the address of the recipient", "on the recipient's side"),
    Known("net", "the network or the DNS in between", "on the network's side"),
    Known("policy", "a rule that the recipient's side set", "by policy"),
)
INCIDENT = (Known("any", "any open one: not recovered, not resolved, not ignored", "in an open incident"),)
STATE = _of(
    IncidentState,
    {
        "new": "an incident that nobody has looked at yet",
        "open": "somebody works on it",
        "waiting": "the other side, or time, must act now",
        "resolved": "done",
        "ignored": "known, and nothing is to be done",
    },
)
KIND = (
    Known("delivery", "recipients of messages", "a delivery"),
    Known("rejection", "mail refused before it was a message", "a rejection"),
)
IS = (
    Known("failed", "final and bad: bounced, blocked, expired or refused for good"),
    Known("waiting", "the server still holds it: queued, deferred or frozen"),
    Known("open", "failed or waiting, and neither it nor its incident is resolved or ignored", "still open"),
    Known(
        "unfiled",
        "failed or put off, in no open incident, and neither it nor its incident is resolved or ignored",
        "failing outside of any incident",
    ),
    Known("frozen", "held in the queue until someone acts"),
    Known("bounce", "the message is itself a bounce message", "a bounce message"),
    Known("rejection", "refused before it was a message", "a rejection"),
    Known(
        "unrecognised", "has log lines that were not understood", "not wholly understood", ("unrecognized",)
    ),
    Known("unfinished", "its beginning is not in any imported log", "without its beginning in the log"),
)
HAS = (
    Known("reply", "what the other side said is known", "with a reply"),
    Known("subject", "the log has the subject", "with a subject"),
    Known("assignee", "somebody has taken its incident, or it", "taken by somebody"),
    Known("alias", "the recipient came from an alias or forward", "by way of an alias"),
    Known("note", "somebody wrote a note on it that you may read", "with a note"),
    Known("tag", "somebody tagged it", "with a tag"),
)
TAG = (Known("any", "whatever the tag", "at all"),)
NOTE = (Known("any", "whatever it says; the word itself goes into quotes", "any note"),)
VISITED = {
    done: (
        Known("human", f"{done} by a person", f"{done} by a person"),
        Known("machine", f"{done} by machines only", f"{done} by machines only"),
        Known("any", f"{done} by whomever", done, ("yes",)),
        Known("no", f"not {done}, though a sending service could tell", f"not {done}"),
    )
    for done in ("opened", "clicked")
}
DONE = {
    done: (
        Known("yes", f"{done}, as a sending service told", done),
        Known("no", f"not {done}, though a sending service could tell", f"not {done}"),
    )
    for done in ("complained", "unsubscribed")
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DATES = (
    Known("now", "this moment"),
    Known("today", "from midnight"),
    Known("yesterday", "the day before today"),
    *(Known(day, f"the latest {day.title()}, today included", day.title(), (day[:3],)) for day in WEEKDAYS),
)
