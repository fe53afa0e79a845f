"""Which incidents a recipient belongs to, in plain Python."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mailtui.model.enums import FailureClass, IncidentState, Side


@dataclass
class Cause:
    signature: int
    side: Side
    failure_class: FailureClass
    place: str


@dataclass
class Incident:
    id: int
    signature: int
    onset: int
    recovered: int | None
    last_seen: int
    is_decided: bool
    address: int | None
    state: IncidentState
    assignee: str | None

    @property
    def is_open(self) -> bool:
        return self.recovered is None and not self.is_decided

    def holds(self, recipient: Any) -> bool:
        """Whether a recipient was on its way while it lasted."""
        end = None if self.recovered is None else max(self.recovered, self.last_seen)
        begins = end is None or recipient["time"] <= end
        return begins and (recipient["finished"] is None or recipient["finished"] >= self.onset)


def is_filed(members: Sequence[Incident]) -> bool:
    return any(one.recovered is None or one.is_decided for one in members)


def is_settled(members: Sequence[Incident]) -> bool:
    return bool(members) and all(one.is_decided for one in members)


class Incidents:
    """All causes and incidents of a database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.causes = {
            row[0]: Cause(row[1], Side.of_code(row[2]), FailureClass.of_code(row[3]), row[4])
            for row in connection.execute(
                "SELECT c.id, c.signature_id, c.side, s.failure_class, d.name FROM cause c "
                "JOIN signature s ON s.id = c.signature_id JOIN destination d ON d.id = s.destination_id"
            )
        }
        decided = (IncidentState.RESOLVED.code, IncidentState.IGNORED.code)
        self._all = [
            Incident(*row[:5], row[5] in decided, row[6], IncidentState.of_code(row[5]), row[7])
            for row in connection.execute(
                "SELECT id, signature_id, onset, recovered, last_seen, state, recipient_id, assignee "
                "FROM incident"
            )
        ]
        self._providers = dict(
            connection.execute(
                "SELECT h.id, l.text FROM host h JOIN label l ON l.id = h.provider_id"
            ).fetchall()
        )

    def providers(self, recipient: Any) -> list[str]:
        cause = self.causes.get(recipient["cause_id"])
        found = [self._providers.get(recipient["host_id"]), cause and cause.place]
        return [one for one in found if one]

    def of(self, recipient: Any, tries: Sequence[Any]) -> list[Incident]:
        """The incidents of a recipient with tries of its own."""
        failed = [(self.causes[one["cause_id"]].signature, one["time"]) for one in tries if one["cause_id"]]
        cause = self.causes.get(recipient["cause_id"])
        present = cause.signature if cause and cause.signature not in dict(failed) else None
        return [
            one
            for one in self._all
            if one.address in (None, recipient["address_id"])
            if (one.signature == present and one.holds(recipient))
            or any(kind == one.signature and one.onset <= time <= one.last_seen for kind, time in failed)
        ]
