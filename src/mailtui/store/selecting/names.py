"""Conditions on texts kept once (addresses, hosts, replies, labels): as a set of their ids."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, and_, false, func, or_, select

from mailtui.query.tree import Domain, Pattern, Text, Value
from mailtui.store.rows import table
from mailtui.store.selecting.context import Context
from mailtui.store.tables import Address, AddressDomain, Host, Label, Reply, Server

ADDRESS = table(Address)
DOMAIN = table(AddressDomain)
HOST = table(Host)
LABEL = table(Label)
REPLY = table(Reply)
SERVER = table(Server)


def part(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """The column holds the text somewhere, without regard to (ASCII) case."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.like(f"%{escaped}%", escape="\\")


def matching(column: ColumnElement[str], pattern: str) -> ColumnElement[bool]:
    """The column matches a regular expression somewhere, without regard to case."""
    return column.regexp_match(f"(?i){pattern}")


def plain_text(column: Column[str], value: Value) -> ColumnElement[bool]:
    """Text or pattern against one column."""
    if isinstance(value, Pattern):
        return matching(column, value.source)
    if isinstance(value, Text):
        return func.lower(column) == value.text.lower() if value.exact else part(column, value.text)
    return false()


def addresses(value: Value) -> ColumnElement[bool]:
    """Over `address`: an exact address, a part, a domain, a pattern."""
    if isinstance(value, Domain):
        return ADDRESS.c.domain_id.in_(select(DOMAIN.c.id).where(_domain(value)))
    return plain_text(ADDRESS.c.text, value)


def address_domains(value: Value) -> ColumnElement[bool]:
    """Over `address`, by the domain: the domain itself, its subdomains, or a part of its name."""
    if isinstance(value, Domain):
        return addresses(value)
    return ADDRESS.c.domain_id.in_(select(DOMAIN.c.id).where(plain_text(DOMAIN.c.name, value)))


def _domain(value: Domain) -> ColumnElement[bool]:
    name = value.name.lower()
    return DOMAIN.c.name.like(f"%.{name}") if value.subdomains else DOMAIN.c.name == name


def hosts(value: Value) -> ColumnElement[bool]:
    """Over `host` by its name; `@google.com` is that name and all below it."""
    if isinstance(value, Domain):
        name = value.name.lower()
        below = func.lower(HOST.c.name).like(f"%.{name}")
        return below if value.subdomains else or_(func.lower(HOST.c.name) == name, below)
    return plain_text(HOST.c.name, value)


def host_ips(value: Value) -> ColumnElement[bool]:
    """Over `host` by its IP: a whole address, or a beginning (`192.0.2.`)."""
    if not isinstance(value, Text):
        return false()
    return HOST.c.ip.like(f"{value.text}%") if value.text.endswith((".", ":")) else HOST.c.ip == value.text


class Names:
    """The ids that some values stand for: few of them as a list, many as a subquery."""

    def __init__(
        self, context: Context, tests: Sequence[ColumnElement[bool]], named: str = "address"
    ) -> None:
        source = {"address": ADDRESS, "host": HOST, "reply": REPLY, "label": LABEL, "server": SERVER}[named]
        test = or_(false(), *tests)
        self._test = and_(test)
        self._source = source
        self.few = context.ids(source, test)

    def holds(self, column: ColumnElement[int | None]) -> ColumnElement[bool]:
        """The column is one of the ids; written so that no index of the column is used."""
        if self.few is not None:
            return (column + 0).in_(self.few)
        return (column + 0).in_(select(self._source.c.id).where(self._test))
