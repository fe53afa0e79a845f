"""Up to when rows of each kind go, and up to when they went."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import Retained
from mailtui.model.moment import DAY
from mailtui.store import schema
from mailtui.store.rows import upsert

NEVER = -(1 << 62)


class Days(NamedTuple):
    """How many days rows of each kind are kept; 0 for ever."""

    lines: int = 90
    attempts: int = 180
    rejections: int = 90
    audit: int = 365
    unconfirmed: int = 0
    """Of contacts who were asked to confirm and never did."""
    campaigns: int = 0
    """Until campaigns are archived, after their last mail."""
    payloads: int = 0
    """Of sending services, as they came."""


class Limits(NamedTuple):
    """Moments (UTC microseconds, beginnings of days): older rows go."""

    lines: int
    attempts: int
    rejections: int

    def of(self, kind: Retained) -> int:
        """That of one kind."""
        return self[kind.code]


def limits(connection: Connection, days: Days, now: int) -> Limits:
    """Counted back from the newest line there is, so that the logs of a past year are not gone at once.

    Lines go by their own days, and at the latest where neither messages nor rejections are kept any more.
    A limit never moves back.
    """
    newest = connection.exec_driver_sql("SELECT max(last_time) FROM source_file").scalar()
    end = min(now, now if newest is None else newest)
    lines, attempts, rejections = (_before(end, kept) for kept in days[: len(Retained)])
    wanted = Limits(max(lines, min(attempts, rejections)), attempts, rejections)
    return Limits(*(max(went(connection, kind), wanted.of(kind)) for kind in Retained))


def _before(end: int, days: int) -> int:
    moment = end - days * DAY
    return moment - moment % DAY if days else NEVER


def went(connection: Connection, kind: Retained) -> int:
    """Up to when rows of a kind went; NEVER when none did."""
    found = connection.exec_driver_sql("SELECT before FROM retention WHERE kind = ?", (kind.code,)).scalar()
    return NEVER if found is None else int(found)


def note(connection: Connection, kind: Retained, before: int, now: int) -> None:
    """From now on what is older than `before` is not kept, nor imported again."""
    upsert(connection, schema.RETENTION, [(kind.code, before, now)])


def last_run(connection: Connection) -> int:
    """When rows were looked through last, UTC microseconds; 0 for never."""
    return int(connection.exec_driver_sql("SELECT max(ran) FROM retention").scalar() or 0)
