"""A query read back in plain English, so that nobody has to guess how it was understood."""

from __future__ import annotations

from mailtui.query import fields
from mailtui.query.fields import Field, FieldType
from mailtui.query.phrases import amount, code, span
from mailtui.query.tree import (
    And,
    Choice,
    Compare,
    Domain,
    Node,
    Not,
    Or,
    Pattern,
    Query,
    Range,
    Saved,
    Sort,
    Span,
    Term,
    Text,
    Value,
)


def explain(query: Query) -> str:
    """Such as 'bounced, to gmail.com, in the last 2 hours'; 'everything' when there is no condition."""
    where = query.where
    if where is None:
        parts = ["everything"]
    else:
        parts = [_read(node) for node in (where.children if isinstance(where, And) else (where,))]
    if query.sort != Sort():
        parts.append(_order(query.sort))
    return ", ".join(parts)


def _order(sort: Sort) -> str:
    order = fields.FIELDS[sort.field].order or ("", "")
    return order[sort.descending]


def _read(node: Node) -> str:
    match node:
        case Term():
            return _term(node)
        case Not(child):
            return f"not {_inner(child)}"
        case And(children):
            return " and ".join(map(_inner, children))
        case Or(children):
            return f"either {_listed([_inner(child) for child in children])}"
        case Saved(name, child):
            several = child.children if isinstance(child, And) else (child,)
            return f"@{name} ({', '.join(map(_read, several))})"


def _inner(node: Node) -> str:
    """A node within another: in parentheses where it would otherwise run into its neighbours."""
    several = isinstance(node, And | Or) or (isinstance(node, Term) and len(node.values) > 1)
    return f"({_read(node)})" if several else _read(node)


def _listed(texts: list[str]) -> str:
    return f"{', '.join(texts[:-1])} or {texts[-1]}" if len(texts) > 1 else texts[0]


def _term(term: Term) -> str:
    field = fields.FIELDS[term.field]
    return field.reads.format(_listed([_value(field, value) for value in term.values]))


def _value(field: Field, value: Value) -> str:
    match value:
        case Text(text, exact):
            return _text(field, text, exact)
        case Domain(name, subdomains):
            if subdomains:
                return f"subdomains of {name}"
            return f"{name} and below" if field.type is FieldType.HOST else name
        case Pattern(source):
            return f"{'a note ' if field.type is FieldType.NOTE else ''}matching /{source}/"
        case Choice(word):
            return next(known.reads or word for known in field.words if known.word == word)
        case Compare() | Range():
            return code(value) if field.type is FieldType.CODE else amount(value, field.type)
        case Span():
            return span(value, field.name)


def _text(field: Field, text: str, exact: bool) -> str:
    if exact and field.type is FieldType.NOTE:
        return f'a note that is "{text}"'
    if exact:
        empty = "the null sender" if field.type is FieldType.ADDRESS else 'exactly ""'
        return f"exactly {text}" if text else empty
    if field.type is FieldType.INCIDENT:
        return f"in incident {text}"
    if field.type is FieldType.TAG:
        return text
    if field.type is FieldType.NOTE:
        return f'a note saying "{text}"'
    if field.type in (FieldType.ENHANCED_CODE, FieldType.IP, FieldType.ID):
        return _begun(field, text)
    return f'"{text}"'


def _begun(field: Field, text: str) -> str:
    """Kinds of text that are found by their beginning."""
    if field.type is FieldType.ENHANCED_CODE:
        return text if text.count(".") == 2 else f"{text}.x"
    if field.type is FieldType.IP:
        return f"{text}…" if text.endswith((".", ":")) and not text.endswith("::") else text
    return text
