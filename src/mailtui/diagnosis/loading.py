"""Rules files: TOML text to rules, or an error that says the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from typing import Any

from mailtui.diagnosis.fields import FieldError, read_rule
from mailtui.diagnosis.rule import Rule, Stage
from mailtui.errors import ConfigError

_HEADING = re.compile(r"^[ \t]*\[\[[ \t]*rule[ \t]*\]\]", re.MULTILINE)


def rules_of(text: str, file: str, stage: Stage | None = None, taken: Collection[str] = ()) -> list[Rule]:
    """The rules in `text`, the content of `file`. ConfigError names file and line of what is wrong.

    A built-in file names its `stage` at its head; a user's file gets one and may not name another. Ids in
    `taken` are those of other files.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not TOML: {error}", "see docs/diagnosis.md for the form") from error
    allowed = {"rule"} if stage else {"rule", "stage"}
    for key in content.keys() - allowed:
        raise _error(file, text, None, key, f"there is no key {key!r} here")
    stage = stage or Stage(content.get("stage", "phrase"))
    found = content.get("rule", [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise _error(file, text, None, "rule", "rules are written as [[rule]]")
    return list(_rules(found, text, file, stage, set(taken)))


def without_rule(text: str, number: int) -> str:
    """A file without the rule of this number, from 0; what is said above the next one stays."""
    starts = [found.start() for found in _HEADING.finditer(text)]
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    gone = text[starts[number] : end].splitlines(keepends=True)
    while gone and (not gone[-1].strip() or gone[-1].lstrip().startswith("#")):
        end -= len(gone.pop())
    return text[: starts[number]] + text[end:].lstrip("\r\n")


def _rules(found: list[dict[str, Any]], text: str, file: str, stage: Stage, seen: set[str]) -> Iterator[Rule]:
    for number, item in enumerate(found):
        try:
            rule = read_rule(item, stage, file)
        except FieldError as error:
            raise _error(file, text, number, error.key, str(error)) from error
        if rule.id in seen:
            raise _error(file, text, number, "id", f"there is another rule {rule.id!r}")
        seen.add(rule.id)
        yield rule


def _error(file: str, text: str, number: int | None, key: str, what: str) -> ConfigError:
    return ConfigError(f"{file}:{_line(text, number, key)}: {what}", "see docs/diagnosis.md for the form")


def _line(text: str, number: int | None, key: str) -> int:
    """The 1-based line of `key` in the rule with that number, else of the rule's heading."""
    headings = [found.start() for found in _HEADING.finditer(text)]
    start, end = 0, len(text)
    if number is not None and number < len(headings):
        start = headings[number]
        end = headings[number + 1] if number + 1 < len(headings) else end
    found = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.]", re.MULTILINE).search(
        text, start, end
    )
    return text.count("\n", 0, found.start() if found else start) + 1
