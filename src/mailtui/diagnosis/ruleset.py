"""Many rules at once: which of them a reply fulfils, without trying each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mailtui.diagnosis.automaton import Automaton
from mailtui.diagnosis.classes import ABOUT_ADDRESS, BEFORE_RECIPIENT
from mailtui.diagnosis.phrases import Phrase
from mailtui.diagnosis.providers import Provider
from mailtui.diagnosis.reply import Reply
from mailtui.diagnosis.rule import HINTS, Rule

_MATCH, _AND, _WITHOUT, _MARK = range(4)
Found = dict[tuple[int, int], int]
"""Rule (or provider) and kind of phrase, with the letters of the longest."""


class Hit(NamedTuple):
    """A rule that a reply fulfils."""

    confidence: float
    weight: int
    """Letters that its phrase saw of the reply."""
    rule: Rule

    def rank(self) -> tuple[float, int, str]:
        """For sorting: the surer first, then the one that saw more."""
        return (-self.confidence, -self.weight, self.rule.id)


class RuleSet:
    """Rules whose phrases are looked for in one pass, and whose codes are looked up."""

    def __init__(self, rules: Iterable[Rule], providers: tuple[Provider, ...] = ()) -> None:
        self.rules = tuple(rules)
        self.providers = providers
        self._phrases = Automaton([*_phrases(self.rules), *_marks(providers)])
        wordless = [rule for rule in self.rules if not rule.match]
        self._sure = Codes(rule for rule in wordless if rule.stage not in HINTS)
        self._hints = Codes(rule for rule in wordless if rule.stage in HINTS)

    def find(self, reply: Reply) -> Found:
        """All phrases that stand in the reply."""
        return self._phrases.find(reply.folded.split())

    def provider(self, found: Found) -> str | None:
        """Whose longest mark was found."""
        marks = [(weight, number) for (number, kind), weight in found.items() if kind == _MARK]
        return self.providers[max(marks)[1]].id if marks else None

    def hits(self, reply: Reply, provider: str | None, found: Found) -> list[Hit]:
        """The rules that are fulfilled by words or by a provider's own codes."""
        hits = self._sure.hits(reply, provider)
        for (number, kind), weight in found.items():
            if kind != _MATCH or (number, _WITHOUT) in found:
                continue
            rule = self.rules[number]
            if rule.and_match and (number, _AND) not in found:
                continue
            if fulfilled(rule, reply, provider):
                hits.append(Hit(rule.confidence, weight, rule))
        return hits

    def hints(self, reply: Reply, provider: str | None) -> list[Hit]:
        """The rules that look only at codes, phase and errno."""
        return self._hints.hits(reply, provider)


class Codes:
    """Rules without words."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_code: defaultdict[tuple[int, int], list[Rule]] = defaultdict(list)
        self._others: list[Rule] = []
        for rule in rules:
            if not rule.esc:
                self._others.append(rule)
            for code in {(span.first[0], n) for span in rule.esc for n in span.details}:
                self._by_code[code].append(rule)

    def hits(self, reply: Reply, provider: str | None) -> list[Hit]:
        """Those that the reply fulfils."""
        rules = self._others
        if reply.subject is not None and reply.subject in self._by_code:
            rules = self._by_code[reply.subject] + rules
        return [Hit(rule.confidence, 0, rule) for rule in rules if fulfilled(rule, reply, provider)]


def _phrases(rules: tuple[Rule, ...]) -> Iterator[tuple[Phrase, tuple[int, int]]]:
    for number, rule in enumerate(rules):
        for kind, phrases in ((_MATCH, rule.match), (_AND, rule.and_match), (_WITHOUT, rule.without)):
            for phrase in phrases:
                yield phrase, (number, kind)


def _marks(providers: tuple[Provider, ...]) -> Iterator[tuple[Phrase, tuple[int, int]]]:
    for number, provider in enumerate(providers):
        for mark in provider.marks:
            yield mark, (number, _MARK)


def fulfilled(rule: Rule, reply: Reply, provider: str | None) -> bool:
    """Whether every condition of the rule beside its phrases holds."""
    if rule.provider and provider not in rule.provider:
        return False
    if rule.local and reply.remote:
        return False
    if rule.phase and reply.phase not in rule.phase:
        return False
    if rule.errno and reply.errno not in rule.errno:
        return False
    if rule.code and not (reply.code and str(reply.code).startswith(rule.code)):
        return False
    if rule.esc and not _in_spans(rule, reply.subject):
        return False
    return rule.failure_class not in ABOUT_ADDRESS or reply.phase not in BEFORE_RECIPIENT


def _in_spans(rule: Rule, subject: tuple[int, int] | None) -> bool:
    return subject is not None and any(span.first <= subject <= span.last for span in rule.esc)
