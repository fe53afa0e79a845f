"""A made-up campaign, told as a provider tells it, counted from what it told: the truth comes out again.

Every event is told up to three times, in any order; machines open and click; bounces and complaints are late.
"""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import Any, NamedTuple

import pytest

from mailtui.diagnosis.machines.verdict import judge, visit_of
from mailtui.model.enums import Actor, EventProvider
from mailtui.model.metrics import Metrics, Tally, metrics, tally, violations
from mailtui.model.provider_event import ProviderEvent
from mailtui.model.standing import Standing, fold
from mailtui.parsing.events.formats import parse

SIZE = 3000
START = 1_795_168_800
BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
APPLE = "Mozilla/5.0"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"


class Made(NamedTuple):
    """What was told, and what is true."""

    events: list[dict[str, Any]]
    truth: Counter[str]


class Maker:
    """Makes one campaign; each recipient's fate is drawn."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.made = Made([], Counter())
        self.address = ""
        self.number = 0

    def tell(self, event: str, after: float, **more: Any) -> None:
        """One event, `after` seconds."""
        self.number += 1
        told = {
            "email": self.address,
            "timestamp": START + int(after),
            "event": event,
            "sg_event_id": f"event-{self.number}",
            "sg_message_id": f"{self.address}.filter1.0",
            **more,
        }
        self.made.events.extend([told] * self.random.choice([1, 1, 2, 3]))

    def run(self) -> Made:
        fates = ["delivered"] * 84 + ["hard"] * 3 + ["late"] * 2 + ["blocked"] * 4
        fates += ["soft", "soft", "pending", "pending", "suppressed", "refused"]
        for number in range(SIZE):
            self.address = f"r{number}@rcpt.example"
            self.fate(self.random.choice(fates))
        self.random.shuffle(self.made.events)
        return self.made

    def fate(self, fate: str) -> None:
        truth = self.made.truth
        self.tell("processed", 0)
        if self.random.random() < 0.2:
            self.tell("deferred", 60, response="451 4.7.1 try later")
        truth["skipped" if fate == "suppressed" else "attempted"] += 1
        if fate == "delivered":
            self.tell("delivered", 120, response="250 2.0.0 OK")
            truth["delivered"] += 1
            self.engage()
        elif fate == "late":
            self.tell("delivered", 120)
        if fate in ("hard", "late"):
            self.tell("bounce", 9000, type="bounce", status="5.1.1", reason="550 5.1.1 unknown")
            truth["hard"] += 1
        elif fate == "blocked":
            self.tell("bounce", 300, type="blocked", status="5.7.1", reason="550 5.7.1 blocked")
            truth["blocked"] += 1
        elif fate == "refused":
            self.tell("dropped", 1, reason="Spam Content")
            truth["blocked"] += 1
        elif fate == "soft":
            self.tell("bounce", 300_000, type="blocked", status="4.2.2", reason="452 4.2.2 full")
            truth["soft_final"] += 1
        elif fate == "suppressed":
            self.tell("dropped", 1, reason="Unsubscribed Address")
        elif fate == "pending":
            truth["pending"] += 1

    def engage(self) -> None:
        """What people and machines do with a message that came."""
        chance, truth = self.random.random, self.made.truth
        machine, human, clicks = chance() < 0.4, chance() < 0.3, chance() < 0.4
        if machine:
            agent = self.random.choice([APPLE, GMAIL])
            self.tell("open", 125 + 40 * chance(), useragent=agent, sg_machine_open=agent == APPLE)
        if human:
            self.tell("open", 4000 + 900 * chance(), useragent=BROWSER, ip="203.0.113.7")
        scanned = chance() < 0.1
        if scanned:
            for number in range(6):
                self.tell(
                    "click", 140, url=f"https://x.example/{number}", useragent=BROWSER, ip="198.51.100.1"
                )
        clicked = clicks and (human or machine)
        if clicked:
            self.tell("click", 6000 + 900 * chance(), url="https://x.example/1", useragent=BROWSER)
        truth["opened"] += machine or human
        truth["opened_human"] += human
        truth["opened_machine"] += machine and not human
        truth["clicked"] += clicked
        truth["clicked_machine"] += scanned and not clicked
        truth["engaged"] += human or clicked
        if chance() < 0.004:
            self.tell("spamreport", 90_000)
            truth["complained"] += 1
        if chance() < 0.01:
            self.tell("unsubscribe", 7000)
            self.tell("group_unsubscribe", 7001)
            truth["unsubscribed"] += 1


def _standing(events: list[ProviderEvent]) -> Standing:
    """As an importer puts the pure parts together."""
    seen = [(event.key, visit) for event in events if (visit := visit_of(event))]
    verdicts = judge([visit for _, visit in seen])
    actors: dict[str, Actor] = {key: verdict.actor for (key, _), verdict in zip(seen, verdicts, strict=True)}
    return fold(events, actors)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_truth_comes_out_again(seed: int) -> None:
    made = Maker(seed).run()
    payload = "\n".join(map(json.dumps, made.events)).encode()
    parsed = parse(EventProvider.SENDGRID, payload)
    assert parsed.problems == ()
    copies: dict[str, list[ProviderEvent]] = {}
    for event in parsed.events:
        copies.setdefault(event.recipient, []).append(event)
    counted = tally(map(_standing, copies.values()))
    assert violations(counted) == ()
    assert counted == Tally(**made.truth)
    assert _percent(metrics(counted)) == _percent(metrics(Tally(**made.truth)))
    assert made.truth["complained"] > 2


def _percent(found: Metrics) -> dict[str, float | None]:
    return {name: rate.value and round(rate.value * 100, 2) for name, rate in found._asdict().items()}
