"""Hypothesis strategies: queries about what a database holds, so that most of them find something."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.query import trees
from tests.search.oracle import Oracle, Row, _texts
from tests.search.remarking import TAGS

from mailtui.query.fields import FIELDS, FieldType
from mailtui.query.tree import (
    And,
    Choice,
    Compare,
    Domain,
    Node,
    Not,
    Op,
    Or,
    Pattern,
    Query,
    Term,
    Text,
    Value,
)

_TEXTUAL = {
    FieldType.ADDRESS, FieldType.DOMAIN, FieldType.HOST, FieldType.TEXT, FieldType.ID,
    FieldType.MESSAGE_ID, FieldType.NOTE, FieldType.IP, FieldType.FULL_TEXT, FieldType.ENHANCED_CODE,
}  # fmt: skip
_EXACT = {FieldType.ADDRESS, FieldType.HOST, FieldType.TEXT, FieldType.MESSAGE_ID, FieldType.NOTE}
_DOMAINS = {FieldType.ADDRESS, FieldType.DOMAIN, FieldType.HOST}
_PATTERNS = (
    "over ?quota", r"^mx\d", "b.b", r"[0-9]{3} [45]\\.", "ö", r"(a|b)_?(a|%)", r"\bid=", r"example$",
    "q+u|x", ".",
)  # fmt: skip


def queries(oracle: Oracle) -> st.SearchStrategy[Query]:
    """Trees over values of the data, and some over any values."""
    terms = st.one_of(_terms(oracle), _terms(oracle), trees.terms())

    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(inner.map(Not), several.map(And), several.map(Or))

    return st.builds(Query, st.one_of(st.none(), st.recursive(terms, grown, max_leaves=6)), trees.sorts)


def _terms(oracle: Oracle) -> st.SearchStrategy[Node]:
    names = [field.name for field in FIELDS.values() if field.type is not FieldType.SORT]
    rows = st.sampled_from(oracle.rows)

    @st.composite
    def term(draw: st.DrawFn) -> Node:
        name = draw(st.sampled_from(names))
        values = draw(st.lists(_value(name, draw(rows)), min_size=1, max_size=2))
        return Term(name, tuple(values))

    return term()


def _value(name: str, row: Row) -> st.SearchStrategy[Value]:
    kind = FIELDS[name].type
    if kind in (FieldType.NUMBER, FieldType.SIZE, FieldType.DURATION, FieldType.CODE):
        near = {"size": row.size, "tries": row.tries, "code": row.code}.get(name)
        return st.builds(Compare, st.sampled_from(Op), st.just(float(near or 451)))
    if kind is FieldType.INCIDENT:
        numbers = [Text(text) for text in row.incidents if text.isdigit()]
        return st.sampled_from([*numbers, Choice("any"), Text("999")])
    if kind is FieldType.TAG:
        return st.sampled_from([*map(Text, TAGS), Choice("any"), Text("no-such")])
    if kind is FieldType.WORDS and (found := {"class": row.failure_class, "side": row.side}.get(name)):
        return st.just(Choice(str(found)))
    texts = row.lines if name == "text" else _texts(name, row) if kind in _TEXTUAL else []
    if not texts:
        return trees.values(FIELDS[name])
    return st.sampled_from(texts).flatmap(lambda text: _about(kind, text))


def _about(kind: FieldType, text: str) -> st.SearchStrategy[Value]:
    if kind in (FieldType.IP, FieldType.ENHANCED_CODE):
        dots = [at for at, character in enumerate(text) if character in ".:"]
        begun = [text[: at + (kind is FieldType.IP)] for at in dots]
        return st.sampled_from([text or "0", *begun]).map(Text)
    if kind is FieldType.ID:
        return st.integers(1, max(len(text), 1)).map(lambda size: Text(text[:size] or "x"))
    found = [_parts(text), _parts(text), _parts(text)]
    if kind in _EXACT:
        found.append(st.builds(Text, st.sampled_from([text, text.upper(), text.lower()]), st.just(True)))
    if kind in _DOMAINS and "." in text:
        domain = text.rpartition("@")[2]
        names = [domain, domain.upper(), domain.partition(".")[2] or domain]
        found.append(st.builds(Domain, st.sampled_from(names), st.booleans()))
    if kind in trees_patterned():
        found.append(st.sampled_from(_PATTERNS).map(Pattern))
    return st.one_of(found)


def trees_patterned() -> set[FieldType]:
    """Fields that take a regular expression."""
    from mailtui.query.values import PATTERNED

    return set(PATTERNED)


@st.composite
def _parts(draw: st.DrawFn, text: str) -> Text:
    start = draw(st.integers(0, max(len(text) - 1, 0)))
    part = text[start : start + draw(st.integers(1, 25))] or "x"
    return Text(draw(st.sampled_from([part, part, part.upper(), part.swapcase()])))
