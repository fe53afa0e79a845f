"""How surely failures are more than chance, and since when.

The attempts at a destination, failures of a signature and others, are kept as stretches of rising failure
ratio (the isotonic regression over time, by pooling adjacent violators): for whatever ratio the failing has,
its likeliest beginning is that of a stretch. A few numbers do what a window would need every event for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import log
from operator import attrgetter

from mailtui.ingest.incidents.baseline import USUAL, Baseline, usual

TIMES = 4
"""A ratio of so many times the baseline is an incident ..."""
MOST = 8
"""Stretches kept; the oldest two become one."""
PARTIAL = 2.0
"""By so much (natural logarithm) must a beginning before a success be likelier than one after it: outages
of everything are more common than those of a part."""


@dataclass(slots=True)
class Stretch:
    """Tries from one failure to the next stretch."""

    onset: int
    before: int
    """Failures of the signature before `onset`."""
    messages: int
    failed: int
    """Recipients of these messages."""
    passed: int
    """Recipients that did not fail in this way."""


_NUMBERS = attrgetter(*(field.name for field in fields(Stretch)))


@dataclass(slots=True)
class Finding:
    """The likeliest beginning of what goes on."""

    onset: int
    before: int
    messages: int
    failed: int
    passed: int
    gain: float
    """How much likelier (natural logarithm) the failures are with this beginning than by the baseline."""
    normal: tuple[int, int]
    """The baseline before the beginning."""


class Evidence:
    """The stretches of one signature."""

    __slots__ = ("stretches",)

    def __init__(self, stretches: list[list[int]] | None = None) -> None:
        self.stretches = [Stretch(*numbers) for numbers in stretches or ()]

    def state(self) -> list[list[int]]:
        """What the constructor takes."""
        return [list(_NUMBERS(stretch)) for stretch in self.stretches]

    def succeed(self, count: int) -> None:
        """Take recipients after the last failure that did not fail in this way."""
        if count and self.stretches:
            self.stretches[-1].passed += count
            self._pool()

    def fail(self, time: int, before: int, novel: bool) -> None:
        """Take one recipient, of a `novel` message or of the last; `before` failures came earlier."""
        if novel or not self.stretches:
            self.stretches.append(Stretch(time, before, 1, 1, 0))
        else:
            self.stretches[-1].failed += 1
        self._pool()
        if len(self.stretches) > MOST:
            self._join(0)

    def forget(self, before: int) -> None:
        """Drop stretches that began earlier."""
        while self.stretches and self.stretches[0].onset < before:
            del self.stretches[0]

    def best(self, signature: int, baseline: Baseline, run: int) -> Finding | None:
        """The likeliest beginning; None when no ratio is high enough. No success has come since `run`."""
        best: Finding | None = None
        messages = failed = passed = 0
        for stretch in reversed(self.stretches):
            messages += stretch.messages
            failed += stretch.failed
            passed += stretch.passed
            normal = baseline(signature, stretch.onset)
            gain = gained(messages, failed, passed, usual(*normal))
            handicap = PARTIAL if best and best.onset >= run > stretch.onset else 0.0
            if gain > 0 and (best is None or gain > best.gain + handicap):
                best = Finding(stretch.onset, stretch.before, messages, failed, passed, gain, normal)
        return best

    def _pool(self) -> None:
        while len(self.stretches) > 1 and _not_rising(*self.stretches[-2:]):
            self._join(-2)

    def _join(self, at: int) -> None:
        first, second = self.stretches[at], self.stretches[at + 1]
        first.messages += second.messages
        first.failed += second.failed
        first.passed += second.passed
        del self.stretches[at + 1]


def gained(messages: int, failed: int, passed: int, normal: float) -> float:
    """The logarithm of the likelihood ratio of the ratio seen to the normal one; 0 unless TIMES as high.

    Ratios are of recipients, as the baseline is; but those of one message share its fate, so that all count
    as if there were so many failures as messages.
    """
    ratio = failed / (failed + passed)
    if ratio < TIMES * normal:
        return 0.0
    gain = failed * log(ratio / normal) + (passed * log((1 - ratio) / (1 - normal)) if passed else 0.0)
    return gain * messages / failed


def beyond(chance: float, tried: int) -> float:
    """The gain that chance reaches with this probability in one of `tried` tries (natural logarithm)."""
    return log((tried + USUAL[1]) / chance)


def _not_rising(first: Stretch, second: Stretch) -> bool:
    return second.failed * (first.failed + first.passed) <= first.failed * (second.failed + second.passed)
