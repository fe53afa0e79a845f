"""Conditions on texts kept once (addresses, hosts, replies, labels): as a set of their ids."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, TableClause, false, func, or_, select

from mailtui.query.tree import Domain, Pattern, Text, Value
from mailtui.store import schema
from mailtui.store.digests import storable
from mailtui.store.selecting.context import Context, among
from mailtui.store.selecting.functions import folded, matches
from mailtui.store.selecting.logic import either

ADDRESS = schema.ADDRESS
DOMAIN = schema.ADDRESS_DOMAIN
HOST = schema.HOST
LABEL = schema.LABEL
REPLY = schema.REPLY
SERVER = schema.SERVER


def plain_text(column: ColumnElement[str], value: Value) -> ColumnElement[bool]:
    """Text (a part, or all of it) or a pattern against one column, without regard to case."""
    if isinstance(value, Pattern):
        return matches(column, storable(value.source))
    if not isinstance(value, Text):
        return false()
    text = storable(value.text).lower()
    if not _simple(text):
        return folded(column) == text if value.exact else func.instr(folded(column), text) > 0
    return func.lower(column) == text if value.exact else column.like(f"%{_escaped(text)}%", escape="\\")


def _simple(text: str) -> bool:
    """Whether SQLite's own comparison does: it folds only ASCII, and a NUL ends its patterns."""
    return text.isascii() and "\0" not in text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _at_or_below(column: ColumnElement[str], value: Domain, *, below: bool) -> ColumnElement[bool]:
    """A name in lower case is the domain's, or (`below`) one under it."""
    name = storable(value.name).lower()
    return column.like(f"%.{_escaped(name)}", escape="\\") if below else column == name


def addresses(value: Value) -> ColumnElement[bool]:
    """Over `address`: an exact address, a part, a domain, a pattern."""
    if isinstance(value, Domain):
        of_domain = _at_or_below(DOMAIN.c.name, value, below=value.subdomains)
        return ADDRESS.c.domain_id.in_(select(DOMAIN.c.id).where(of_domain))
    return plain_text(ADDRESS.c.text, value)


def address_domains(value: Value) -> ColumnElement[bool]:
    """Over `address`, by the domain: the domain itself, its subdomains, or a part of its name."""
    if isinstance(value, Domain):
        return addresses(value)
    return ADDRESS.c.domain_id.in_(select(DOMAIN.c.id).where(plain_text(DOMAIN.c.name, value)))


def _host_names(column: ColumnElement[str], value: Value) -> ColumnElement[bool]:
    if isinstance(value, Domain):
        name = func.lower(column) if value.name.isascii() else folded(column)
        below = _at_or_below(name, value, below=True)
        return below if value.subdomains else or_(_at_or_below(name, value, below=False), below)
    return plain_text(column, value)


def hosts(value: Value) -> ColumnElement[bool]:
    """Over `host` by its name; `@google.com` is that name and all below it."""
    return _host_names(HOST.c.name, value)


def servers(value: Value) -> ColumnElement[bool]:
    """Over `server` by its name."""
    return _host_names(SERVER.c.name, value)


def host_ips(value: Value) -> ColumnElement[bool]:
    """Over `host` by its IP: a whole address, or a beginning (`192.0.2.`)."""
    if not isinstance(value, Text):
        return false()
    text = storable(value.text)
    if text.endswith((".", ":")):
        return HOST.c.ip.like(f"{_escaped(text)}%", escape="\\")
    return HOST.c.ip == text


class Names:
    """The ids that some values stand for: few of them as a list, many as a subquery."""

    def __init__(self, context: Context, source: TableClause, tests: Sequence[ColumnElement[bool]]) -> None:
        self._test = either(tests)
        self._source = source
        self.few = context.ids(source, self._test)

    def holds(self, column: ColumnElement[int | None]) -> ColumnElement[bool]:
        """The column is one of the ids; written so that no index of the column is used."""
        if self.few is not None:
            return among(column + 0, self.few)
        return (column + 0).in_(select(self._source.c.id).where(self._test))
