"""From text to tree. Total: any text gives a query, or a QueryError at a position inside the text.

query  = any [ sort ]
any    = all { "OR" all }
all    = { [ "AND" ] one }
one    = ( "-" | "NOT" ) one | "(" any ")" | term
term   = field ":" value { "," value } | "phrase" | /pattern/ | word | @saved
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailtui.errors import QueryError
from mailtui.query import fields
from mailtui.query.bare import is_ip, recognised
from mailtui.query.fields import Field, FieldType
from mailtui.query.nearest import nearest
from mailtui.query.pieces import Piece, Pieces, shortened
from mailtui.query.tree import And, Node, Not, Or, Query, Saved, Sort, Term, Value
from mailtui.query.values import PATTERNED, SIGNED, example, other_word, read_value

DEEPEST = 30
"""Parentheses and negations within each other, saved searches included."""
MOST_VALUES = 500
"""Values in one query: what a database takes in one statement, with room to spare."""
MOST_SAVED = 30
"""Saved searches put into one query."""

_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*):")
_OPERATOR_END = re.compile(r"[\s()]|$")
_SAVED = re.compile(r"@[\w-]+")


def parse(text: str, saved: Mapping[str, str] | None = None) -> Query:
    """The query that `text` says, with `@name` standing for the saved search of that name.

    Raises QueryError with the position of what cannot be understood, and a hint.
    """
    return _Parser(text, _Allowance(saved or {})).query()


@dataclass
class _Allowance:
    """What a query and the saved searches in it share."""

    saved: Mapping[str, str]
    values: int = MOST_VALUES
    expansions: int = MOST_SAVED
    open: list[str] = field(default_factory=list)
    """Names of the saved searches that are being read, outermost first."""


class _Parser:
    def __init__(self, text: str, allowance: _Allowance, depth: int = 0) -> None:
        self.pieces = Pieces(text)
        self.allowance = allowance
        self.base = depth
        self.depth = depth
        self.sort: Sort | None = None
        self.saved_sort: Sort | None = None

    def query(self) -> Query:
        where = self._any()
        if self.pieces.peek() == ")":
            raise QueryError("This parenthesis was never opened", self.pieces.at, 1, "Leave it out")
        return Query(where, self.sort or self.saved_sort or Sort())

    def _any(self) -> Node | None:
        """Up to the closing parenthesis or the end; None when nothing is there."""
        branches = [self._all()]
        while self._next_is("OR"):
            at = self.pieces.at
            if branches[-1] is None:
                raise QueryError("There is nothing before OR", at, 2, "For example relay:mx1 OR relay:mx2")
            self.pieces.at += 2
            branches.append(self._all())
            if branches[-1] is None:
                raise QueryError("There is nothing after OR", at, 2, "For example relay:mx1 OR relay:mx2")
        nodes = tuple(branch for branch in branches if branch is not None)
        return nodes[0] if len(nodes) == 1 else Or(nodes) if nodes else None

    def _all(self) -> Node | None:
        nodes: list[Node] = []
        last_and: int | None = None
        while True:
            self.pieces.skip_space()
            if self.pieces.peek() in ("", ")") or self._next_is("OR"):
                break
            if self._next_is("AND"):
                last_and = self.pieces.at
                self.pieces.at += 3
                if not nodes:
                    raise QueryError("There is nothing before AND", last_and, 3, "AND may be left out")
                continue
            last_and = None
            node = self._one()
            if node is not None:
                nodes.append(node)
        if last_and is not None:
            raise QueryError("There is nothing after AND", last_and, 3, "AND may be left out")
        return And(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None

    def _next_is(self, operator: str) -> bool:
        """Whether the next word is this operator, in capitals and standing alone."""
        after = self.pieces.at + len(operator)
        text = self.pieces.text
        return text.startswith(operator, self.pieces.at) and _OPERATOR_END.match(text, after) is not None

    def _one(self) -> Node | None:
        """One condition; None for a sort, which is none."""
        if self.pieces.peek() == "-":
            return self._negated(1, '"-" itself has to be in quotes')
        if self._next_is("NOT"):
            return self._negated(3, "The word NOT itself has to be in quotes")
        if self.pieces.peek() == "(":
            return self._group()
        return self._term()

    def _negated(self, length: int, hint: str) -> Node:
        at = self.pieces.at
        self.pieces.at += length
        if length > 1:
            self.pieces.skip_space()
        if self.pieces.at_boundary() or (length > 1 and (self._next_is("OR") or self._next_is("AND"))):
            raise QueryError("There is nothing to negate", at, length, hint)
        self._enter(at)
        child = self._one()
        self._leave()
        assert child is not None, "only an order is no condition, and below the top it is an error"
        return Not(child)

    def _group(self) -> Node:
        at = self.pieces.at
        self._enter(at)
        self.pieces.at += 1
        node = self._any()
        if self.pieces.peek() != ")":
            raise QueryError("This parenthesis is never closed", at, 1, "For example (to:bob OR to:eve)")
        self.pieces.at += 1
        self._leave()
        if node is None:
            raise QueryError("There is nothing between the parentheses", at, self.pieces.at - at)
        return node

    def _enter(self, at: int) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(f"More than {DEEPEST} parentheses and negations within each other", at)

    def _leave(self) -> None:
        self.depth -= 1

    def _term(self) -> Node | None:
        node = self._quoted_or_slashed() or self._word()
        if not self.pieces.at_boundary():
            raise QueryError(
                f"{self.pieces.peek()} in the middle of a word",
                self.pieces.at,
                1,
                "Put a space before it; text with quotes, commas or parentheses goes into quotes",
            )
        return node

    def _quoted_or_slashed(self) -> Term | None:
        text = fields.FIELDS["text"]
        piece = None
        if self.pieces.peek() == '"':
            piece = self.pieces.quoted()
        elif self.pieces.peek() == "/":
            piece = self.pieces.slashed()
        if piece is None:
            return None
        self._count(piece)
        return Term("text", (read_value(text, piece),))

    def _word(self) -> Node | None:
        word = self.pieces.word()
        named = _FIELD.match(word)
        if named and not is_ip(word):
            return self._field(named[1])
        at = self.pieces.at
        self.pieces.at += len(word)
        if word.startswith("@") and _SAVED.fullmatch(word):
            return self._saved(Piece(word, at, len(word)))
        if word == "@":
            raise QueryError("@ needs a name", at, 1, "@example.org is a domain, @name a saved search")
        term = recognised(word)
        for _ in term.values:
            self._count(Piece(word, at, len(word)))
        return term

    def _field(self, name: str) -> Node | None:
        at = self.pieces.at
        found = fields.find(name)
        if found is None:
            raise QueryError(f'There is no field "{shortened(name)}"', at, len(name), _unknown(name))
        self.pieces.at += len(name) + 1
        if found.type is FieldType.SORT:
            self._sort(found, at)
            return None
        return Term(found.name, tuple(self._values(found, at)))

    def _values(self, found: Field, at: int) -> Iterator[Value]:
        compared, patterns = found.type in SIGNED, found.type in PATTERNED
        while True:
            piece = self.pieces.value(compared=compared, patterns=patterns)
            if piece is None:
                missing = "a value after the comma" if self.pieces.text[at] == "," else "a value"
                hint = f"{example(found)}, without a space before it"
                raise QueryError(f"{found.name}: needs {missing}", at, self.pieces.at - at, hint)
            self._count(piece)
            yield read_value(found, piece)
            if self.pieces.peek() != ",":
                return
            at = self.pieces.at
            self.pieces.at += 1

    def _count(self, piece: Piece) -> None:
        self.allowance.values -= 1
        if self.allowance.values < 0:
            raise piece.error(f"More than {MOST_VALUES} values in one query", "Ask in several queries")

    def _sort(self, found: Field, at: int) -> None:
        piece = self.pieces.value(compared=False, patterns=False)
        word = piece.text.lower() if piece else ""
        length = self.pieces.at - at
        if word not in [known.word for known in found.words]:
            raise QueryError(
                f'Rows cannot be sorted by "{shortened(word)}"', at, length, other_word(found, word)
            )
        if self.depth > self.base:
            raise QueryError(
                "The order belongs to the whole query", at, length, "Put it at the end: sort:-delay"
            )
        if self.sort:
            raise QueryError("The order is given twice", at, length, "Leave one of them out")
        self.sort = Sort(word.removeprefix("-"), descending=word.startswith("-"))

    def _saved(self, name: Piece) -> Node:
        allowance, word = self.allowance, name.text.removeprefix("@")
        if word not in allowance.saved:
            raise name.error(f"There is no saved search {name.shown}", _unknown_saved(word, allowance.saved))
        allowance.expansions -= 1
        if word in allowance.open or allowance.expansions < 0:
            raise name.error(f"The saved search {name.text} leads back to itself, or to too many others")
        allowance.open.append(word)
        inner = _Parser(allowance.saved[word], allowance, self.depth + 1)
        try:
            query = inner.query()
        except QueryError as wrong:
            raise name.error(f"In the saved search {name.text}: {wrong.title}", wrong.hint) from wrong
        allowance.open.pop()
        if query.where is None:
            raise name.error(f"The saved search {name.text} has no conditions")
        if self.depth == self.base:
            self.saved_sort = self.saved_sort or inner.sort
        return Saved(word, query.where)


def _unknown(name: str) -> str:
    near = nearest(name, fields.names())
    found = fields.find(near) if near else None
    question = f"Did you mean {near}, as in {found.examples[0]}? " if found else ""
    return f"{question}To search for the text itself put it in quotes"


def _unknown_saved(word: str, saved: Mapping[str, str]) -> str:
    near = nearest(word, saved)
    known = f"Did you mean @{near}? " if near else ""
    return f"{known}A domain without a dot is address:@{word}"
