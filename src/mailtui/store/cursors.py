"""Servers, sources and the cursors of their files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.errors import ConfigError
from mailtui.model.enums import LogType
from mailtui.store import schema
from mailtui.store.cursor import Cursor
from mailtui.store.rows import insert, next_id, upsert


def server(connection: Connection, name: str, zone: str | None, new: str) -> tuple[int, str]:
    """Id and time zone of a server, made on first sight in `zone`, or else in the zone `new`.

    ConfigError when it has lines already, read in another zone than `zone`: the same lines would
    come in once more under other times.
    """
    found = connection.exec_driver_sql("SELECT id, time_zone FROM server WHERE name = ?", (name,)).first()
    if found is None:
        made = next_id(connection, schema.SERVER)
        insert(connection, schema.SERVER, [(made, name, "exim", zone or new)])
        return made, zone or new
    if zone and zone != found[1]:
        raise ConfigError(
            f"the logs of {name} in this database were read as {found[1]}, not {zone}",
            "Leave the zone out, name another server with --server, or import into a new database with --db",
        )
    return found[0], found[1]


def source(connection: Connection, server_id: int, kind: str, location: str) -> int:
    """Id of the place that logs come from, made on first sight."""
    found = connection.exec_driver_sql(
        "SELECT id FROM source WHERE server_id = ? AND kind = ? AND location = ?", (server_id, kind, location)
    ).scalar()
    if found is not None:
        return int(found)
    made = next_id(connection, schema.SOURCE)
    insert(connection, schema.SOURCE, [(made, server_id, kind, location, True, None, None, None, None)])
    return made


def trouble(connection: Connection, server_name: str, zone: str, location: str, error: str) -> None:
    """Logs in a place cannot be read; the place is made if it is not known."""
    server_id, _ = server(connection, server_name, None, zone)
    found = source(connection, server_id, "exim_log", location)
    connection.exec_driver_sql("UPDATE source SET last_error = ? WHERE id = ?", (error, found))


def cursors(connection: Connection, server_id: int, log_type: LogType) -> list[Cursor]:
    """The cursors of one kind of log of one server, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT f.* FROM source_file f JOIN source s ON s.id = f.source_id "
        "WHERE s.server_id = ? AND f.log_type = ? ORDER BY f.id DESC",
        (server_id, log_type.code),
    )
    return [Cursor(row[0], row[1], LogType.of_code(row[2]), *row[3:]) for row in rows]


def place(connection: Connection, cursor_id: int) -> tuple[int, int | None]:
    """Offset and open entry of a cursor as the database has them."""
    row = connection.exec_driver_sql(
        'SELECT "offset", open_entry FROM source_file WHERE id = ?', (cursor_id,)
    ).first()
    return (row[0], row[1]) if row else (-1, None)


class ReadToEnd(NamedTuple):
    """A file as it was when it was last read to its end."""

    size: int
    modified: int
    """UTC microseconds."""
    source_id: int


def read_to_end(connection: Connection) -> dict[tuple[int, int], ReadToEnd]:
    """Every file that was read to its end, by device and inode."""
    rows = connection.exec_driver_sql(
        "SELECT device, inode, size, modified, source_id FROM source_file "
        "WHERE size IS NOT NULL AND device IS NOT NULL ORDER BY id"
    )
    return {(row[0], row[1]): ReadToEnd(*row[2:]) for row in rows}


def sources_of_files(connection: Connection) -> dict[tuple[int, int], int]:
    """The sources of all files, by device and inode."""
    rows = connection.exec_driver_sql(
        "SELECT device, inode, source_id FROM source_file WHERE device IS NOT NULL ORDER BY id"
    )
    return {(row[0], row[1]): row[2] for row in rows}


def new_cursor(connection: Connection, source_id: int, log_type: LogType, path: Path | str) -> Cursor:
    """A cursor at the beginning of a file never seen before."""
    return Cursor(next_id(connection, schema.SOURCE_FILE), source_id, log_type, str(path))


def save(connection: Connection, cursor: Cursor) -> None:
    """Write the cursor in the transaction of the rows it vouches for."""
    upsert(connection, schema.SOURCE_FILE, [cursor.row()])
