"""Letters of one conversation in the order in which they are read: each answer under what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mailtui.model.conversations.letter import Letter, parent_of


class Node(NamedTuple):
    """A letter and how deep it stands."""

    letter: Letter
    depth: int
    missing: str = ""
    """What it answers, where that is not among the letters."""


def tree(letters: Sequence[Letter]) -> list[Node]:
    """Every letter once: parents before their answers, answers to one letter by time.

    Letters that answer each other in a circle are shown from the oldest of them on.
    """
    known = {one.message_id: one for one in sorted(letters, key=_age, reverse=True)}
    answers: dict[str, list[Letter]] = {}
    for one in known.values():
        answers.setdefault(parent_of(one, known), []).append(one)
    found: list[Node] = []
    seen: set[str] = set()
    for start in (*sorted(answers.get("", ()), key=_age), *sorted(known.values(), key=_age)):
        _walk(start, answers, seen, found)
    return found


def _walk(start: Letter, answers: dict[str, list[Letter]], seen: set[str], found: list[Node]) -> None:
    """A letter and all under it. Not by recursion: conversations of a thousand answers exist."""
    waiting = [(start, 0)]
    while waiting:
        one, depth = waiting.pop()
        if one.message_id in seen:
            continue
        seen.add(one.message_id)
        missing = one.mentioned[0] if depth == 0 and one.mentioned else ""
        found.append(Node(one, depth, missing))
        below = sorted(answers.get(one.message_id, ()), key=_age, reverse=True)
        waiting.extend((other, depth + 1) for other in below)


def _age(one: Letter) -> tuple[bool, int, str]:
    """Oldest first; without a date last."""
    return one.date is None, one.date or 0, one.message_id
