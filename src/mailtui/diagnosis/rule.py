"""A rule: what it looks for, and what it then says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from mailtui.diagnosis.phrases import Phrase
from mailtui.model.diagnosis import After
from mailtui.model.enums import FailureClass, Phase, Side, Suppress


class Stage(StrEnum):
    """The order of evidence. What an earlier stage is sure of, a later one never overrules."""

    USER = "user"
    PROVIDER = "provider"
    OPERATOR = "operator"
    PHRASE = "phrase"
    ENHANCED = "enhanced"
    CODE = "code"
    LOCAL = "local"


ORDER = {stage: place for place, stage in enumerate(Stage)}
HINTS = frozenset({Stage.ENHANCED, Stage.CODE, Stage.LOCAL})
"""Stages that are asked only when no words said anything."""


class Example(NamedTuple):
    """A reply that the rule must win, in its context."""

    text: str
    host: str | None = None
    phase: Phase | None = None
    errno: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Enhanced codes without their class digit: all of `7.606` to `7.649`, or just one."""

    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def details(self) -> range:
        """The last numbers of the codes."""
        return range(self.first[1], self.last[1] + 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Every condition that is there must hold; an empty one says nothing."""

    id: str
    stage: Stage
    failure_class: FailureClass
    confidence: float
    source: str
    """Where it is known from: a document, or what such words mean."""
    examples: tuple[Example, ...]
    match: tuple[Phrase, ...] = ()
    """Any of these phrases."""
    and_match: tuple[Phrase, ...] = ()
    """... and any of these."""
    without: tuple[Phrase, ...] = ()
    """... and none of these."""
    code: tuple[str, ...] = ()
    """Beginnings of the SMTP code."""
    esc: tuple[Span, ...] = ()
    phase: frozenset[Phase | None] = field(default=frozenset())
    """None among them: the phase may also be unknown."""
    errno: frozenset[int] = field(default=frozenset())
    provider: frozenset[str] = field(default=frozenset())
    local: bool = False
    """Only for what our own server says."""
    inherits: bool = False
    side: Side | None = None
    permanent: bool | None = None
    suppress: Suppress | After | None = None
    advice: str = ""
    origin: str = "built-in"
    """The file that holds it."""
