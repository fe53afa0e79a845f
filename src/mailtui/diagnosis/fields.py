"""The fields of a rule in a rules file, each checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from mailtui.diagnosis.phrases import Phrase, PhraseError, compiled
from mailtui.diagnosis.rule import Example, Rule, Span, Stage
from mailtui.model.diagnosis import After
from mailtui.model.enums import FailureClass, Phase, Side, Suppress

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_CODE = re.compile(r"[245]([0-9]([0-9])?)?")
_SPAN = re.compile(r"([0-9]{1,3})\.([0-9]{1,3})(?:-([0-9]{1,3}))?")
_NAMES = {"class": "failure_class", "example": "examples"}
UNKNOWN_PHASE = "unknown"
_NEEDED = ("id", "class", "confidence", "source", "example")
_CONDITIONS = ("match", "code", "esc", "errno")


class FieldError(ValueError):
    """A field that cannot be; `key` is the one."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key = key


def read_rule(item: Mapping[str, Any], stage: Stage, origin: str) -> Rule:
    """The rule that a TOML table says; FieldError when it does not."""
    for key in _NEEDED:
        if key not in item:
            raise FieldError("id", f"the rule has no {key}")
    if not any(key in item for key in _CONDITIONS):
        raise FieldError("id", f"the rule has nothing to look for ({', '.join(_CONDITIONS)})")
    values: dict[str, Any] = {}
    for key, value in item.items():
        if key not in _READERS:
            raise FieldError(key, f"a rule has no {key!r}; it has {', '.join(_READERS)}")
        try:
            values[_NAMES.get(key, key)] = _READERS[key](value)
        except (ValueError, TypeError, KeyError) as error:
            raise FieldError(key, f"{key}: {error}") from error
    return Rule(stage=stage, origin=origin, **values)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text")
    return value


def _id(value: object) -> str:
    if not _ID.fullmatch(_text(value)):
        raise ValueError("must be lower-case letters, digits, dots and dashes, at most 64")
    return _text(value)


def _class(value: object) -> FailureClass:
    names = [str(name) for name in FailureClass]
    if value not in names:
        raise ValueError(f"there is no class {value!r}; the classes are {', '.join(names)}")
    return FailureClass(_text(value))


def _confidence(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ValueError("must be a number above 0, at most 1")
    return float(value)


def _list(value: object) -> list[Any]:
    found = value if isinstance(value, list) else [value]
    if not found:
        raise ValueError("is empty")
    return found


def _phrases(value: object) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for text in _list(value):
        try:
            found.append(compiled(_text(text)))
        except PhraseError as error:
            raise ValueError(f"{text!r} {error}") from error
    return tuple(found)


def _codes(value: object) -> tuple[str, ...]:
    found = tuple(map(str, _list(value)))
    for text in found:
        if not _CODE.fullmatch(text):
            raise ValueError(f"{text!r} is not the beginning of an SMTP code")
    return found


def _spans(value: object) -> tuple[Span, ...]:
    return tuple(map(_span, _list(value)))


def _span(value: object) -> Span:
    found = _SPAN.fullmatch(_text(value))
    if found is None:
        raise ValueError(f"{value!r} is not a code such as 7.1 or 7.606-649 (without the first digit)")
    subject, first = int(found[1]), int(found[2])
    last = int(found[3] or first)
    if last < first:
        raise ValueError(f"{value!r} goes backwards")
    return Span((subject, first), (subject, last))


def _example(value: object) -> Example:
    if isinstance(value, str):
        return Example(_text(value))
    if not isinstance(value, dict) or not value.keys() <= set(Example._fields):
        raise ValueError("an example is a reply, or { text, host, phase, errno }")
    phase = Phase(value["phase"]) if "phase" in value else None
    return Example(_text(value.get("text")), value.get("host"), phase, value.get("errno"))


def _suppress(value: object) -> Suppress | After:
    if isinstance(value, dict):
        return After(int(value["count"]), int(value["days"]))
    if value == Suppress.AFTER:
        raise ValueError("after is written { count = 2, days = 7 }")
    return Suppress(_text(value))


def _phase(value: object) -> Phase | None:
    return None if value == UNKNOWN_PHASE else Phase(_text(value))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _numbers(value: object) -> frozenset[int]:
    return frozenset(int(number) for number in _list(value))


_READERS: dict[str, Callable[[object], object]] = {
    "id": _id,
    "class": _class,
    "match": _phrases,
    "and_match": _phrases,
    "without": _phrases,
    "code": _codes,
    "esc": _spans,
    "phase": lambda value: frozenset(map(_phase, _list(value))),
    "errno": _numbers,
    "provider": lambda value: frozenset(map(_text, _list(value))),
    "local": _flag,
    "inherits": _flag,
    "side": lambda value: Side(_text(value)),
    "permanent": _flag,
    "suppress": _suppress,
    "confidence": _confidence,
    "advice": _text,
    "source": _text,
    "example": lambda value: tuple(map(_example, _list(value))),
}
