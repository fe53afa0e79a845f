"""From what a diagnosis says to the ids it is kept under (made on first sight)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.diagnosis import Diagnosis
from mailtui.model.enums import DestinationKind, Phase
from mailtui.store import schema
from mailtui.store.digests import digest64, storable
from mailtui.store.naming import Names, Naming
from mailtui.store.rows import Row


class Place(NamedTuple):
    """Who refused: see `store.tables.failures.Destination`."""

    server_id: int
    egress: str
    kind: DestinationKind
    name: str


class Kept(NamedTuple):
    """Ids of a verdict."""

    cause: int
    signature: int
    destination: int


class Verdicts:
    """The tables of verdicts of one writer."""

    def __init__(
        self, connection: Connection, naming: Naming, born: Callable[[int], None] = lambda _: None
    ) -> None:
        """`born` is told of every provider that is new."""
        self._naming = naming
        self._born = born
        self._destinations = Names(connection, schema.DESTINATION, ("name", "kind", "server_id", "egress"))
        self._templates = Names(connection, schema.TEMPLATE, ("digest",))
        by = ("destination_id", "failure_class", "template_id", "phase")
        self._signatures = Names(connection, schema.SIGNATURE, by)
        self._causes = Names(connection, schema.CAUSE, ("digest",))

    def destination(self, place: Place) -> int:
        """Id of a destination."""
        name, egress = storable(place.name), storable(place.egress)
        key = (name, place.kind.code, place.server_id, egress)
        found = self._destinations.known(key)
        if found is None:
            row = (place.server_id, egress, place.kind.code, name, None, 0, None, None)
            found = self._destinations.add(key, row)
            if place.kind is DestinationKind.PROVIDER:
                self._born(found)
        return found

    def keep(self, place: Place, phase: Phase, diagnosis: Diagnosis, time: int) -> Kept:
        """Ids of a verdict; `time` is that of the failure that is first seen with it."""
        destination = self.destination(place)
        kind = (destination, diagnosis.failure_class.code, self._template(diagnosis.template), phase.code)
        signature = self._signatures.known(kind)
        if signature is None:
            signature = self._signatures.add(kind, (*kind, time))
        return Kept(self._cause(signature, diagnosis), signature, destination)

    def inherit(self, row: Row) -> int:
        """Id of the cause of a recipient that takes that of another; `row`: from the signature on."""
        return self._kept((*row[:-1], True))

    def _template(self, text: str) -> int:
        text = storable(text)
        digest = digest64(text)
        found = self._templates.known(digest)
        return self._templates.add(digest, (digest, text)) if found is None else found

    def _cause(self, signature: int, diagnosis: Diagnosis) -> int:
        after = diagnosis.after
        row = (
            signature,
            diagnosis.side.code,
            None if diagnosis.area is None else diagnosis.area.code,
            diagnosis.permanent,
            diagnosis.suppress.code,
            None if after is None else after.times,
            None if after is None else after.days,
            self._naming.label(diagnosis.rule),
            diagnosis.confidence,
            self._naming.label(diagnosis.provider),
            diagnosis.inherits,
        )
        return self._kept(row)

    def _kept(self, row: Row) -> int:
        plain = [int(part) if isinstance(part, bool) else part for part in row]
        digest = digest64(*map(str, plain))
        found = self._causes.known(digest)
        return self._causes.add(digest, (digest, *row)) if found is None else found

    def write(self, connection: Connection) -> None:
        """Write all that is new, those that others point to first; `Naming.write` goes before."""
        for names in (self._destinations, self._templates, self._signatures, self._causes):
            names.write(connection)
