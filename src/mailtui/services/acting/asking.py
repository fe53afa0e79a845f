"""The query line of the audit: `by:ann act:state since:2d on:incident:7 "with words"`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import tzinfo

from mailtui.errors import QueryError
from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject, recipient
from mailtui.query import moments
from mailtui.query.instants import spelling
from mailtui.query.tree import Instant, Span
from mailtui.store.acting.reading import Wanted

KEYS = ("by", "act", "since", "until", "on")
HINT = "by:NAME act:VERB since:2d until:yesterday on:incident:7 on:bob@example.org, and words"
_WORD = re.compile(r'(?:([A-Za-z]+):)?(?:"([^"]*)"?|(\S+))')
_ROW = re.compile(r"d(\d{1,18})\.(\d{1,5})")


def wanted(text: str, now: int, zone: tzinfo) -> Wanted:
    """What a query line asks for; QueryError with the place where it is wrong.

    `now`: UTC microseconds; `zone`: where days begin.
    """
    found = Wanted()
    for match in _WORD.finditer(text):
        key = (match[1] or "").lower()
        value = match[2] if match[2] is not None else match[3]
        if key and key not in KEYS:
            near = f'for a word with a colon put it in quotes: "{match[0]}"'
            raise QueryError(f"the audit knows no {key}:", match.start(), len(match[0]), f"{HINT}; {near}")
        found = _with(found, key, value, match, now, zone)
    return found


def _with(found: Wanted, key: str, value: str, match: re.Match[str], now: int, zone: tzinfo) -> Wanted:
    if key == "by":
        return replace(found, by=value)
    if key == "act":
        return replace(found, act=value)
    if key == "on":
        return _on(found, value, match)
    if key in ("since", "until"):
        kept = spelling(value)
        if kept is None:
            hint = "for example 2h, 7d, yesterday, 2026-11-20, 2026-11-20T10:30"
            raise QueryError(f'"{value}" is no date', match.start(), len(match[0]), hint)
        instant = Instant(kept)
        if key == "since":
            return replace(found, since=moments.resolve(Span(instant, None), now, zone)[0])
        return replace(found, until=moments.resolve(Span(None, instant), now, zone)[1])
    return replace(found, words=(*found.words, value))


def _on(found: Wanted, value: str, match: re.Match[str]) -> Wanted:
    """`incident:7`, `#7`, `d12.1` (a row of a search), or an address."""
    kind, _, number = value.partition(":")
    if row := _ROW.fullmatch(value):
        return replace(found, subject=recipient(int(row[1]), int(row[2])))
    if "@" in value:
        return replace(found, address=value)
    if value.startswith("#") and _is_number(value[1:]):
        return replace(found, subject=Subject(SubjectKind.INCIDENT, int(value[1:])))
    if kind in set(SubjectKind) and _is_number(number):
        return replace(found, subject=Subject(SubjectKind(kind), int(number)))
    kinds = ", ".join(SubjectKind)
    hint = f"a kind and a number such as incident:7 (kinds: {kinds}), a row such as d12.1, or an address"
    raise QueryError(f'"{value}" is nothing that an act can be on', match.start(), len(match[0]), hint)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
