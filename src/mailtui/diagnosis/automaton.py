"""Many phrases looked for in one pass over the words of a text.

A state is what has been read of some phrase. Each word moves every live state on or ends it, so the
time is linear in the text, whatever stands in it: no state is ever live twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from mailtui.diagnosis.phrases import Element, Phrase

GAP_WORDS = 4
REMEMBERED = 100_000
"""Steps that are remembered; each is a few hundred bytes at most."""
_BEGINNING = 3
Payload = TypeVar("Payload")


class State(Generic[Payload]):
    """Where the next word may lead."""

    __slots__ = ("beginnings", "found", "patience", "words")

    def __init__(self) -> None:
        self.words: dict[str, list[State[Payload]]] = {}
        self.beginnings: dict[str, list[tuple[str, State[Payload]]]] = {}
        """By their first letters: beginnings of words, and where such a word leads."""
        self.patience = 0
        """Other words that may come first."""
        self.found: tuple[int, Payload] | None = None
        """When a phrase ends here: how much it says (letters), and what it stands for."""

    def after(self, word: str) -> list[State[Payload]]:
        """Where `word` leads from here; empty when nowhere."""
        states = self.words.get(word, [])
        starred = self.beginnings.get(word[:_BEGINNING]) if self.beginnings else None
        if starred:
            states = states + [state for beginning, state in starred if word.startswith(beginning)]
        return states


class Place(Generic[Payload]):
    """Several live states at once, each with the patience it has left, and what they found."""

    __slots__ = ("found", "live", "next")

    def __init__(self, live: frozenset[tuple[State[Payload], int]]) -> None:
        self.live = live
        self.next: dict[str, Place[Payload]] = {}
        """Where words lead, as far as texts have asked."""
        self.found = tuple(state.found for state, _ in live if state.found is not None)


class Automaton(Generic[Payload]):
    """Phrases with what each stands for.

    Where a word leads is worked out once and remembered, since replies are much alike; a stranger's
    words cannot fill the memory, for what is remembered is bounded.
    """

    def __init__(self, phrases: Iterable[tuple[Phrase, Payload]]) -> None:
        self._start: State[Payload] = State()
        self._vocabulary: set[str] = set()
        self._beginnings: set[str] = set()
        for phrase, payload in phrases:
            self._add(phrase, payload)
            self._learn(phrase)
        self._forget()

    def find(self, words: Sequence[str]) -> dict[Payload, int]:
        """What stands in the text, each with the letters of its longest phrase there."""
        found: dict[Payload, int] = {}
        place = self._begin
        vocabulary, beginnings = self._vocabulary, self._beginnings
        for word in [word if word in vocabulary or word[:_BEGINNING] in beginnings else "" for word in words]:
            following = place.next.get(word)
            if following is None:
                following = self._step(place, word)
            place = following
            for weight, payload in place.found:
                if found.get(payload, 0) < weight:
                    found[payload] = weight
        return found

    def _step(self, place: Place[Payload], word: str) -> Place[Payload]:
        live = frozenset(self._reached(place, word).items())
        following = self._places.get(live) or self._places.setdefault(live, Place(live))
        place.next[word] = following
        self._steps += 1
        if self._steps > REMEMBERED:
            self._forget()
        return following

    def _reached(self, place: Place[Payload], word: str) -> dict[State[Payload], int]:
        reached = {new: new.patience for new in self._start.after(word)}
        for state, patience in place.live:
            for new in state.after(word):
                reached[new] = new.patience
            if patience:
                reached[state] = max(patience - 1, reached.get(state, 0))
        return reached

    def _forget(self) -> None:
        """Begin with nothing worked out; who is on the way keeps their place."""
        self._begin: Place[Payload] = Place(frozenset())
        self._places = {self._begin.live: self._begin}
        self._steps = 0

    def _learn(self, phrase: Phrase) -> None:
        words = {word for element in phrase.elements for choice in element.choices for word in choice}
        self._vocabulary |= words
        self._beginnings |= {word[:_BEGINNING] for word in words if word.endswith("*")}

    def _add(self, phrase: Phrase, payload: Payload) -> None:
        elements = phrase.elements
        places = [self._start, *(State[Payload]() for _ in elements)]
        for number, element in enumerate(elements):
            for before in range(number, -1, -1):
                _link(places[before], element, places[number + 1])
                if element.gap and before:
                    places[before].patience = GAP_WORDS
                if before == 0 or not elements[before - 1].optional:
                    break
        last = len(elements)
        while True:
            places[last].found = (phrase.fewest, payload)
            if not elements[last - 1].optional:
                return
            last -= 1


def _link(start: State[Payload], element: Element, end: State[Payload]) -> None:
    for choice in element.choices:
        state = start
        for word in choice[:-1]:
            step: State[Payload] = State()
            _lead(state, word, step)
            state = step
        _lead(state, choice[-1], end)


def _lead(state: State[Payload], word: str, target: State[Payload]) -> None:
    if word.endswith("*"):
        beginning = word.removesuffix("*")
        state.beginnings.setdefault(beginning[:_BEGINNING], []).append((beginning, target))
    else:
        state.words.setdefault(word, []).append(target)
