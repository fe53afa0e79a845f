"""The places that logs come from, as the worker sees them: followed, behind, in trouble."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import EventProvider, LogType
from mailtui.store.blocks import RECORDS_PER_BLOCK

UNUSUAL = 30
"""A silence of so many times the usual time between two lines is worth a word."""

EVENTS = frozenset(f"{provider}_events" for provider in EventProvider)
"""Kinds of the sources of what sending services tell."""
NOTHING: Mapping[int, int] = MappingProxyType({})
_DATABASE = "_db"
"""How the kinds of other systems' databases end."""


def forget_followed(connection: Connection, still: Mapping[int, int] = NOTHING) -> None:
    """A worker begins: what the one before it said is not true any more.

    `still`: the sources that it goes on with, and how many bytes are not read there.
    """
    connection.exec_driver_sql("UPDATE source SET followed = NULL, behind = NULL, last_error = NULL")
    for source, size in still.items():
        behind(connection, source, size)


def let_go(connection: Connection, ids: Iterable[int]) -> None:
    """The worker found no log there any more."""
    for source in ids:
        connection.exec_driver_sql("UPDATE source SET followed = NULL, behind = NULL WHERE id = ?", (source,))


def followed(connection: Connection, ids: Iterable[int]) -> None:
    """The worker follows these sources and has read all they have; their old troubles are over."""
    marked = [(source,) for source in ids]
    if not marked:
        return
    connection.exec_driver_sql(
        "UPDATE source SET followed = 1, behind = 0, last_error = NULL WHERE id = ?",
        marked,
    )


def trouble(connection: Connection, source_id: int, error: str) -> None:
    """A source that is followed and gives nothing: why."""
    connection.exec_driver_sql("UPDATE source SET last_error = ? WHERE id = ?", (error[:500], source_id))


def untroubled(connection: Connection, places: Iterable[str]) -> None:
    """What could not be read in these folders is not there any more."""
    for place in places:
        connection.exec_driver_sql("UPDATE source SET last_error = NULL WHERE location = ?", (place,))


def behind(connection: Connection, source_id: int, size: int) -> None:
    """The worker follows this source; so many bytes on the disk are not read yet."""
    connection.exec_driver_sql("UPDATE source SET followed = 1, behind = ? WHERE id = ?", (size, source_id))


def of_server(connection: Connection, server: str) -> dict[str, int]:
    """The folders that logs of a server came from -> their sources."""
    rows = connection.exec_driver_sql(
        "SELECT s.location, s.id FROM source s JOIN server v ON v.id = s.server_id "
        "WHERE v.name = ? AND s.kind = 'exim_log'",
        (server,),
    )
    return {row[0]: row[1] for row in rows}


def told_until(connection: Connection, source_id: int, time: int) -> None:
    """A service told of an event of that moment, UTC microseconds."""
    connection.exec_driver_sql(
        "UPDATE source SET newest = ?1 WHERE id = ?2 AND coalesce(newest, 0) < ?1", (time, source_id)
    )


class Trouble(NamedTuple):
    """Logs in a place that are followed and cannot be read."""

    server: str
    location: str
    error: str
    """One sentence that begins with the path."""


def troubles(connection: Connection) -> list[Trouble]:
    """Places with logs that cannot be read, by server and place."""
    rows = connection.exec_driver_sql(
        "SELECT v.name, s.location, s.last_error FROM source s JOIN server v ON v.id = s.server_id "
        "WHERE s.kind = 'exim_log' AND s.last_error IS NOT NULL ORDER BY 1, 2"
    )
    return [Trouble._make(row) for row in rows]


class Standing(NamedTuple):
    """One source as it stands."""

    id: int
    kind: str
    """Such as exim_log."""
    server: str
    location: str
    """The folder, or standard input."""
    lines: int
    """Of a sending service the events that came; a payload without any counts as one."""
    last_line: int | None
    """Time of its newest line or event, UTC microseconds; when its newest payload came, where no event of
    it says when it was."""
    followed: bool
    behind: int | None
    error: str | None
    server_id: int
    payloads: int = 0
    """Of a sending service: different ones that are kept."""
    unclear: int = 0
    """Those of them that were not understood in full."""


