"""From a text that occurs many times to the id it is kept under (and made on first sight)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, TableClause

from mailtui.store import schema
from mailtui.store.digests import digest64, storable
from mailtui.store.rows import Row, columns, insert, next_id

_AT_ONCE = 500
NEAR = 10_000
"""Replies held with their id; then these are forgotten."""
REMEMBERED = 65_536
"""Texts held in memory per table and generation; more are looked up again."""

REMEMBERED_PEERS = 20_000
"""The same for hosts, and for the labels of those: most of them, who scan and guess, are seen once."""


class Names:
    """The ids of one table of names, within one writer."""

    def __init__(
        self,
        connection: Connection,
        table: TableClause,
        by: tuple[str, ...],
        remembered: int = REMEMBERED,
    ) -> None:
        where = " AND ".join(f"{name} = ?" for name in by)
        self._table = table
        self._find = f"SELECT id FROM {table.name} WHERE {where}"
        self._by = by[0]
        self._remembered = remembered
        self.at_hand: dict[Any, int] = {}
        """Ids of texts of late, as they are stored; what is not here is `known` nevertheless, or new."""
        self._old: dict[Any, int] = {}
        self._new: list[Row] = []
        self._next = next_id(connection, table)
        self._width = len(columns(table))
        self._lookup = self._next > 1
        self._driver: Any = connection.connection.driver_connection

    def known(self, key: Any) -> int | None:
        """The id of a text (or of several, a tuple) seen before, from memory or from the table."""
        found = self.at_hand.get(key)
        if found is not None:
            return found
        found = self._old.pop(key, None)
        if found is None and self._lookup:
            row = self._driver.execute(self._find, key if type(key) is tuple else (key,)).fetchone()
            found = row[0] if row else None
        if found is not None:
            self._remember(key, found)
        return found

    def meet(self, keys: Iterable[Any]) -> list[Any]:
        """Look many keys of one column up at once; those that are new, in the order that indexes like."""
        at_hand = self.at_hand
        wanted = sorted({key for key in keys if key not in at_hand})
        found: dict[Any, int] = {}
        for start in range(0, len(wanted) if self._lookup or self._old else 0, _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            find = self._find.replace("SELECT id", f"SELECT {self._by}, id").replace(
                "= ?", f"IN ({','.join('?' * len(part))})"
            )
            found.update(self._driver.execute(find, part))
            found.update((key, self._old[key]) for key in part if key in self._old)
        for key, id_ in found.items():
            self._remember(key, id_)
        return [key for key in wanted if key not in found]

    def add(self, key: Any, rest: Row) -> int:
        """Give a new text its id; `rest` are the columns behind the id."""
        made = self._next
        self._next += 1
        self._new.append((made, *rest))
        self._remember(key, made)
        return made

    def write(self, connection: Connection) -> None:
        """Write what is new; to be called before the rows that point here."""
        insert(connection, self._table, self._new)
        self._new.clear()

    def _remember(self, key: Row, found: int) -> None:
        if len(self.at_hand) >= self._remembered:
            self._old, self.at_hand = self.at_hand, {}
            self._lookup = True
        self.at_hand[key] = found


class Naming:
    """All tables of names of one writer."""

    def __init__(self, connection: Connection, provider_of: Callable[[str, str], str]) -> None:
        self._provider_of = provider_of
        self.domains = Names(connection, schema.ADDRESS_DOMAIN, ("name",))
        self.addresses = Names(connection, schema.ADDRESS, ("text",))
        self.hosts = Names(connection, schema.HOST, ("name", "ip"), REMEMBERED_PEERS)
        self.labels = Names(connection, schema.LABEL, ("text",), REMEMBERED_PEERS)
        self.replies = Names(connection, schema.REPLY, ("digest",))
        self._near_replies: dict[str, int] = {}

    def address(self, text: str | None) -> int | None:
        """Id of an envelope address ('' is the null sender)."""
        if text is None:
            return None
        stored = text if text.isascii() else storable(text)
        found = self.addresses.known(stored)
        return self.addresses.add(stored, (stored, self._domain(stored))) if found is None else found

    def meet(self, addresses: Iterable[str]) -> None:
        """Addresses that `address` will be asked for; faster than one by one."""
        for stored in self.addresses.meet([text if text.isascii() else storable(text) for text in addresses]):
            self.addresses.add(stored, (stored, self._domain(stored)))

    def _domain(self, address: str) -> int:
        name = address.rpartition("@")[2].lower() if "@" in address else ""
        found = self.domains.known(name)
        return self.domains.add(name, (name,)) if found is None else found

    def host(self, name: str | None, ip: str | None) -> int | None:
        """Id of a peer, by host name and IP address."""
        if not (name or ip):
            return None
        key = (storable(name or ""), storable(ip or ""))
        found = self.hosts.known(key)
        return self.hosts.add(key, (*key, self.label(self._provider_of(*key)))) if found is None else found

    def label(self, text: str | None) -> int | None:
        """Id of a router, a transport, an authenticator."""
        if text is None:
            return None
        stored = storable(text)
        found = self.labels.known(stored)
        return self.labels.add(stored, (stored,)) if found is None else found

    def reply(self, text: str | None) -> int | None:
        """Id of a reply text."""
        if text is None:
            return None
        return self._reply(storable(text))

    def _reply(self, text: str) -> int:
        found = self._near_replies.get(text)
        if found is None:
            digest = digest64(text)
            found = self.replies.known(digest)
            if found is None:
                found = self.replies.add(digest, (digest, text))
            if len(self._near_replies) >= NEAR:
                self._near_replies.clear()
            self._near_replies[text] = found
        return found

    def write(self, connection: Connection) -> None:
        """Write all new names, those that others point to first."""
        for names in (self.domains, self.addresses, self.hosts, self.labels, self.replies):
            names.write(connection)
