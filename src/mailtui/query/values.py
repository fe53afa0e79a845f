"""From a piece of text to a value, by the type of its field."""

from __future__ import annotations

import ipaddress
import re
import warnings
from collections.abc import Callable

from mailtui.model.tags import RULE, tag_name
from mailtui.query import numbers
from mailtui.query.fields import FIELDS, Field, FieldType
from mailtui.query.nearest import nearest
from mailtui.query.pieces import Piece, shortened
from mailtui.query.spans import read_span
from mailtui.query.tree import Choice, Compare, Domain, Op, Pattern, Range, Text, Value

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-fv:.]+\]")
_ENHANCED = re.compile(r"([245](?:\.[0-9]{1,3}){0,2})(?:\.x|\.)*", re.IGNORECASE)
_CODE_CLASS = re.compile(r"([2-5])(?:xx|\.\.)?|([2-5][0-9])[x.]?", re.IGNORECASE)
_NETWORK = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3}){3})/(8|16|24)")
_IP_START = re.compile(r"(?:[0-9]{1,3}\.){1,3}|(?:[0-9a-f]{1,4}:){1,7}:?", re.IGNORECASE)
_INCIDENT = re.compile(r"#?0*([0-9]{1,18})", re.ASCII)
_LONGEST_PATTERN = 500

SIGNED = frozenset({FieldType.NUMBER, FieldType.SIZE, FieldType.DURATION, FieldType.CODE})
PATTERNED = frozenset({
    FieldType.ADDRESS, FieldType.DOMAIN, FieldType.HOST,
    FieldType.TEXT, FieldType.FULL_TEXT, FieldType.MESSAGE_ID, FieldType.NOTE,
})  # fmt: skip


def read_value(field: Field, piece: Piece) -> Value:
    """The value that a piece is for a field; QueryError, with an example, when it is none."""
    if piece.pattern:
        return _pattern(piece)
    empty_counts = piece.sign == "=" and piece.quoted and field.type in (FieldType.ADDRESS, FieldType.TEXT)
    if not piece.text and not empty_counts:
        raise piece.error(f"{field.name}: needs a value", example(field))
    return _READERS[field.type](field, piece)


def example(field: Field) -> str:
    """A hint that shows how the field is used."""
    return f"For example {' or '.join(field.examples[:2])}"