def standing(connection: Connection) -> list[Standing]:
    """Every source, by server and place."""
    rows = connection.exec_driver_sql(
        "SELECT s.id, s.kind, v.name, s.location, coalesce(sum(f.lines), 0), max(f.last_time), "
        "coalesce(s.followed, 0), s.behind, s.last_error, s.server_id "
        "FROM source s JOIN server v ON v.id = s.server_id "
        "LEFT JOIN source_file f ON f.source_id = s.id GROUP BY s.id ORDER BY v.name, s.location"
    )
    found = [Standing._make((*row[:6], bool(row[6]), *row[7:], 0, 0)) for row in rows]
    if any(each.kind.endswith(_DATABASE) for each in found):
        read = _rows(connection)
        found = [
            each._replace(lines=read[each.id][0], last_line=read[each.id][1]) if each.id in read else each
            for each in found
        ]
    if not any(each.kind in EVENTS or each.kind.endswith(_DATABASE) for each in found):
        return found
    came = _payloads(connection)
    return [_with_payloads(each, *came[each.id]) if each.id in came else each for each in found]


def _with_payloads(each: Standing, events: int, last: int, payloads: int, unclear: int) -> Standing:
    if each.kind in EVENTS:
        each = each._replace(lines=events, last_line=last)
    return each._replace(payloads=payloads, unclear=unclear)


def _rows(connection: Connection) -> dict[int, tuple[int, int]]:
    """Source id -> how many rows of a database were new, and when it was last read."""
    rows = connection.exec_driver_sql("SELECT source_id, sum(rows), max(read) FROM source_mark GROUP BY 1")
    return {row[0]: (row[1], row[2]) for row in rows}


def _payloads(connection: Connection) -> dict[int, tuple[int, int, int, int]]:
    """Source id -> its events, when the newest was, its payloads, those not understood in full."""
    rows = connection.exec_driver_sql(
        "SELECT w.source_id, sum(max(w.events, 1)), coalesce(s.newest, max(w.received)), count(*), "
        "count(w.error) FROM webhook_event w JOIN source s ON s.id = w.source_id GROUP BY 1"
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def unrecognised(connection: Connection) -> dict[int, int]:
    """Source id -> how many of its lines were not understood."""
    rows = connection.exec_driver_sql(
        "SELECT f.source_id, count(*) FROM unclear_line e "
        f"JOIN raw_block b ON b.id = e.id / {RECORDS_PER_BLOCK} JOIN source_file f ON f.id = b.file_id "
        "GROUP BY 1"
    )
    return {row[0]: row[1] for row in rows}


class Silence(NamedTuple):
    """A followed source from which nothing has come for longer than usual."""

    server: str
    since: int
    """Time of its newest line, UTC microseconds."""


def silences(connection: Connection, now: int, patience: int) -> list[Silence]:
    """Followed sources that are silent for longer than `patience` (microseconds) and than usual."""
    found: dict[str, int] = {}
    for row in connection.exec_driver_sql(
        "SELECT v.name, max(f.last_time), s.id FROM source s JOIN server v ON v.id = s.server_id "
        "JOIN source_file f ON f.source_id = s.id "
        "WHERE s.followed = 1 AND coalesce(s.behind, 0) = 0 AND f.log_type = ? GROUP BY s.id",
        (LogType.MAIN.code,),
    ).all():
        server, last, source = row
        if last is not None and now - last > max(patience, UNUSUAL * rhythm(connection, source)):
            found[server] = max(last, found.get(server, 0))
        elif last is not None:
            found[server] = 1 << 62  # another of its logs still speaks
    return [Silence(server, since) for server, since in found.items() if since < 1 << 62]


def rhythm(connection: Connection, source: int) -> float:
    """Microseconds from one line to the next, on average over the last few blocks."""
    row = connection.exec_driver_sql(
        "SELECT min(time_min), max(time_max), count(*) FROM (SELECT time_min, time_max FROM raw_block b "
        "JOIN source_file f ON f.id = b.file_id WHERE f.source_id = ? AND b.log_type = ? "
        "ORDER BY b.id DESC LIMIT 4)",
        (source, LogType.MAIN.code),
    ).one()
    if row[0] is None:
        return 0.0
    lines = connection.exec_driver_sql(
        "SELECT sum(lines) FROM source_file WHERE source_id = ? AND log_type = ?", (source, LogType.MAIN.code)
    ).scalar()
    return float((row[1] - row[0]) / max(1, min(int(lines or 0), row[2] * RECORDS_PER_BLOCK)))
