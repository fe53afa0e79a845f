"""Where files of contacts, lists, segments, templates were read: told when somebody is erased."""

from __future__ import annotations

from sqlalchemy import Connection

FILES = "contacts"
"""What `source.kind` says of such a folder, and the server row that stands for all of them."""


def file_read(connection: Connection, place: str) -> int:
    """Id of the folder (or `-`), made on first sight. It is of no mail server."""
    from mailtui.store import cursors  # readers need only the word

    found = connection.exec_driver_sql("SELECT id FROM server WHERE name = ?", (FILES,)).scalar()
    if found is None:
        found, _ = cursors.server(connection, FILES, None, "UTC")
        connection.exec_driver_sql("UPDATE server SET mta = ? WHERE id = ?", (FILES, found))
    return cursors.source(connection, int(found), FILES, place)
