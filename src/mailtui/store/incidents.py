"""The questions of triage: which incidents there are, and what their signatures say."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import FailureClass, IncidentState, Phase


class Known(NamedTuple):
    """An incident as the tables have it. Times are UTC microseconds."""

    id: int
    signature_id: int
    onset: int
    opened: int
    recovered: int | None
    reopened: int | None
    first_seen: int
    last_seen: int
    failures: int
    messages: int
    recipients: int
    previous: int | None
    state: IncidentState
    assignee: str | None
    failure_class: FailureClass
    phase: Phase
    template: str
    provider: str
    egress: str
    server: str
    mta: str
    """The software of the server: exim, postfix."""
    is_latest: bool
    """No incident of the signature began later."""
    recipient: str | None
    """The one address that it is about; None when it is about many."""
    delivered: int | None
    """The beginning of the last hour in which the destination took mail."""


_ROWS = """
    SELECT i.id, i.signature_id, i.onset, i.opened, i.recovered, i.reopened, i.first_seen, i.last_seen,
        i.failures, i.messages, i.recipients, i.previous_id, i.state, i.assignee,
        s.failure_class, s.phase, t.text, d.name, d.egress, v.name, v.mta,
        NOT EXISTS (SELECT 1 FROM incident n WHERE n.signature_id = i.signature_id AND n.onset > i.onset),
        (SELECT text FROM address WHERE id = i.recipient_id),
        (SELECT h.hour FROM destination_hour h WHERE h.destination_id = d.id AND h.delivered > 0
         ORDER BY h.hour DESC LIMIT 1)
    FROM incident i JOIN signature s ON s.id = i.signature_id JOIN template t ON t.id = s.template_id
    JOIN destination d ON d.id = s.destination_id JOIN server v ON v.id = d.server_id"""
_DECIDED = f"i.state IN ({IncidentState.RESOLVED.code}, {IncidentState.IGNORED.code})"


def lasting(connection: Connection) -> list[Known]:
    """Those that still fail and that nobody resolved or ignores."""
    return _known(connection, f"WHERE i.recovered IS NULL AND NOT {_DECIDED}")


def ended(connection: Connection, since: int, limit: int) -> list[Known]:
    """Those that recovered, or that people resolved or ignore, at `since` or later; the newest first."""
    when = "max(coalesce(i.recovered, 0), coalesce(i.changed, 0), i.last_seen)"
    over = f"WHERE (i.recovered IS NOT NULL OR {_DECIDED}) AND {when} >= ?"
    return _known(connection, f"{over} ORDER BY {when} DESC, i.id DESC LIMIT ?", since, limit)


def of_ids(connection: Connection, ids: Collection[int]) -> list[Known]:
    """Those of some ids; an id that is gone is left out."""
    return _known(connection, "WHERE i.id IN (SELECT value FROM json_each(?))", json.dumps(list(ids)))


def last_failure(connection: Connection) -> int | None:
    """When a delivery failed the last time, whatever it was."""
    # Word for word the condition of the index on just these.
    query = "SELECT max(time) FROM delivery_attempt WHERE cause_id IS NOT NULL"
    found: int | None = connection.exec_driver_sql(query).scalar()
    return found


def _known(connection: Connection, which: str, *values: Any) -> list[Known]:
    return [_row(row) for row in connection.exec_driver_sql(f"{_ROWS} {which}", values)]


def _row(row: Any) -> Known:
    found = Known(*row)
    return found._replace(
        state=IncidentState.of_code(row[12]),
        failure_class=FailureClass.of_code(row[14]),
        phase=Phase.of_code(row[15]),
        is_latest=bool(row[21]),
    )
