"""A new rule from a reply that no rule knows, with that reply as its test."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from mailtui.diagnosis.context import Context
from mailtui.diagnosis.diagnoser import Diagnoser
from mailtui.diagnosis.phrases import Phrase, PhraseError, compiled
from mailtui.diagnosis.reply import read
from mailtui.diagnosis.rule import Rule
from mailtui.diagnosis.template import of_line
from mailtui.errors import UsageError
from mailtui.model.enums import FailureClass

FEWEST_WORDS = 2
FEWEST_LETTERS = 9
MOST_WORDS = 8
CONFIDENCE = 0.9
SOURCE = "taught by the operator"


class Lesson(NamedTuple):
    """What a rule is to be made of."""

    context: Context
    failure_class: FailureClass
    match: str | None = None
    """The phrase; made from the reply when None."""
    id: str | None = None
    """The rule's id; made from the phrase when None."""


class Changed(NamedTuple):
    """An example whose class a new rule would change."""

    rule: str
    text: str
    before: FailureClass
    after: FailureClass


def written(lesson: Lesson, taken: Sequence[str]) -> str:
    """The new rule as TOML; UsageError when its phrase is too generic or is not in the reply."""
    phrase = lesson.match or proposed(lesson.context)
    check_phrase(phrase, lesson.context)
    context = lesson.context
    parts = {"text": context.text, "host": context.host, "phase": context.phase and str(context.phase)}
    example = ", ".join(f"{key} = {quoted(value)}" for key, value in parts.items() if value)
    if context.errno is not None:
        example += f", errno = {context.errno}"
    return (
        "[[rule]]\n"
        f"id = {quoted(lesson.id or free_id(phrase, taken))}\n"
        f"class = {quoted(lesson.failure_class)}\n"
        f"match = [{quoted(phrase)}]\n"
        f"confidence = {CONFIDENCE}\n"
        f"source = {quoted(SOURCE)}\n"
        f"example = [{{ {example} }}]\n"
    )


def proposed(context: Context) -> str:
    """The longest run of plain words in the reply: what is left of it besides codes, ids and addresses."""
    words = [word.strip(".,;:!?()[]\"'") for word in of_line(read(context).text).split()]
    plain = [word if word.replace("'", "").isalpha() else "" for word in words]
    runs = [list(run) for is_plain, run in groupby(plain, bool) if is_plain]
    if not runs:
        raise UsageError("the reply has no words to make a rule of", "give them with --match PHRASE")
    return " ".join(max(runs, key=len)[:MOST_WORDS])


def check_phrase(text: str, context: Context) -> Phrase:
    """The phrase; UsageError when it cannot be, says too little, or is not in the reply."""
    try:
        phrase = compiled(text)
    except PhraseError as error:
        raise UsageError(f"the phrase {text!r} {error}", "see docs/diagnosis.md for phrases") from error
    needed = [element for element in phrase.elements if not element.optional]
    if len(needed) < FEWEST_WORDS or phrase.fewest < FEWEST_LETTERS:
        raise UsageError(
            f"the phrase {text!r} is too generic",
            f"give at least {FEWEST_WORDS} words and {FEWEST_LETTERS} letters that name the cause",
        )
    if not _stands(phrase, context):
        raise UsageError(
            f"the phrase {text!r} is not in the reply", "take words from the reply, in its order"
        )
    return phrase


def _stands(phrase: Phrase, context: Context) -> bool:
    from mailtui.diagnosis.automaton import Automaton

    return bool(Automaton([(phrase, 0)]).find(read(context).folded.split()))


def free_id(phrase: str, taken: Sequence[str]) -> str:
    """An id made of the phrase's first words that no rule has."""
    words = [word for word in read(Context(phrase)).folded.split() if word.isascii()]
    stem = "my-" + ("-".join(words[:4])[:50] or "rule")
    number = 2
    found = stem
    while found in taken:
        found = f"{stem}-{number}"
        number += 1
    return found


def changed(rules: Sequence[Rule], added: Sequence[Rule]) -> list[Changed]:
    """The examples of `rules` whose class is another with the rules added."""
    before = Diagnoser(rules)
    after = Diagnoser([*rules, *added])
    found = []
    for rule in rules:
        for text, host, phase, errno in rule.examples:
            context = Context(text, host=host, phase=phase, errno=errno)
            was, now = before.diagnose(context), after.diagnose(context)
            if was.failure_class is not now.failure_class:
                found.append(Changed(rule.id, text, was.failure_class, now.failure_class))
    return found


def quoted(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(quotable(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def quotable(text: str) -> str:
    """A text as a rules file keeps it: what is no text (undecodable bytes) is replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
