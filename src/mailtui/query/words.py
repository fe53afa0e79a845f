"""The closed lists of words that fields take, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass

from mailtui.model.enums import Outcome, Phase, QueueState, Status, Word


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
KIND = (
    Known("delivery", "recipients of messages", "a delivery"),
    Known("rejection", "mail refused before it was a message", "a rejection"),
)
IS = (
    Known("failed", "final and bad: bounced, blocked, expired or refused for good"),
    Known("open", "the server still holds it: queued, deferred or frozen", "still open"),
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
    Known("alias", "the recipient came from an alias or forward", "by way of an alias"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DATES = (
    Known("now", "this moment"),
    Known("today", "from midnight"),
    Known("yesterday", "the day before today"),
    *(Known(day, f"the latest {day.title()}, today included", day.title(), (day[:3],)) for day in WEEKDAYS),
)
