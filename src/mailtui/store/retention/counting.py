"""Daily totals of rows that are about to go: those of messages in the table `going`, and others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from mailtui.model.enums import AttemptOutcome, Counted, Role
from mailtui.model.moment import DAY
from mailtui.store.entries import Entry, others_unpacked, unpacked
from mailtui.store.eventful import AT_ONCE, MAIL

_ADD = """
    INSERT INTO daily_total (server_id, day, counted, code, number)
    SELECT {server}, {time} - {time} % {day}, {counted}, {code}, count(*) FROM {rows} GROUP BY 1, 2, 4
    ON CONFLICT DO UPDATE SET number = number + excluded.number
"""
_RECIPIENTS = (
    "going CROSS JOIN message ON message.id = going.id "
    "CROSS JOIN recipient ON recipient.message_id = going.id "
    f"WHERE going.whole AND recipient.role = {Role.ENVELOPE.code}"
)


def _add(counted: Counted, server: str, time: str, code: str, rows: str) -> str:
    return _ADD.format(server=server, time=time, day=DAY, counted=counted.code, code=code, rows=rows)


_OF_MESSAGES = (
    _add(
        Counted.MESSAGE,
        "message.server_id",
        "coalesce(message.received, message.first_seen)",
        "0",
        f"going CROSS JOIN message ON message.id = going.id WHERE going.whole AND {MAIL}",
    ),
    _add(Counted.OUTCOME, "message.server_id", "recipient.time", "recipient.outcome", _RECIPIENTS),
    _add(Counted.STATUS, "message.server_id", "recipient.time", "recipient.status", _RECIPIENTS),
    _add(
        Counted.ATTEMPT,
        "message.server_id",
        "tried.time",
        "tried.outcome",
        "going CROSS JOIN message ON message.id = going.id "
        "CROSS JOIN delivery_attempt tried ON tried.message_id = going.id WHERE going.whole",
    ),
    _add(
        Counted.ATTEMPT,
        "message.server_id",
        "recipient.finished",
        str(AttemptOutcome.SUCCESS.code),
        "going CROSS JOIN message ON message.id = going.id CROSS JOIN recipient "
        f"ON recipient.message_id = going.id WHERE going.whole AND recipient.{AT_ONCE}",
    ),
)
_ENTRIES = """
    SELECT server_id, events, lines, first_seen FROM going CROSS JOIN message ON message.id = going.id
    WHERE events IS NOT NULL
"""
_ADD_ENTRIES = """
    INSERT INTO daily_total (server_id, day, counted, code, number) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET number = number + excluded.number
"""
_OF_REFUSALS = _add(
    Counted.REJECTION,
    "server_id",
    "time",
    "0",
    "rejection WHERE id IN (SELECT value FROM json_each(?))",
)
_OTHERS = """
    SELECT source.server_id, raw_block.id, others, time_min FROM json_each(?) block
    CROSS JOIN raw_block ON raw_block.id = block.value
    CROSS JOIN source_file ON source_file.id = raw_block.file_id
    CROSS JOIN source ON source.id = source_file.source_id WHERE others IS NOT NULL
"""


def messages(connection: Connection, *, whole: bool) -> None:
    """Count the lines of the messages in `going`; with `whole` also those messages that go altogether."""
    for statement in _OF_MESSAGES if whole else ():
        connection.exec_driver_sql(statement)
    rows = connection.exec_driver_sql(_ENTRIES).all()
    _add_entries(connection, ((server, unpacked(*columns)) for server, *columns in rows))


def _add_entries(connection: Connection, entries: Iterable[tuple[int, list[Entry]]]) -> None:
    counted = Counter(
        (server, one.time - one.time % DAY, Counted.ENTRY.code, one.event)
        for server, some in entries
        for one in some
    )
    if counted:
        connection.exec_driver_sql(_ADD_ENTRIES, [(*key, number) for key, number in counted.items()])


def refusals(connection: Connection, ids: str) -> None:
    """Count rejections; `ids`: a JSON list."""
    connection.exec_driver_sql(_OF_REFUSALS, (ids,))


def blocks(connection: Connection, ids: str) -> None:
    """Count the lines of no message in some blocks; `ids`: a JSON list."""
    rows = connection.exec_driver_sql(_OTHERS, (ids,)).all()
    _add_entries(connection, ((server, others_unpacked(*columns)) for server, *columns in rows))


def of(connection: Connection, counted: Counted, since: int | None = None) -> dict[int, int]:
    """What went, by code: all of it, or the days that begin at `since` or later."""
    rows = connection.exec_driver_sql(
        "SELECT code, sum(number) FROM daily_total WHERE counted = ? AND day >= ? GROUP BY code",
        (counted.code, -(1 << 62) if since is None else since),
    )
    return {row[0]: row[1] for row in rows}
