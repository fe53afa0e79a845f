"""Who a line speaks of: the envelope recipients of a message and what became of each."""

from __future__ import annotations

from collections.abc import Iterator

from mailtui.ingest.correlate.addresses import SYSTEM_FILTER, identity, is_internal, same_person
from mailtui.ingest.correlate.rows import Row
from mailtui.model.enums import Role

TRUNCATED = "<trunc>"
"""What Exim writes at the end of a recipient list that it cut."""


class Recipients:
    """All addresses of one message, in the order the log named them."""

    __slots__ = ("_complete", "_envelope", "_known_as", "_listed", "_reached", "_rewritten", "rows")

    def __init__(self) -> None:
        self.rows: list[Row] = []
        """The rows that are shown: envelope recipients and children."""
        self._envelope: dict[str, Row] = {}
        self._listed: dict[str, list[Row]] = {}
        """Listed recipients by local part."""
        self._known_as: dict[tuple[int, str], Row | None] = {}
        """Children by alias and local part; None where two share it."""
        self._reached: dict[str, Row] = {}
        """Children by the address that they are, with the domain of their alias where they have none."""
        self._rewritten: dict[str, str] = {}
        self._complete = False

    def list_all(self, addresses: tuple[str, ...]) -> None:
        """The `for` list of the arrival line: every envelope recipient, as sent, before rewriting."""
        for address in addresses:
            if address and address != TRUNCATED:
                self.add(address)
        self._complete = bool(addresses) and TRUNCATED not in addresses

    def add(self, address: str) -> None:
        """An envelope recipient known by name (the `for` list, or added by an operator)."""
        key = identity(address)
        row = self._envelope.get(key) or self._new(address, key)
        if not row.listed:
            row.listed = True
            self._listed.setdefault(_local_part(key), []).append(row)

    def rewrite(self, old: str, new: str) -> None:
        """Exim rewrote an envelope recipient: lines about `new` speak of `old`."""
        self._rewritten[identity(new)] = identity(old)

    def find(self, address: str, original: str | None) -> Row:
        """The row that a line about `address` (from envelope recipient `original`) speaks of."""
        if not original:
            return self.envelope(address)
        owner = self.envelope(original)
        final = identity(address)
        if same_person(final, owner.key) or final == identity(original):
            return owner
        owner.supersede()
        return self._part(owner, address, final)

    def envelope(self, address: str) -> Row:
        """The row of an envelope recipient; made if the log had not named it."""
        key = identity(address)
        row = self._envelope.get(key)
        if row is None:
            row = self._as_listed(key)
            if row is None:
                return self._new(address, key)
            self._envelope[key] = row
        return row

    def duplicate_of(self, row: Row) -> Row | None:
        """For a listed recipient that no line names: the child by which an alias had reached it.

        Exim delivers once to an address that is both in the envelope and behind an alias, and logs
        that delivery under the alias only.
        """
        return self._reached.get(row.key)

    def everyone(self) -> Iterator[Row]:
        """Every row, hidden parts (files, pipes, replies) too."""
        for row in self._envelope.values():
            yield row
            if row.parts:
                yield from row.parts.values()

    def _new(self, address: str, key: str) -> Row:
        role = Role.CHILD if key == SYSTEM_FILTER else Role.ENVELOPE
        row = Row(address, key, role, len(self.rows))
        self._envelope[key] = row
        self.rows.append(row)
        return row

    def _as_listed(self, key: str) -> Row | None:
        """The listed recipient that was rewritten, or qualified, to `key`.

        The list is complete, so a name that is not on it is a new name for one that is: the one the
        log says, else the only one without a line that has the same local part, else the only one at all.
        """
        old = self._rewritten.get(key)
        if old is not None:
            return self._envelope.get(old)
        if not self._complete:
            return None
        alike = [row for row in self._listed.get(_local_part(key), ()) if not row.touched]
        if len(alike) == 1:
            return alike[0]
        only = self.rows[0] if len(self.rows) == 1 and key != SYSTEM_FILTER else None
        return only if only is not None and only.listed and not only.touched else None

    def _part(self, owner: Row, address: str, final: str) -> Row:
        if owner.parts is None:
            owner.parts = {}
        row = owner.parts.get(final)
        if row is None and "@" not in final:
            row = self._known_as.get((owner.index, final))
        if row is None:
            row = self._new_part(owner, address, final)
            owner.parts[final] = row
        return row

    def _new_part(self, owner: Row, address: str, final: str) -> Row:
        if is_internal(final):
            return Row(address, final, Role.ENVELOPE, owner.index)
        row = Row(address, final, Role.CHILD, len(self.rows), owner.address)
        self.rows.append(row)
        local, at, _ = final.rpartition("@")
        if at:
            # `=> bob <team@x>` after `== bob@x <team@x>`: a local delivery logs the local part alone
            known = owner.index, local
            self._known_as[known] = None if known in self._known_as else row
        self._reached.setdefault(final if at else f"{final}@{owner.key.rpartition('@')[2]}", row)
        return row


def _local_part(key: str) -> str:
    return key.rpartition("@")[0] or key
