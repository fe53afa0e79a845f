"""A made-up campaign as sending services tell it, and what is true of it.

Every event is told up to three times, in any order; machines open and click; bounces and complaints are late.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple

from mailtui.model.metrics import Tally

START = 1_795_168_800
BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
APPLE = "Mozilla/5.0"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
FATES = (
    ["delivered"] * 84 + ["hard"] * 3 + ["late"] * 2 + ["blocked"] * 4
    + ["soft", "soft", "pending", "pending", "suppressed", "refused"]
)  # fmt: skip


class Told(NamedTuple):
    """One event, whoever tells it."""

    kind: str
    number: int
    """Of the event."""
    mail: str
    recipient: str
    time: float
    link: str = ""
    agent: str = ""
    ip: str = ""


class Made(NamedTuple):
    """A campaign: payloads as a service sends them, and its recipients counted."""

    payloads: list[Any]
    truth: Tally


def made(service: str, campaign: str, recipients: int, seed: int) -> Made:
    """One campaign at a service."""
    maker = _Maker(seed)
    for number in range(recipients):
        maker.fate(number)
    chance, form = maker.chance, FORMS[service]
    told = [form(one, campaign) for one in maker.told for _ in range(chance.choice((1, 1, 2, 3)))]
    chance.shuffle(told)
    return Made(told, Tally(**maker.truth))


class _Maker:
    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.told: list[Told] = []
        self.truth: Counter[str] = Counter()
        self._mail = self._address = ""

    def _tell(self, kind: str, after: float, link: str = "", agent: str = "", ip: str = "") -> None:
        number = len(self.told)
        self.told.append(Told(kind, number, self._mail, self._address, START + after, link, agent, ip))

    def fate(self, number: int) -> None:
        """What becomes of one recipient."""
        self._mail, self._address = f"m{number}@shop.example", f"r{number}@rcpt{number % 5}.example"
        fate, truth = self.chance.choice(FATES), self.truth
        self._tell("sent", 0)
        if self.chance.random() < 0.2:
            self._tell("deferred", 60)
        truth["skipped" if fate == "suppressed" else "attempted"] += 1
        if fate in ("delivered", "late"):
            self._tell("delivered", 120)
        if fate == "delivered":
            truth["delivered"] += 1
            self._engage()
        elif fate == "late":
            self._tell("hard", 90_000)
        elif fate != "pending":
            self._tell(fate, 300)
        counted = {"late": "hard", "refused": "blocked", "soft": "soft_final"}.get(fate, fate)
        if counted in ("hard", "blocked", "soft_final", "pending"):
            truth[counted] += 1

    def _engage(self) -> None:
        """What people and machines do with a message that came."""
        chance, truth = self.chance.random, self.truth
        machine, human, clicks, scanned = chance() < 0.4, chance() < 0.3, chance() < 0.4, chance() < 0.1
        if machine:
            self._tell("open", 125 + int(40 * chance()), agent=self.chance.choice((APPLE, GMAIL)))
        if human:
            self._tell("open", 4000 + int(900 * chance()), agent=BROWSER, ip="203.0.113.7")
        for number in range(6 if scanned else 0):
            self._tell("click", 140, f"https://x.example/{number}", BROWSER, "198.51.100.1")
        clicked = clicks and (human or machine)
        if clicked:
            self._tell("click", 6000 + int(900 * chance()), "https://x.example/1", BROWSER)
        truth["opened"] += machine or human
        truth["opened_human"] += human
        truth["opened_machine"] += machine and not human
        truth["clicked"] += clicked
        truth["clicked_machine"] += scanned and not clicked
        truth["engaged"] += human or clicked
        if chance() < 0.01:
            self._tell("complaint", 400_000)
            truth["complained"] += 1
        if chance() < 0.02:
            self._tell("unsubscribe", 7000)
            truth["unsubscribed"] += 1


REPLIES = {
    "deferred": ("451 4.7.1 try later", "4.7.1"),
    "hard": ("550 5.1.1 no such user", "5.1.1"),
    "blocked": ("550 5.7.1 blocked by policy", "5.7.1"),
    "soft": ("452 4.2.2 mailbox full", "4.2.2"),
}


def sendgrid(told: Told, campaign: str) -> Any:
    """An event of the event webhook."""
    kind, more = {
        "sent": ("processed", {}),
        "delivered": ("delivered", {"response": "250 2.0.0 OK"}),
        "hard": ("bounce", {"type": "bounce"}),
        "soft": ("bounce", {"type": "blocked"}),
        "blocked": ("bounce", {"type": "blocked"}),
        "suppressed": ("dropped", {"reason": "Unsubscribed Address"}),
        "refused": ("dropped", {"reason": "Spam Content"}),
        "complaint": ("spamreport", {}),
    }.get(told.kind, (told.kind, {}))
    if told.kind in REPLIES:
        reply, status = REPLIES[told.kind]
        more = {**more, "response" if told.kind == "deferred" else "reason": reply, "status": status}
    if told.link:
        more = {**more, "url": told.link}
    return {
        "event": kind,
        "email": told.recipient,
        "timestamp": int(told.time),
        "sg_event_id": f"event-{told.number}",
        "sg_message_id": f"{told.mail}.filter1.0",
        "campaign_id": campaign,
        "useragent": told.agent,
        "ip": told.ip,
        **more,
    }


def ses(told: Told, campaign: str) -> Any:
    """An event as SNS passes it on."""
    when = _iso(told.time)
    body: dict[str, Any] = {"timestamp": when}
    kind, key = {
        "sent": ("Send", "send"),
        "delivered": ("Delivery", "delivery"),
        "deferred": ("DeliveryDelay", "deliveryDelay"),
        "refused": ("Reject", "reject"),
        "complaint": ("Complaint", "complaint"),
        "unsubscribe": ("Subscription", "subscription"),
        "open": ("Open", "open"),
        "click": ("Click", "click"),
    }.get(told.kind, ("Bounce", "bounce"))
    one = {"emailAddress": told.recipient}
    if told.kind in REPLIES:
        reply, status = REPLIES[told.kind]
        one |= {"status": status, "diagnosticCode": f"smtp; {reply}"}
    if key == "bounce":
        sub = {"blocked": "ContentRejected", "suppressed": "OnAccountSuppressionList"}.get(
            told.kind, "General"
        )
        lasting = "Transient" if told.kind == "soft" else "Permanent"
        body |= {"bounceType": lasting, "bounceSubType": sub, "feedbackId": f"fb-{told.number}"}
    body |= {
        "bounce": {"bouncedRecipients": [one]},
        "deliveryDelay": {"delayedRecipients": [one], "delayType": "General"},
        "complaint": {"complainedRecipients": [one], "feedbackId": f"fb-{told.number}"},
        "delivery": {"recipients": [told.recipient], "smtpResponse": "250 2.0.0 OK"},
        "subscription": {"newTopicPreferences": {"unsubscribeAll": True}},
    }.get(key, {"link": told.link, "userAgent": told.agent, "ipAddress": told.ip})
    mail = {
        "timestamp": _iso(START),
        "messageId": told.mail,
        "destination": [told.recipient],
        "tags": {"campaign_id": [campaign]},
    }
    said = json.dumps({"eventType": kind, "mail": mail, key: body})
    return {"Type": "Notification", "MessageId": f"way-{told.number}", "Message": said, "Timestamp": when}


def mailgun(told: Told, campaign: str) -> Any:
    """The body of a webhook."""
    kind, more = {
        "sent": ("accepted", {}),
        "deferred": ("failed", {"severity": "temporary", "reason": "generic"}),
        "hard": ("failed", {"severity": "permanent", "reason": "bounce"}),
        "soft": ("failed", {"severity": "permanent", "reason": "old"}),
        "blocked": ("failed", {"severity": "permanent", "reason": "espblock"}),
        "suppressed": ("failed", {"severity": "permanent", "reason": "suppress-unsubscribe"}),
        "refused": ("rejected", {"reject": {"reason": "spam"}}),
        "open": ("opened", {}),
        "click": ("clicked", {"url": told.link}),
        "complaint": ("complained", {}),
        "unsubscribe": ("unsubscribed", {}),
    }.get(told.kind, (told.kind, {}))
    reply, status = REPLIES.get(told.kind, ("", ""))
    said = {"message": reply, "code": int(reply[:3]), "enhanced-code": status} if reply else {}
    data = {
        "event": kind,
        "id": f"event-{told.number}",
        "timestamp": told.time,
        "recipient": told.recipient,
        "message": {"headers": {"message-id": told.mail}},
        "user-variables": {"campaign_id": campaign},
        "client-info": {"user-agent": told.agent},
        "ip": told.ip,
        "delivery-status": said,
        **more,
    }
    return {"signature": {"timestamp": "1", "token": "t", "signature": "s"}, "event-data": data}


def sparkpost(told: Told, campaign: str) -> Any:
    """An event of a batch."""
    kind, class_ = {
        "sent": ("injection", ""),
        "delivered": ("delivery", ""),
        "deferred": ("delay", "20"),
        "hard": ("bounce", "10"),
        "soft": ("bounce", "22"),
        "blocked": ("bounce", "51"),
        "suppressed": ("bounce", "25"),
        "refused": ("policy_rejection", ""),
        "complaint": ("spam_complaint", ""),
        "unsubscribe": ("link_unsubscribe", ""),
    }.get(told.kind, (told.kind, ""))
    reply, _ = REPLIES.get(told.kind, ("", ""))
    event = {
        "type": kind,
        "event_id": f"{told.number}",
        "transmission_id": told.mail,
        "rcpt_to": told.recipient,
        "timestamp": str(int(told.time)),
        "campaign_id": campaign,
        "target_link_url": told.link,
        "user_agent": told.agent,
        "raw_reason": reply,
    }
    if told.ip:
        event["ip_address"] = told.ip
    if class_:
        event |= {"bounce_class": class_, "error_code": reply[:3] or None}
    return {"msys": {"track_event" if told.agent else "message_event": event}}


FORMS: dict[str, Callable[[Told, str], Any]] = {
    "sendgrid": sendgrid,
    "ses": ses,
    "mailgun": mailgun,
    "sparkpost": sparkpost,
}


def _iso(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).isoformat().replace("+00:00", "Z")
