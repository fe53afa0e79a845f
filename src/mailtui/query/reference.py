"""The reference of the query language, made from the table of fields. `python -m mailtui.query.reference`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from mailtui.query.english import explain
from mailtui.query.fields import FIELDS, Field, FieldType
from mailtui.query.parser import parse

SAVED = {"morning-bounces": "status:bounced since:today"}
"""The saved search that the examples speak of."""

SYNTAX = (
    ("status:bounced to:@gmail.com since:2h", "Conditions are all to be met; AND may be written or left out"),
    ("relay:mx1 OR relay:mx2", "OR in capitals; it binds less than AND"),
    ("(relay:mx1 OR relay:mx2) delay:>30s", "Parentheses"),
    ("code:5xx -to:@corp.example", "`-` (or NOT) negates a condition"),
    ("-(is:failed OR is:waiting)", "... or a group"),
    ("from:news@shop.example,info@shop.example", "A comma is OR inside a field"),
    ("to:bob to:@example.org", "The same field twice is AND"),
    ('reply:"mailbox full"', r"A phrase; `\"` and `\\` stand for the characters, `\n` for a line break"),
    ("reply:/over ?quota/", r"A regular expression; a slash inside is `\/`. Best on an already narrowed set"),
    ("to:bob", "Part of an address, host name or text"),
    ("to:=bob@example.org", "`=`: exactly"),
    ("to:@example.org", "At a domain"),
    ("to:@*.example.org", "At its subdomains"),
    ("from:<>", "The null sender, which bounce messages have"),
    ("tries:>3 size:100K..1M", "`<` `<=` `>` `>=` `=` and ranges, both ends included"),
    ("esc:5.7 code:4..", "Beginnings of codes"),
    ("class:rate-limited provider:google", "Why it fails, and at whom"),
    ("tag:vip -tag:todo", "Tags that people put on; `has:tag` is the same as `tag:any`"),
    ('note:"called them" has:tag', "Words in notes; never in private notes of others"),
    ("inc:any -inc:12", "In an open incident, but not in incident 12"),
    ("date:2026-11-18..2026-11-20", "A range of dates, both days whole"),
    ("date:3d..1d", "From three days ago to one day ago"),
    ("since:2026-11-18T10:30", "A time (of the reader's zone, or with `Z` or `+01:00`)"),
    (
        "after:yesterday before:10:30",
        "`since`, `until` include what they name; `after`, `before` do not",
    ),
    ("1tKxyz-000000001AB-2cDe", "Without a field: a queue id"),
    ("<20261118.1@example.org>", "... a Message-ID"),
    ("@example.org", "... a domain"),
    ("bob@", "... an address"),
    ("192.0.2.1", "... an IP address"),
    ('"connection timed out"', "... and everything else: a word or phrase in log lines, replies, subjects"),
    ("connection timeout", "Two words without quotes: both, anywhere"),
    ("@morning-bounces -to:@corp.example", "`@name` without a dot: a saved search, here narrowed"),
    ("is:failed sort:-delay", "Order; newest first when none is given"),
)
"""Examples with what they show."""

_HEAD = """\
# The query language

One line of text, the same in the search bar, in saved searches and on the command line. This page is made
from the table of fields by `python -m mailtui.query.reference > docs/query.md`; a test keeps it fresh.

## Writing a query
"""
_UNITS = """\
Sizes: `K` `M` `G` `T` (powers of 1024), bytes without a unit. Durations: `s` `m` `h` `d` `w`, seconds
without a unit. Dates: `2026`, `2026-11`, `2026-11-18`, `2026-11-18T10:30`, `10:30` (today), `2h` `3d` `1w`
(ago), and the words below. A size or duration without a sign means "at least"; a number or code without a
sign means "exactly". Upper and lower case differ only in queue ids. A query holds at most 500 values and 30
parentheses within each other.
"""


def reference() -> str:
    """The whole page, Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    yield from _table(("query", "reads", "shows"), _examples())
    yield "\n## Fields\n"
    yield from _table(("field", "also", "meaning", "examples"), map(_row, FIELDS.values()))
    yield f"\n{_UNITS}"
    yield "## Words\n"
    for field in FIELDS.values():
        if field.words and (field.type is not FieldType.MOMENT or field.name == "date"):
            yield from _table((f"{field.name}:", "meaning"), ((_code(k.word), k.help) for k in field.words))
            yield ""


def _examples() -> Iterator[tuple[str, str, str]]:
    for text, shows in SYNTAX:
        yield _code(text), explain(parse(text, SAVED)), shows


def _row(field: Field) -> tuple[str, str, str, str]:
    also = " ".join(map(_code, field.aliases))
    return _code(field.name), also, field.help, " ".join(map(_code, field.examples))


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield _line(heads)
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield _line(row)


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _code(text: str) -> str:
    return f"`{text}`"


if __name__ == "__main__":
    sys.stdout.write(reference())
