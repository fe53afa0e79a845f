"""Exim's outlook: the next try and the bounce from a retry rule and the tries so far (src/retry.c)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailtui.diagnosis.outlook.durations import spoken
from mailtui.diagnosis.outlook.rules import RetryRule, Step
from mailtui.model.moment import DAY, MINUTE
from mailtui.model.outlook import Interval, Outlook

ONE_RUN = MINUTE
"""Failures closer than this (and than half a gap) are one try: several messages go to a host at once."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How the server runs its queue, microseconds."""

    queue_runner: int = 30 * MINUTE
    """From one queue run to the next."""
    longest: int = DAY
    """`retry_interval_max`: no gap is longer, whatever the rule says."""
    assumed: bool = False
    """Nobody said how often the queue is run."""

    def capped(self, longest: int) -> Timing:
        """With another longest gap; a day is the most that Exim takes."""
        return replace(self, longest=min(DAY, longest))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recipient that waits. Moments are UTC microseconds."""

    now: int
    received: int | None
    """When the message came; None when the log does not go back so far."""
    tries: tuple[int, ...]
    """Failed tries since the last success, oldest first, of what has the clock; one at least."""
    of: str
    """What that is: `the host mx.far.example`, `the address`, ..."""
    of_host: bool
    """Errors of a host run by the host's clock alone; others also by the age of the message."""
    complete: bool = True
    """Whether the first of `tries` is known to be the first failure."""


def outlook(waiting: Waiting, rule: RetryRule | None, timing: Timing = Timing()) -> Outlook:
    """The outlook of a recipient under the rule that holds; None: no rule does, so nothing is tried again."""
    if rule is None or not rule.steps:
        soon = Interval(waiting.now, waiting.now + timing.queue_runner)
        said = "no retry rule matches" if rule is None else "the retry rule has no steps"
        return Outlook(soon, soon, waiting.tries[0], (f"{said}: Exim gives up at the next failure",))
    gap = _gap(waiting, rule, timing)
    due = waiting.tries[-1] + gap.earliest, waiting.tries[-1] + gap.latest
    next_try = Interval(max(waiting.now, due[0]), max(waiting.now, due[1]) + timing.queue_runner)
    gives_up = _gives_up(waiting, rule, timing, next_try)
    if waiting.received is not None and waiting.received + rule.cutoff <= next_try.earliest:
        forced = max(waiting.now, waiting.received + rule.cutoff)
        next_try = Interval(forced, min(next_try.latest, forced + timing.queue_runner))
    return Outlook(next_try, gives_up, waiting.tries[0], tuple(_reasons(waiting, rule, timing)))


def _start(waiting: Waiting) -> int:
    """From when failing counts."""
    if waiting.of_host or waiting.received is None:
        return waiting.tries[0]
    return min(waiting.tries[0], waiting.received)


def _step(rule: RetryRule, failing: int) -> Step:
    """The step that holds so long after the first failure; the last one goes on for ever."""
    return next((step for step in rule.steps if failing <= step.cutoff), rule.steps[-1])


def _gap(waiting: Waiting, rule: RetryRule, timing: Timing) -> Interval:
    """How long after the last try the next is due, reckoned over all tries as Exim did."""
    start, before, gap = _start(waiting), None, Interval(0, 0)
    at_once = min(ONE_RUN, *(step.interval // 2 for step in rule.steps))
    for tried in waiting.tries:
        if before is not None and tried - before < at_once:
            continue
        if before is not None:
            gap = Interval(min(gap.earliest, tried - before), min(gap.latest, tried - before))
        gap = _longer(_step(rule, tried - start), gap, timing.longest)
        if not waiting.complete:
            gap = _unsure(rule, gap, timing)
        before = tried
    return gap


def _longer(step: Step, gap: Interval, longest: int) -> Interval:
    """The gap after this one. That of F is fixed; G multiplies, H takes a random part of that."""
    least = most = step.interval
    if step.letter != "F":
        most = max(step.interval, int(gap.latest * step.factor))
        if step.letter == "G":
            least = max(step.interval, int(gap.earliest * step.factor))
    return Interval(min(least, longest), min(most, longest))


def _unsure(rule: RetryRule, gap: Interval, timing: Timing) -> Interval:
    """The gap when the first failure is not known: any later step may hold."""
    return Interval(gap.earliest, max(gap.latest, _slowest(rule, timing)))


def _gives_up(waiting: Waiting, rule: RetryRule, timing: Timing, next_try: Interval) -> Interval:
    """The first try behind the cut-off is the last; an older message gets one at the next queue run."""
    cut = _start(waiting) + rule.cutoff
    slowest = _slowest(rule, timing) + timing.queue_runner
    latest = next_try.latest if next_try.earliest >= cut else max(next_try.latest, cut + slowest)
    earliest = max(next_try.earliest, cut) if waiting.complete else next_try.earliest
    if waiting.received is None:
        return Interval(next_try.earliest, latest)
    forced = max(waiting.now, waiting.received + rule.cutoff)
    return Interval(min(earliest, forced), min(latest, forced + timing.queue_runner))


def _slowest(rule: RetryRule, timing: Timing) -> int:
    """The longest gap of the last step."""
    last = rule.steps[-1]
    grown = last.interval if last.letter == "F" else int(max(last.interval, last.cutoff) * last.factor)
    return min(timing.longest, grown)


def _reasons(waiting: Waiting, rule: RetryRule, timing: Timing) -> list[str]:
    cutoff = spoken(rule.cutoff)
    said = [f"Exim gives up on {waiting.of} {cutoff} after its first failure"]
    if not waiting.of_host:
        said[0] += " or the arrival of the message, whichever came first"
    if not waiting.complete:
        said.append("the first failure may be earlier than what is known of it")
    said.append(f"a message older than {cutoff} gets one last try")
    assumed = ", assumed" if timing.assumed else ""
    said.append(f"tries wait for a queue run (each {spoken(timing.queue_runner)}{assumed})")
    return said
