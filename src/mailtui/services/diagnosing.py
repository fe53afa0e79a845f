"""Diagnosing: what a failure means, by the built-in rules and by the operator's own."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from mailtui.diagnosis import Diagnoser, builtin_rules
from mailtui.diagnosis.loading import rules_of, without_rule
from mailtui.diagnosis.rule import Example, Rule, Stage
from mailtui.diagnosis.teaching import Changed, Lesson, changed, quotable, written
from mailtui.errors import ConfigError, MailtuiError, UsageError

_SHOWN = 3
"""Examples told when a rule is refused."""


def open_diagnoser(own: Path | None) -> Diagnoser:
    """A diagnoser with the built-in rules and those in the file `own`, which need not exist."""
    return Diagnoser([*builtin_rules(), *own_rules(own)])


def tolerant_diagnoser(own: Path | None, problems: list[MailtuiError]) -> Diagnoser:
    """As `open_diagnoser`, but an error in the operator's rules goes to `problems` and costs only them."""
    try:
        return open_diagnoser(own)
    except ConfigError as error:
        problems.append(error)
        return open_diagnoser(None)


def own_rules(own: Path | None) -> list[Rule]:
    """The operator's rules; ConfigError names file and line of what is wrong."""
    return [] if own is None else _rules(_read(own), own)


class Taught(NamedTuple):
    """What became of a lesson."""

    rule: Rule
    replaced: tuple[str, ...]
    """Ids of the operator's rules that were made of the same reply, and are gone now."""


def teach(own: Path, lesson: Lesson, force: bool = False) -> Taught:
    """Write a new rule to the operator's file; what was taught of the same reply before is replaced.

    UsageError when it is too generic, changes the class of an example of another rule (unless `force`),
    or does not win its own reply. The file is replaced in one step or not at all.
    """
    before, replaced = _forgotten(_read(own), own, lesson)
    known = [*builtin_rules(), *_rules(before, own)]
    text = written(lesson, [rule.id for rule in known])
    after = f"{before.rstrip()}\n\n{text}" if before.strip() else text
    rules = _rules(after, own)
    hit = [] if force else changed(known, rules[-1:])
    if hit:
        raise _refused(hit)
    won = Diagnoser([*builtin_rules(), *rules]).diagnose(lesson.context)
    if won.rule != rules[-1].id:
        mine = won.rule in {rule.id for rule in rules}
        remove = f", or remove its [[rule]] from {own}: it is your own" if mine else ""
        raise UsageError(
            f"the rule {won.rule} knows this reply better", f"choose a longer phrase with --match{remove}"
        )
    _replace(own, after)
    return Taught(rules[-1], replaced)


def _forgotten(text: str, own: Path, lesson: Lesson) -> tuple[str, tuple[str, ...]]:
    """The operator's rules without those whose only example is this reply, and the ids of these."""
    rules, asked = _rules(text, own), lesson.context
    example = Example(quotable(asked.text), asked.host, asked.phase, asked.errno)
    same = [number for number, rule in enumerate(rules) if rule.examples == (example,)]
    for number in reversed(same):
        text = without_rule(text, number)
    kept = [rule.id for number, rule in enumerate(rules) if number not in same]
    if [rule.id for rule in _rules(text, own)] != kept:
        raise ConfigError(f"{own} has an unusual form", f"remove {rules[same[0]].id} from it by hand")
    return text, tuple(rules[number].id for number in same)


def _rules(text: str, own: Path) -> list[Rule]:
    return rules_of(text, str(own), Stage.USER, {rule.id for rule in builtin_rules()})


def _refused(hit: list[Changed]) -> UsageError:
    shown = "\n".join(f"{one.rule}: {one.before} -> {one.after}: {one.text}" for one in hit[:_SHOWN])
    return UsageError(
        f"the rule would change what {len(hit)} known {'reply means' if len(hit) == 1 else 'replies mean'}",
        f"{shown}\nchoose a longer phrase with --match, or insist with --force",
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", f"look at `ls -l {path}`") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text", "save it as UTF-8") from error


def _replace(path: Path, text: str) -> None:
    """Whoever reads the file meanwhile finds the old or the new one, never a part."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.resolve()
        with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                if target.exists():
                    os.chmod(file.name, target.stat().st_mode & 0o777)
                os.replace(file.name, target)
            except OSError:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {error.strerror}", f"look at `ls -ld {path.parent}`"
        ) from error
