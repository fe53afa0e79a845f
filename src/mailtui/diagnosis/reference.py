"""The page on diagnoses, made from classes and rules. `python -m mailtui.diagnosis.reference`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from mailtui.diagnosis.builtin import builtin_providers, builtin_rules
from mailtui.diagnosis.classes import CLASSES, Facts
from mailtui.diagnosis.rule import Stage
from mailtui.model.diagnosis import After
from mailtui.model.enums import FailureClass

_HEAD = """\
# Diagnosis

What a failed delivery means: the cause, whose side it is on, whether time heals it, what to do. This page
is made from the rules by `python -m mailtui.diagnosis.reference > docs/diagnosis.md`; a test keeps it fresh.

    mailtui diagnose --host mx1.example.org '450 4.7.1 Greylisted, try again in 300 seconds'

## Classes

Side: who must act. Suppress: whether one such failure may by itself put the address on the suppression
list; it says "now" only when words about the mailbox are sure and the reply is a 5xx. What no rule knows is
`uncategorised`: no side is guessed.
"""
_EVIDENCE = """
## Evidence

The first stage that is sure enough wins; the others are kept as candidates. Codes are asked only where no
words speak, because providers misuse them. A reply that names no cause ("retry time not reached", "retry
timeout exceeded") inherits the newest concrete failure of its host or domain.
"""
_STAGES = {
    Stage.USER: "your own rules",
    Stage.PROVIDER: "what one provider says, known by the suffix of its MX host or by marks in its replies",
    Stage.OPERATOR: "block lists, reputation services and filters run for others",
    Stage.PHRASE: "phrases that many servers use",
    Stage.ENHANCED: "the enhanced status code (IANA registry)",
    Stage.CODE: "the SMTP code and how far the session had come",
    Stage.LOCAL: "the number of Exim or of the system in `defer (N)`",
}
_TEACH = """
## Rules of your own

    mailtui teach '550 the moon is in the wrong house' --class recipient-restricted

writes a rule to `rules.toml` beside the settings, with the reply as its test:

```toml
[[rule]]
id = "my-the-moon-is-in"
class = "recipient-restricted"
match = ["the moon is in the wrong house"]
confidence = 0.9
source = "taught by the operator"
example = [{ text = "550 the moon is in the wrong house" }]
```

| key | meaning |
|---|---|
| `id` `class` `confidence` `source` | Must be there |
| `example` | Must be there: a reply, or `{ text, host, phase, errno }`, or a list of them |
| `match` | Phrases, any of which must be there |
| `and_match` `without` | ... and any of these, and none of these |
| `code` | Beginnings of the SMTP code: `"4"`, `"550"` |
| `esc` | Enhanced codes without the first digit: `"7.1"`, `"7.606-649"` |
| `phase` `errno` `provider` | Any of these; the phase `"unknown"` allows that nobody says |
| `local` | `true`: only what our own server says |
| `side` `permanent` `advice` | Instead of what the class says |
| `suppress` | ... and so: `"never"`, `"now"` or `{ count = 2, days = 7 }` |

A phrase is words in their order; case, accents, punctuation, addresses and IPs do not count. `(is |was |)`
is one of several, `quota*` any word that begins so, `...` up to four words. Phrases match in time linear in
the reply.
"""


def reference() -> str:
    """The whole page, Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    yield from _table(("class", "side", "lasts", "suppress", "advice"), map(_row, CLASSES.items()))
    rules = builtin_rules()
    counted = Counter(rule.stage for rule in rules)
    yield _EVIDENCE
    yield from _table(
        ("stage", "rules", "what it looks at"),
        ((f"{stage}", f"{counted[stage] or '-'}", text) for stage, text in _STAGES.items()),
    )
    examples = sum(len(rule.examples) for rule in rules)
    providers = ", ".join(sorted((provider.name for provider in builtin_providers().known), key=str.lower))
    yield f"\n{len(rules)} built-in rules with {examples} examples, each of which is a test of its rule."
    yield f"\nProviders: {providers}."
    yield _TEACH.rstrip()


def _row(item: tuple[FailureClass, Facts]) -> tuple[str, ...]:
    name, facts = item
    side = facts.side.upper() + (f", {facts.area}" if facts.area else "")
    lasts = {True: "yes", False: "no", None: "it depends"}[facts.permanent]
    return f"`{name}`", side, lasts, _suppress(facts), facts.advice


def _suppress(facts: Facts) -> str:
    if isinstance(facts.suppress, After):
        return f"after {facts.suppress.times} in {facts.suppress.days} d"
    return str(facts.suppress)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = tuple(heads)
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