def _pattern(piece: Piece) -> Value:
    if not piece.text:
        raise piece.error("This regular expression is empty", "For example reply:/over ?quota/")
    if len(piece.text) > _LONGEST_PATTERN:
        raise piece.error(f"This regular expression is longer than {_LONGEST_PATTERN} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(piece.text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as wrong:
        reason = wrong.msg if isinstance(wrong, re.error) else "it is too complicated"
        hint = "Case never counts; in quotes it is plain text"
        raise piece.error(f"This is no regular expression: {reason}", hint) from wrong
    return Pattern(piece.text)


def _text(field: Field, piece: Piece) -> Value:
    if field.type is FieldType.FULL_TEXT and piece.sign:
        raise piece.error("Full text cannot be compared as a whole", 'In quotes it is a phrase: "=> bob"')
    return Text(piece.text, exact=piece.sign == "=")


def _address(field: Field, piece: Piece) -> Value:
    text = piece.text
    if piece.quoted:
        return _text(field, piece)
    if text.startswith("<") and text.endswith(">") and len(text) > 1:
        return Text(text[1:-1], exact=True)
    if text.startswith(("@", "*@")):
        return _domain_name(field, piece, text.lstrip("*")[1:])
    _no_wildcard(field, piece)
    return _text(field, piece)


def _domain(field: Field, piece: Piece) -> Value:
    name = piece.text.removeprefix("@")
    if piece.quoted and not piece.sign:
        return Text(piece.text)
    if piece.sign or piece.text.startswith(("@", "*.")) or "." in name:
        return _domain_name(field, piece, name)
    _no_wildcard(field, piece)
    return Text(name)


def _host(field: Field, piece: Piece) -> Value:
    if not piece.quoted and piece.text.startswith(("@", "*.")):
        return _domain_name(field, piece, piece.text.removeprefix("@"))
    if not piece.quoted:
        _no_wildcard(field, piece)
    return _text(field, piece)


def _domain_name(field: Field, piece: Piece, name: str) -> Value:
    below = name.removeprefix("*.")
    if not _DOMAIN.fullmatch(below):
        raise piece.error(f'"{shortened(below)}" is no domain name', example(field))
    return Domain(below.removesuffix(".").lower(), subdomains=below != name)


def _no_wildcard(field: Field, piece: Piece) -> None:
    if "*" in piece.text:
        hint = "A part is enough, without a star; @*.example.org means subdomains; in quotes a star is a star"
        raise piece.error(f"{field.name}: has no wildcards", hint)


def _message_id(field: Field, piece: Piece) -> Value:
    text = piece.text
    if not piece.quoted and text.startswith("<") and text.endswith(">") and len(text) > 2:
        return Text(text[1:-1], exact=True)
    return _text(field, piece)


def _ip(_field: Field, piece: Piece) -> Value:
    text = piece.text.strip("[]")
    network = _NETWORK.fullmatch(text)
    if network:
        kept = network[1].split(".")[: int(network[2]) // 8]
        return Text(".".join(kept) + ".")
    if _IP_START.fullmatch(text) and not text.endswith("::"):
        return Text(text.lower())
    try:
        return Text(str(ipaddress.ip_address(text[:64])))
    except ValueError:
        hint = "192.0.2.1, or a beginning such as 192.0.2. or 192.0.2.0/24 (/8, /16, /24)"
        raise piece.error(f'"{piece.shown}" is no IP address', hint) from None


def _enhanced(field: Field, piece: Piece) -> Value:
    found = _ENHANCED.fullmatch(piece.text)
    if found is None:
        raise piece.error(f'"{piece.shown}" is no enhanced status code', example(field))
    return Text(found[1])


def _choice(field: Field, piece: Piece) -> Value:
    wanted = _folded(piece.text)
    for known in field.words:
        if wanted in (_folded(known.word), *known.aliases):
            return Choice(known.word)
    raise piece.error(f'{field.name}: does not know "{piece.shown}"', other_word(field, wanted))


def _folded(word: str) -> str:
    return word.lower().replace("-", "_")


def other_word(field: Field, wanted: str) -> str:
    """A hint for a word that the closed list of the field does not have."""
    words = [known.word for known in field.words]
    near = nearest(wanted, words)
    elsewhere = [
        f"{other.name}:{wanted}"
        for other in FIELDS.values()
        if other.type is FieldType.WORDS and wanted in [known.word for known in other.words]
    ]
    meant = elsewhere[:1] or [f"{field.name}:{near}" if near else ""]
    question = f"Did you mean {meant[0]}? " if meant[0] else ""
    return f"{question}It knows {', '.join(words)}"


def _number(field: Field, piece: Piece) -> Value:
    low_text, dots, high_text = piece.text.partition("..")
    low = _one_number(field, piece, low_text) if low_text else None
    high = _one_number(field, piece, high_text) if high_text else None
    if dots and piece.sign:
        raise piece.error(f"{field.name}: takes a sign or a range, not both", example(field))
    if low is not None and high is not None:
        if low > high:
            raise piece.error("This range runs backwards", f"{field.name}:{high_text}..{low_text}")
        return Range(low, high)
    if dots:
        return _open_range(field, piece, low, high)
    unsigned = Op.GE if field.type in (FieldType.SIZE, FieldType.DURATION) else Op.EQ
    return Compare(Op(piece.sign) if piece.sign else unsigned, low or 0.0)


def _open_range(field: Field, piece: Piece, low: float | None, high: float | None) -> Value:
    if low is not None:
        return Compare(Op.GE, low)
    if high is not None:
        return Compare(Op.LE, high)
    raise piece.error(f"{field.name}: needs a number", example(field))


def _one_number(field: Field, piece: Piece, text: str) -> float:
    number = numbers.read(text, field.type)
    if number is None or (field.type is FieldType.CODE and not 200 <= number <= 599):
        named = {FieldType.SIZE: "size", FieldType.DURATION: "duration", FieldType.CODE: "SMTP reply code"}
        raise piece.error(f'"{shortened(text)}" is no {named.get(field.type, "number")}', example(field))
    return number


def _code(field: Field, piece: Piece) -> Value:
    found = None if piece.sign not in ("", "=") else _CODE_CLASS.fullmatch(piece.text)
    if found is None:
        return _number(field, piece)
    width = 10 ** (3 - len(found[1] or found[2]))
    low = float(int(found[1] or found[2]) * width)
    return Range(low, low + width - 1)


def _moment(field: Field, piece: Piece) -> Value:
    return read_span(field, piece, example(field))


def _incident(field: Field, piece: Piece) -> Value:
    number = _INCIDENT.fullmatch(piece.text)
    if number is None:
        return _choice(field, piece)
    return Text(number[1])


def _note(field: Field, piece: Piece) -> Value:
    if not piece.quoted and not piece.sign and piece.text.lower() == "any":
        return Choice("any")
    return _text(field, piece)


def _tag(_field: Field, piece: Piece) -> Value:
    if _folded(piece.text) == "any":
        return Choice("any")
    name = tag_name(piece.text)
    if name is None:
        raise piece.error(f'"{piece.shown}" cannot be the name of a tag', f"A name is {RULE}")
    return Text(name)


_READERS: dict[FieldType, Callable[[Field, Piece], Value]] = {
    FieldType.ADDRESS: _address,
    FieldType.DOMAIN: _domain,
    FieldType.HOST: _host,
    FieldType.TEXT: _text,
    FieldType.FULL_TEXT: _text,
    FieldType.WORDS: _choice,
    FieldType.NUMBER: _number,
    FieldType.SIZE: _number,
    FieldType.DURATION: _number,
    FieldType.CODE: _code,
    FieldType.ENHANCED_CODE: _enhanced,
    FieldType.MOMENT: _moment,
    FieldType.ID: _text,
    FieldType.MESSAGE_ID: _message_id,
    FieldType.IP: _ip,
    FieldType.INCIDENT: _incident,
    FieldType.NOTE: _note,
    FieldType.TAG: _tag,
}
