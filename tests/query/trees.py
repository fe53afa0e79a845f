"""Hypothesis strategies: queries of every shape the parser can give."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from mailtui.query.fields import FIELDS, Field, FieldType
from mailtui.query.tree import (
    And,
    Choice,
    Compare,
    Domain,
    Instant,
    Node,
    Not,
    Op,
    Or,
    Pattern,
    Query,
    Range,
    Sort,
    Span,
    Term,
    Text,
    Value,
)

anything = st.text(max_size=30)
nonempty = st.text(min_size=1, max_size=30)
tricky = st.sampled_from([
    "OR", "AND", "-", "a,b", "a b", "(", ")", '"', "\\", "/", "x/y", "@x.org", "@saved", "=", ">1", "1..2",
    "*", "<>", "\n", "\\n", "status:bounced", "1tKxyz-000000001AB-2cDe", "::1",
])  # fmt: skip
words = st.one_of(tricky, nonempty)
parts = st.builds(Text, words)
exact = st.builds(Text, st.one_of(words, st.just("")), st.just(True))
domains = st.builds(
    Domain,
    st.text(string.ascii_lowercase + "-", min_size=1).map(lambda name: f"{name}.example"),
    st.booleans(),
)
patterns = st.builds(
    Pattern, st.sampled_from(["over ?quota", "a/b", "x|y", r"\d+\\", "(a,b)", '"', r"[^/]\."])
)
sizes = st.integers(0, 2**53).map(float)
moments = st.sampled_from(
    [
        "2h",
        "3d",
        "now",
        "yesterday",
        "monday",
        "2026",
        "2026-11",
        "2026-11-18T10",
        "2026-11-18T10:30:15.25Z",
        "10:30",
    ]
).map(Instant)


@st.composite
def ranges(draw: st.DrawFn, numbers: st.SearchStrategy[float]) -> Range:
    low, high = sorted((draw(numbers), draw(numbers)))
    return Range(low, high)


def compared(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Value]:
    return st.one_of(st.builds(Compare, st.sampled_from(Op), numbers), ranges(numbers))


@st.composite
def spans(draw: st.DrawFn, field: str) -> Span:
    point = draw(moments)
    if field != "date":
        start = point if field in ("since", "after") else None
        return Span(start, None if start else point, exclusive=field in ("before", "after"))
    is_day = point.text[-1] not in "hd"
    return draw(
        st.sampled_from([Span(point, None), Span(None, point), *([Span(point, point)] if is_day else [])])
    )


def values(field: Field) -> st.SearchStrategy[Value]:
    floats = st.floats(0, 2**40, allow_nan=False, allow_subnormal=False)
    by_type: dict[FieldType, st.SearchStrategy[Value]] = {
        FieldType.ADDRESS: st.one_of(parts, exact, domains, patterns),
        FieldType.DOMAIN: st.one_of(parts, domains, patterns),
        FieldType.HOST: st.one_of(parts, domains, st.builds(Text, words, st.just(True)), patterns),
        FieldType.TEXT: st.one_of(parts, exact, patterns),
        FieldType.FULL_TEXT: st.one_of(parts, patterns),
        FieldType.WORDS: st.sampled_from([Choice(known.word) for known in field.words] or [Choice("")]),
        FieldType.NUMBER: compared(sizes),
        FieldType.SIZE: compared(st.one_of(sizes, floats)),
        FieldType.DURATION: compared(st.one_of(sizes, floats)),
        FieldType.CODE: compared(st.integers(200, 599).map(float)),
        FieldType.ENHANCED_CODE: st.sampled_from([Text("5"), Text("4.7"), Text("5.1.1")]),
        FieldType.MOMENT: spans(field.name),
        FieldType.ID: parts,
        FieldType.INCIDENT: st.one_of(st.just(Choice("any")), st.integers(0, 10**18 - 1).map(str).map(Text)),
        FieldType.NOTE: st.one_of(
            parts,
            st.builds(Text, words, st.just(True)),
            patterns,
            st.sampled_from([Choice("any"), Text("any")]),
        ),
        FieldType.TAG: st.sampled_from(
            [Text("vip"), Text("to-do"), Text("a.b-c"), Text("öl"), Choice("any")]
        ),
        FieldType.MESSAGE_ID: st.one_of(parts, st.builds(Text, words, st.just(True)), patterns),
        FieldType.IP: st.sampled_from([Text("192.0.2.1"), Text("192.0."), Text("::1"), Text("2001:db8:")]),
    }
    return by_type[field.type]


def terms() -> st.SearchStrategy[Node]:
    fields = st.sampled_from([field for field in FIELDS.values() if field.type is not FieldType.SORT])
    return fields.flatmap(
        lambda field: st.lists(values(field), min_size=1, max_size=3).map(
            lambda found: Term(field.name, tuple(found))
        )
    )


def nodes() -> st.SearchStrategy[Node]:
    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=2, max_size=4).map(tuple)
        return st.one_of(inner.map(Not), several.map(And), several.map(Or))

    return st.recursive(terms(), grown, max_leaves=12)


sorts = st.builds(
    Sort, st.sampled_from([field.name for field in FIELDS.values() if field.sortable]), st.booleans()
)
queries = st.builds(Query, st.one_of(st.none(), nodes()), sorts)

_SNIPPETS = [
    *(f"{name}:" for name in FIELDS), "(", ")", "-", " OR ", " AND ", "NOT ", '"', "/", "\\", ",", "..", "=",
    ">", "<", "@", "@x.org", "@saved", "bounced", "10M", "2h", "5xx", "5.1.1", "2026-11-18", "192.0.2.1",
    "::1", "*.", " ", "\n", "\x00", "\u202e", "é", "a", "sort:-delay ", "status:bounced ",
]  # fmt: skip
like_queries = st.lists(st.sampled_from(_SNIPPETS), max_size=25).map("".join)
"""Texts that look like queries and mostly are none."""
