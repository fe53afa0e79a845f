"""What the word at the cursor can become: fields, closed words, saved searches; and what to ask the store."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailtui.query import fields
from mailtui.query.fields import FIELDS, Field, FieldType
from mailtui.query.values import SIGNED

_TERM = re.compile(
    r'[\s()]*-*(?P<word>(?:"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|$)|(?<=[:,])/[^/\\]*+(?:\\.[^/\\]*+)*+(?:/|$)|[^\s()"])*+)',
    re.DOTALL,
)
_NAMED = re.compile(r"([A-Za-z][A-Za-z_-]*):")
_VALUE = re.compile(r'(?P<sign>[<>]=?|=)?(?P<quote>"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|$))?[^,]*', re.DOTALL)
_FROM_STORE = frozenset({
    FieldType.ADDRESS, FieldType.DOMAIN, FieldType.HOST, FieldType.IP, FieldType.ENHANCED_CODE,
    FieldType.CODE, FieldType.WORDS, FieldType.TEXT, FieldType.ID,
    FieldType.INCIDENT, FieldType.TAG,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One completion: `text` replaces what stands between `start` and `end`."""

    text: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Values that only the store knows: those of `field` that begin with (or hold) `prefix`.

    A value replaces the text from `start` to `end`; write it with `tree.plain`.
    """

    field: str
    prefix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """What can stand between `start` and `end` of the text."""

    start: int
    end: int
    items: tuple[Candidate, ...] = ()
    wanted: Wanted | None = None


_AGO = (
    Candidate("2h", "two hours ago"),
    Candidate("1d", "24 hours ago"),
    Candidate("1w", "a week ago"),
)


def candidates(text: str, cursor: int, saved: Iterable[str] = ()) -> Candidates:
    """Completions for the word at the cursor (0 = before the first character), whatever the text is."""
    cursor = max(0, min(cursor, len(text)))
    start, end = _word(text, cursor)
    named = _NAMED.match(text, start, end)
    if named and cursor >= named.end():
        field = fields.find(named[1])
        return _values(field, text, named.end(), cursor, end) if field else Candidates(start, end)
    prefix = text[start:cursor]
    if prefix.startswith("@"):
        return _at(prefix, start, end, saved)
    if prefix.startswith(('"', "/")):
        return Candidates(start, end)
    wanted = Wanted("address", prefix, start, end) if "@" in prefix else None
    return Candidates(start, end, tuple(_names(prefix.lower())), wanted)


def _word(text: str, cursor: int) -> tuple[int, int]:
    """Where the word around the cursor begins (after its `-`) and ends."""
    at = 0
    while at < len(text):
        found = _TERM.match(text, at)
        if found is None or found.end() == at:
            break
        if cursor <= found.end():
            return (found.start("word"), found.end()) if cursor >= found.start("word") else (cursor, cursor)
        at = found.end()
    return cursor, cursor


def _names(prefix: str) -> Iterable[Candidate]:
    """Fields that begin so; then words of closed lists, such as `status:bounced` for `bou`."""
    prefix = prefix.replace("_", "-")
    for field in FIELDS.values():
        if field.name.startswith(prefix):
            yield Candidate(f"{field.name}:", field.help)
        elif prefix and any(alias.startswith(prefix) for alias in field.aliases):
            yield Candidate(f"{field.name}:", f"{field.help} ({', '.join(field.aliases)})")
    if len(prefix) > 1:
        for name in ("status", "is"):
            for known in FIELDS[name].words:
                if known.word.startswith(prefix):
                    yield Candidate(f"{name}:{known.word}", known.help)


def _at(prefix: str, start: int, end: int, saved: Iterable[str]) -> Candidates:
    found = tuple(Candidate(f"@{name}", "saved search") for name in saved if name.startswith(prefix[1:]))
    return Candidates(start, end, found, Wanted("domain", prefix[1:], start + 1, end))


def _values(field: Field, text: str, at: int, cursor: int, end: int) -> Candidates:
    """Completions for the value at the cursor, one of those that follow the colon at `at`."""
    found = _VALUE.match(text, at, end)
    while found and found.end() < cursor:
        found = _VALUE.match(text, found.end() + 1, end)
    if found is None:
        return Candidates(cursor, cursor)
    start = found.start() if field.type in SIGNED else found.end("sign") if found["sign"] else found.start()
    if field.type is FieldType.MOMENT:
        start = max(start, text.rfind("..", start, cursor) + 2)
    start = min(start, cursor)
    prefix = text[start:cursor].removeprefix('"')
    items = tuple(item for item in _offers(field) if _begins(item.text, prefix))
    return Candidates(start, found.end(), items, _wanted(field, prefix, start, found.end()))


def _offers(field: Field) -> Iterable[Candidate]:
    for known in field.words:
        yield Candidate(known.word, known.help)
    if field.type is FieldType.MOMENT:
        yield from _AGO
    if field.type in SIGNED:
        for example in field.examples:
            yield Candidate(example.partition(":")[2], field.help)


def _begins(word: str, prefix: str) -> bool:
    return word.replace("_", "-").startswith(prefix.lower().replace("_", "-"))


def _wanted(field: Field, prefix: str, start: int, end: int) -> Wanted | None:
    if prefix.startswith("/"):
        return None
    if field.type is FieldType.ADDRESS and prefix.startswith("@"):
        domain = "sender-domain" if field.name == "from" else "domain"
        return Wanted(domain, prefix[1:], start + 1, end)
    return Wanted(field.name, prefix, start, end) if field.type in _FROM_STORE else None
