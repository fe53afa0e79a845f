"""Which retry rule holds for a failure (Exim manual, 'Choosing which retry rule to use')."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mailtui.diagnosis.outlook.errors import Failure
from mailtui.diagnosis.outlook.patterns import any_of, either, matches
from mailtui.diagnosis.outlook.rules import RetryRule


class Chosen(NamedTuple):
    """The first rule that surely matches, and those before it of which only Exim can tell."""

    rule: RetryRule | None
    unsure: tuple[RetryRule, ...] = ()


def choose(
    rules: Iterable[RetryRule], keys: Sequence[str], failure: Failure, sender: str | None = None
) -> Chosen:
    """The rule for a failure; `keys` are what it is looked up by, any of which may match.

    For an error of a host they are the host's name and the domain of the address, for one of an address
    the address, for one of routing the domain. `sender` is '' for a bounce, None when nobody knows.
    """
    unsure: list[RetryRule] = []
    for rule in rules:
        answers = (
            failure.is_named(rule.error),
            True if rule.senders is None else any_of(rule.senders, sender),
            either(*(matches(rule.pattern, key) for key in keys if key)),
        )
        if False in answers:
            continue
        if None not in answers:
            return Chosen(rule, tuple(unsure))
        unsure.append(rule)
    return Chosen(None, tuple(unsure))
