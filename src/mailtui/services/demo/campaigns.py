"""Campaigns of the demo, as two sending services tell of them: told twice, in no order, opened by machines.

The same for the same moment. Addresses are under .example (RFC 2606); whose servers take the mail is real,
as for companies that have their mail there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND, to_datetime
from mailtui.services.demo.world import OURS, STRANGERS

SEED = 20_261_122
TWICE = 0.06
"""How many of the events are told twice."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
PROXY = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
MAILBOXES = {
    "bluelabs.example": "aspmx.l.google.com",
    "lakemusic.example": "aspmx.l.google.com",
    "northmedia.example": "northmedia-example.mail.protection.outlook.com",
    "stonepress.example": "stonepress-example.mail.protection.outlook.com",
    "riverhouse.example": "mta7.am0.yahoodns.net",
    "lighthouse.example": "mx.lighthouse.example",
}
"""Domains of the readers, with the servers that take their mail."""
LINKS = (f"https://{OURS}/offers", f"https://{OURS}/new", f"https://{OURS}/unsubscribe-help")
GONE = "550 5.1.1 The email account that you tried to reach does not exist"
FULL = "452 4.2.2 The recipient's inbox is out of storage space"
LISTED = "550 5.7.1 Our system has detected that part of your network is on our block list (S3140)"


@dataclass(frozen=True, slots=True)
class Sending:
    """One campaign: how many get it, and what becomes of them, as parts of 1."""

    name: str
    service: str
    subject: str
    size: int
    began: int
    """Microseconds before now."""
    over: int = HOUR
    """For how long it is sent."""
    gone: float = 0.006
    full: float = 0.004
    complained: float = 0.0
    left: float = 0.004
    opened: float = 0.3
    clicked: float = 0.25
    """Of those who opened."""
    listed: str = ""
    """At servers with this in their name we are on a block list."""


SENDINGS = (
    Sending(
        "november-offers",
        "ses",
        "Offers for November",
        500,
        6 * HOUR,
        gone=0.15,
        complained=0.009,
        left=0.02,
        opened=0.12,
    ),
    Sending("weekly-47", "ses", "The week in Harbour", 350, 50 * HOUR, opened=0.42),
    Sending("product-news", "mailgun", "What is new", 240, 27 * HOUR, listed="outlook.com"),
    Sending("welcome", "mailgun", "Welcome aboard", 240, 6 * DAY, over=7 * DAY, opened=0.55, clicked=0.4),
)
STORIES = (
    ("An old list: the service may stop the account", "campaign:november-offers outcome:bounced"),
    ("One provider blocks a campaign", "campaign:product-news outcome:blocked"),
    ("Machines opened it, no person did", "campaign:weekly-47 opened:machine"),
)
"""What is worth finding, each with its query."""


def files(now: int, sendings: Sequence[Sending] = SENDINGS) -> dict[str, bytes]:
    """File names with their lines: all events up to `now` (UTC microseconds), in no order."""
    random = Random(SEED)  # noqa: S311 - repeatable, not secret
    told: dict[str, list[str]] = {}
    for sending in sendings:
        events = [line for time, line in _events(sending, now, random) if time <= now]
        again = [line for line in events if random.random() < TWICE]
        told.setdefault(f"{sending.service}-events.jsonl", []).extend((*events, *again))
    for lines in told.values():
        random.shuffle(lines)
    return {name: "".join(f"{line}\n" for line in lines).encode() for name, lines in told.items()}


def _events(sending: Sending, now: int, random: Random) -> Iterator[tuple[int, str]]:
    for number in range(sending.size):
        domain = random.choice(tuple(MAILBOXES))
        address = f"{random.choice(STRANGERS)}{number}@{domain}"
        sent = now - sending.began + sending.over * number // sending.size
        tell = _ses if sending.service == "ses" else _mailgun
        key = f"{sending.name}-{number}"
        for event, after, more in _fate(sending, MAILBOXES[domain], random):
            payload = tell(sending, key, address, sent, event, sent + after, more)
            yield sent + after, json.dumps(payload, separators=(",", ":"))


Step = tuple[str, int, dict[str, Any]]
"""What happens, how long after sending, and what is told with it."""


def _fate(sending: Sending, host: str, random: Random) -> Iterator[Step]:
    """What becomes of one recipient."""
    yield "send", 0, {}
    soon, drawn = random.randint(1, 40) * SECOND, random.random()
    if sending.listed and sending.listed in host:
        yield "bounce", soon, {"reply": LISTED, "status": "5.7.1", "blocked": True, "host": host}
    elif drawn < sending.gone:
        yield "bounce", soon, {"reply": GONE, "status": "5.1.1", "host": host}
    elif drawn < sending.gone + sending.full:
        yield "delay", soon, {"reply": FULL, "status": "4.2.2", "host": host}
    else:
        yield "delivery", soon, {"reply": "250 2.0.0 OK", "host": host}
        yield from _reading(sending, host, random, soon)


