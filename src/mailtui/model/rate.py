"""A rate with what it is made of and how sure it is."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

_Z = 1.959963984540054
"""The 97.5 % point of the normal distribution: intervals hold 95 %."""


class Rate(NamedTuple):
    """`numerator` of `denominator`. Fractions of 1, not percent."""

    numerator: int
    denominator: int
    value: float | None = None
    """None where nothing can be said: the denominator is 0, or `unavailable` says why."""
    low: float | None = None
    """The Wilson interval (Wilson 1927, without continuity correction): with 95 % the true rate is within."""
    high: float | None = None
    estimated: bool = False
    """The denominator is an estimate."""
    unavailable: str = ""
    """Why this rate cannot be known, such as `the provider tells no complaints`."""

    @property
    def text(self) -> str:
        """Percent with two digits.

        `-` for a denominator of 0, `n/a` where it cannot be known; `~` if estimated.
        """
        if self.unavailable:
            return "n/a"
        if self.value is None:
            return "-"
        return f"{'~' if self.estimated else ''}{self.value * 100:.2f} %"


def rate(numerator: int, denominator: int, *, estimated: bool = False, unavailable: str = "") -> Rate:
    """The rate with its interval.

    Counts of two kinds can contradict each other when events are missing (more openers than deliveries):
    then the value is above 1 and has no interval.
    """
    if unavailable or denominator <= 0:
        return Rate(numerator, denominator, estimated=estimated, unavailable=unavailable)
    low, high = wilson(numerator, denominator) if 0 <= numerator <= denominator else (None, None)
    return Rate(numerator, denominator, numerator / denominator, low, high, estimated)


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """The Wilson score interval of `hits` of `tries`, 95 %."""
    share, square = hits / tries, _Z * _Z
    middle = share + square / (2 * tries)
    spread = _Z * sqrt(share * (1 - share) / tries + square / (4 * tries * tries))
    whole = 1 + square / tries
    low = 0.0 if hits == 0 else (middle - spread) / whole
    return max(0.0, low), 1.0 if hits == tries else min(1.0, (middle + spread) / whole)
