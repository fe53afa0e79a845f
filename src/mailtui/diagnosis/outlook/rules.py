"""Exim's retry rules read: pattern, error, senders, and the steps by which the next try is reckoned.

Exim manual, 'Format of retry rules' and 'Retry parameters'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailtui.diagnosis.outlook.durations import duration

DEFAULT = "* * F,2h,15m; G,16h,1h,1.5; F,4d,6h"
"""What the configuration that comes with Exim says."""
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_STEPS_ONLY = re.compile(r"[FGH]\s*,", re.ASCII)


class RuleError(ValueError):
    """A text that is no retry rule; says which line and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One set of parameters. Times are in microseconds."""

    letter: str
    """F: fixed, G: growing, H: a random time up to the growing one."""
    cutoff: int
    """How long after the first failure the step holds."""
    interval: int
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class RetryRule:
    """One rule. Without steps a failure is final at once."""

    pattern: str
    error: str
    senders: str | None
    steps: tuple[Step, ...]
    text: str
    """As it is written."""

    @property
    def cutoff(self) -> int:
        """How long after the first failure Exim gives up, microseconds."""
        return self.steps[-1].cutoff if self.steps else 0


def parse_rules(text: str) -> tuple[RetryRule, ...]:
    """The rules of a retry section, in order; RuleError names the first line that is none.

    Comments, empty lines and lines that end in a backslash are those of Exim's configuration. A line of
    steps alone holds for every address and error.
    """
    joined = re.sub(r"\\\n[ \t]*", "", text)
    lines = ((number, line.strip()) for number, line in enumerate(joined.splitlines(), 1))
    return tuple(_rule(line, number) for number, line in lines if line and not line.startswith("#"))


def _rule(line: str, number: int) -> RetryRule:
    try:
        return _read(f"* * {line}" if _STEPS_ONLY.match(line) else line)
    except ValueError as error:
        raise RuleError(f"retry rule {number}: {error}") from error


def _read(line: str) -> RetryRule:
    pattern, rest = _word(line)
    error, rest = _word(rest)
    if not error:
        raise ValueError("a rule is an address pattern, an error and steps")
    senders = None
    if rest.startswith("senders="):
        senders, rest = _word(rest.removeprefix("senders=").lstrip())
    steps = tuple(_step(part) for part in rest.split(";") if part.strip())
    return RetryRule(pattern, error.lower(), senders, steps, line)


def _word(text: str) -> tuple[str, str]:
    """The first word, without quotes, and the rest."""
    found = _WORD.match(text)
    if found is None:
        return "", ""
    word = found[0]
    if word.startswith('"') and word.endswith('"') and len(word) > 1:
        word = re.sub(r"\\(.)", r"\1", word[1:-1])
    return word, text[found.end() :].strip()


def _step(text: str) -> Step:
    letter, *arguments = (part.strip() for part in text.split(","))
    if letter not in ("F", "G", "H"):
        raise ValueError(f"{letter!r} is no way to reckon; there are F, G and H")
    wanted = 2 if letter == "F" else 3
    if len(arguments) != wanted:
        raise ValueError(f"{letter} takes {wanted} values, not {len(arguments)}")
    factor = 1.0 if letter == "F" else _factor(arguments[2])
    interval = duration(arguments[1])
    if interval <= 0:
        raise ValueError("the interval must be more than nothing")
    return Step(letter, duration(arguments[0]), interval, factor)


def _factor(text: str) -> float:
    """Exim keeps three places behind the point."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", text, re.ASCII) or float(text) < 1:
        raise ValueError(f"{text!r} is no factor of 1 or more")
    return float(text)
