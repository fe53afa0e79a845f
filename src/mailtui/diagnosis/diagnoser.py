"""From a failure to its verdict, in the order of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mailtui.diagnosis.builtin import builtin_providers
from mailtui.diagnosis.context import Context
from mailtui.diagnosis.providers import Provider, Providers
from mailtui.diagnosis.reply import read
from mailtui.diagnosis.rule import ORDER, Rule
from mailtui.diagnosis.ruleset import Hit, RuleSet
from mailtui.diagnosis.verdict import verdict
from mailtui.model.diagnosis import Diagnosis

CONFIDENT = 0.6
"""From here on words end the search in later stages ..."""
LIKELY = 0.45
"""... and from here on codes do."""
REMEMBERED = 16_384
"""Verdicts that a diagnoser keeps, the least recently used go first."""


class Diagnoser:
    """Diagnoses replies by a set of rules; an identical failure is diagnosed once.

    It holds no clock and reads nothing, so it may be used from several threads.
    """

    def __init__(
        self, rules: Iterable[Rule], providers: Providers | None = None, remembered: int = REMEMBERED
    ) -> None:
        self.providers = builtin_providers() if providers is None else providers
        self.rules = _rule_set(tuple(rules), self.providers.known)
        self._provider_of = lru_cache(4096)(self.providers.of_host)
        self._known = lru_cache(remembered)(self._diagnosed)

    def diagnose(self, context: Context) -> Diagnosis:
        """The verdict on a failure; never raises, whatever the text holds."""
        host = self._provider_of(context.host)
        return self._known(context._replace(host=None, ip=None), host)

    def _diagnosed(self, context: Context, provider: str | None) -> Diagnosis:
        reply = read(context)
        found = self.rules.find(reply)
        provider = provider or self._provider_of(reply.host) or self.rules.provider(found)
        hits = in_order(self.rules.hits(reply, provider, found), CONFIDENT)
        return verdict(reply, provider, hits or in_order(self.rules.hints(reply, provider), LIKELY))


@lru_cache(4)
def _rule_set(rules: tuple[Rule, ...], providers: tuple[Provider, ...]) -> RuleSet:
    """Made once for the same rules: it takes 30 ms, and every import asks for a diagnoser."""
    return RuleSet(rules, providers)


def in_order(hits: list[Hit], enough: float) -> list[Hit]:
    """The winner first, which is of the first stage that is sure enough; then by confidence."""
    if len(hits) < 2:
        return hits
    hits.sort(key=Hit.rank)
    sure = [hit for hit in hits if hit.confidence >= enough]
    if not sure:
        return hits
    winner = min(sure, key=lambda hit: ORDER[hit.rule.stage])
    return [winner, *(hit for hit in hits if hit is not winner)]