def _reading(sending: Sending, host: str, random: Random, soon: int) -> Iterator[Step]:
    """What the reader does with it, and their programs."""
    if "google" in host and random.random() < 0.6:
        yield "open", soon + random.randint(2, 90) * SECOND, {"agent": PROXY, "ip": "192.0.2.201"}
    if random.random() < 0.04:  # a gateway looks at every link
        for place, link in enumerate(LINKS):
            yield (
                "click",
                soon + 3 * SECOND + place * 300_000,
                {"agent": BROWSER, "ip": "192.0.2.202", "link": link},
            )
    if random.random() >= sending.opened:
        return
    opened = soon + random.randint(3, 600) * MINUTE
    reader = {"agent": BROWSER, "ip": f"198.51.100.{random.randint(1, 254)}"}
    yield "open", opened, reader
    if random.random() < sending.clicked:
        yield (
            "click",
            opened + random.randint(9, 90) * SECOND,
            {**reader, "link": LINKS[random.random() < 0.3]},
        )
    if random.random() < sending.left / sending.opened:
        yield "unsubscribe", opened + 2 * MINUTE, reader
    if random.random() < sending.complained / sending.opened:
        yield "complaint", opened + 5 * MINUTE, {}


def _mailgun(
    sending: Sending, key: str, address: str, _: int, event: str, time: int, more: dict[str, Any]
) -> dict[str, Any]:
    """A webhook of Mailgun."""
    names = {"send": "accepted", "delivery": "delivered", "bounce": "failed", "delay": "failed"}
    names |= {"open": "opened", "click": "clicked", "unsubscribe": "unsubscribed", "complaint": "complained"}
    told: dict[str, Any] = {
        "event": names[event],
        "id": f"{key}-{event}-{time}",
        "timestamp": time / SECOND,
        "recipient": address,
        "user-variables": {"campaign_id": sending.name},
        "envelope": {"sender": f"news@{OURS}"},
        "message": {"headers": {"message-id": f"{key}@{OURS}", "subject": sending.subject}},
    }
    if "reply" in more:
        code = {"mx-host": more["host"], "code": int(more["reply"][:3]), "message": more["reply"]}
        told["delivery-status"] = code
    if event in ("bounce", "delay"):
        told |= {"severity": "permanent" if event == "bounce" else "temporary"}
        told |= {"reason": "espblock" if more.get("blocked") else "bounce"}
    if "agent" in more:
        told |= {"ip": more["ip"], "client-info": {"user-agent": more["agent"]}, "url": more.get("link", "")}
    return {"event-data": told}


def _ses(
    sending: Sending, key: str, address: str, sent: int, event: str, time: int, more: dict[str, Any]
) -> dict[str, Any]:
    """An event as Amazon SES publishes it."""
    names = {"send": "Send", "delivery": "Delivery", "bounce": "Bounce", "delay": "DeliveryDelay"}
    names |= {"open": "Open", "click": "Click", "unsubscribe": "Subscription", "complaint": "Complaint"}
    who = {"emailAddress": address, "status": more.get("status", "")}
    who |= {"diagnosticCode": f"smtp; {more['reply']}"} if "reply" in more else {}
    stamp = f"{to_datetime(time):%Y-%m-%dT%H:%M:%S}.{time % SECOND // 1000:03}Z"
    bodies: dict[str, dict[str, Any]] = {
        "send": {},
        "delivery": {"recipients": [address], "smtpResponse": more.get("reply", "")},
        "bounce": {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [who]},
        "delay": {"delayType": "MailboxFull", "delayedRecipients": [who]},
        "open": {"ipAddress": more.get("ip"), "userAgent": more.get("agent")},
        "click": {"ipAddress": more.get("ip"), "userAgent": more.get("agent"), "link": more.get("link")},
        "unsubscribe": {"contactList": "news", "newTopicPreferences": {"unsubscribeAll": True}},
        "complaint": {"complainedRecipients": [{"emailAddress": address}], "complaintFeedbackType": "abuse"},
    }
    keys = {"delay": "deliveryDelay", "unsubscribe": "subscription"}
    return {
        "eventType": names[event],
        "mail": {
            "timestamp": f"{to_datetime(sent):%Y-%m-%dT%H:%M:%S}.000Z",
            "messageId": key,
            "source": f"news@{OURS}",
            "destination": [address],
            "tags": {"campaign_id": [sending.name]},
            "commonHeaders": {"subject": sending.subject, "from": [f"news@{OURS}"]},
        },
        keys.get(event, event): {"timestamp": stamp, **bodies[event]},
    }
