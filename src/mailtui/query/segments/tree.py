"""A segment as a tree of frozen nodes.

What stands in it has been checked: names, operators and values fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mailtui.query.segments.fields import Op


class Day(NamedTuple):
    """A date without a time of day, in UTC: microseconds of its beginning and of the next one's."""

    begin: int
    end: int


class Instant(NamedTuple):
    """A date with a time of day: UTC microseconds."""

    moment: int


Scalar = str | float | bool | Day | Instant | None
"""A value to compare with. Numbers are floats; None stands for `null`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared.

    `values` has one entry, for IN and NOT_IN any number, for IS_NULL and its kin none.
    """

    field: str
    op: Op
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. Without parts: everybody."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """One part at least holds. Without parts: everybody, as with All."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


Node = Condition | All | OneOf | Not


class Fault(NamedTuple):
    """Why conditions are no tree, and where."""

    path: str
    """Such as `rules[1].operator`; empty for the whole."""
    reason: str
    hint: str = ""
    """What to write instead."""
