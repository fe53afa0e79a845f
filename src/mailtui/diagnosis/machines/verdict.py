"""Opens and clicks of one recipient's copy of one message -> human or machine, each with the reason.

How long after the sending it happened is no evidence: people are as fast as gateways are slow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mailtui.diagnosis.machines.agents import builtin_name
from mailtui.model.enums import Actor, ProviderEventKind
from mailtui.model.moment import SECOND
from mailtui.model.provider_event import ProviderEvent

BURST = 2 * SECOND
"""Within this time nobody reads and clicks MANY different links."""
MANY = 3
_HEAD = "HEAD"


class Visit(NamedTuple):
    """An open (no link) or a click."""

    is_click: bool
    time: int | None = None
    """UTC microseconds."""
    link: str = ""
    machine: bool | None = None
    """What the provider says. `False` is no acquittal: providers know only some programs."""
    method: str = ""
    user_agent: str = ""
    ip: str = ""


class Verdict(NamedTuple):
    """Who it was, and why."""

    actor: Actor
    why: str = ""
    """For a machine: the evidence in words."""


class Burst(NamedTuple):
    """A span of time in which too many links were clicked."""

    first: int
    last: int
    ips: frozenset[str]


_HUMAN = Verdict(Actor.HUMAN)


def visit_of(event: ProviderEvent) -> Visit | None:
    """The visit that a provider's event tells of; None when it is another kind of event."""
    if event.kind not in (ProviderEventKind.OPENED, ProviderEventKind.CLICKED):
        return None
    is_click = event.kind is ProviderEventKind.CLICKED
    return Visit(is_click, event.time, event.link, event.machine, event.method, event.user_agent, event.ip)


def judge(
    visits: Sequence[Visit], opens_tracked: bool = True, name: Callable[[str], str] = builtin_name
) -> list[Verdict]:
    """A verdict for each visit, in their order; the order itself and repetitions make no difference.

    `visits` are all those known of one recipient's copy. `opens_tracked`: whether opens of this message are
    told at all; without, a click alone says nothing. `name` tells whose program a user agent is.
    """
    bursts = _bursts(visits)
    first_open = min(
        (visit.time for visit in visits if not visit.is_click and visit.time is not None), default=None
    )
    opened = any(not visit.is_click for visit in visits)
    found: list[Verdict] = []
    for visit in visits:
        why = _of_itself(visit, name) or _in_burst(visit, bursts)
        if not why and visit.is_click and opens_tracked:
            why = _unopened(visit, opened, first_open)
        found.append(Verdict(Actor.MACHINE, why) if why else _HUMAN)
    return found


def _of_itself(visit: Visit, name: Callable[[str], str]) -> str:
    """What gives it away without the other visits."""
    if visit.machine:
        return "the provider says so"
    if visit.method.upper() == _HEAD:
        return "only the head of the page was asked for"
    whose = name(visit.user_agent) if visit.user_agent else ""
    return f"the agent of {whose}" if whose else ""


def _bursts(visits: Sequence[Visit]) -> list[Burst]:
    """Every span in which MANY different links were clicked within BURST, in order, apart from each other."""
    clicks = sorted(
        (visit.time, visit.link, visit.ip) for visit in visits if visit.is_click and visit.time is not None
    )
    spans: list[tuple[int, int]] = []
    counts: Counter[str] = Counter()
    begin = 0
    for time, link, _ in clicks:
        counts[link] += 1
        while time - clicks[begin][0] > BURST:
            gone = clicks[begin][1]
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
            begin += 1
        if len(counts) >= MANY:
            first = clicks[begin][0]
            if spans and spans[-1][1] >= first:
                first = spans.pop()[0]
            spans.append((first, time))
    return [_burst(first, last, clicks) for first, last in spans]


def _burst(first: int, last: int, clicks: list[tuple[int, str, str]]) -> Burst:
    begin = bisect_left(clicks, first, key=_time)
    end = bisect_right(clicks, last, key=_time)
    return Burst(first, last, frozenset(ip for _, _, ip in clicks[begin:end]) - {""})


def _time(click: tuple[int, str, str]) -> int:
    return click[0]


def _in_burst(visit: Visit, bursts: list[Burst]) -> str:
    """Whether it is a click of a burst, or the open that belongs to it (same IP, same seconds)."""
    if visit.time is None:
        return ""
    place = bisect_right(bursts, visit.time + BURST, key=lambda burst: burst.first)
    for burst in reversed(bursts[max(0, place - 4) : place]):
        if visit.is_click and burst.first <= visit.time <= burst.last:
            return f"{MANY} or more links within {BURST // SECOND} seconds"
        if not visit.is_click and visit.ip in burst.ips and visit.time <= burst.last + BURST:
            return "opened by whoever clicked everything at once"
    return ""


def _unopened(visit: Visit, opened: bool, first_open: int | None) -> str:
    """Whether the message had not been opened when this was clicked."""
    if not opened:
        return "clicked, never opened"
    if visit.time is not None and first_open is not None and visit.time < first_open:
        return "clicked before it was opened"
    return ""
