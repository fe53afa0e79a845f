"""Postfix's outlook: see qmgr(8) for the backoff times, `queue_run_delay` and the lifetimes."""

from __future__ import annotations

from dataclasses import dataclass

from mailtui.diagnosis.outlook.durations import spoken
from mailtui.model.moment import DAY, SECOND
from mailtui.model.outlook import Interval, Outlook


@dataclass(frozen=True, slots=True)
class PostfixTiming:
    """The parameters, microseconds; the defaults are Postfix's."""

    least: int = 300 * SECOND
    most: int = 4000 * SECOND
    queue_run: int = 300 * SECOND
    lifetime: int = 5 * DAY


def postfix_outlook(
    now: int,
    received: int | None,
    tried: int,
    timing: PostfixTiming = PostfixTiming(),
) -> Outlook:
    """The outlook of a message that Postfix deferred at `tried`; moments are UTC microseconds.

    The wait is as long as the message was old at its last try, within bounds, so each is twice the one
    before; the deferred queue is looked through every `queue_run_delay`. A dead destination is not tried
    while it is thought dead, which may make it later.
    """
    age = 0 if received is None else max(0, tried - received)
    wait = min(timing.most, max(timing.least, age))
    longest = timing.most if received is None else wait
    next_try = Interval(max(now, tried + wait), max(now, tried + longest) + timing.queue_run)
    slowest = timing.most + timing.queue_run
    reasons = (
        f"Postfix waits as long as the message is old, {spoken(timing.least)} to {spoken(timing.most)}, "
        f"and looks every {spoken(timing.queue_run)}",
        f"it bounces what fails when {spoken(timing.lifetime)} old",
    )
    if received is None:
        return Outlook(next_try, None, None, (*reasons, "when the message came is not in the log"))
    end = received + timing.lifetime
    gives_up = Interval(max(next_try.earliest, end), max(next_try.latest, end + slowest))
    return Outlook(next_try, gives_up, None, reasons)
