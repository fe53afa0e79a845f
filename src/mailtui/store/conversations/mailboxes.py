"""Archives of mail, as servers whose mails we know from the mails themselves."""

from __future__ import annotations

from sqlalchemy import Connection

from mailtui.errors import ConfigError
from mailtui.store import cursors

KIND = "mailbox"
"""What `server.mta` says of an archive."""


def mailbox(connection: Connection, name: str, place: str) -> tuple[int, int]:
    """Ids of the archive's server row and of the place its mail lies at, made on first sight.

    ConfigError when a mail server or an account at a service has the name.
    """
    found = connection.exec_driver_sql("SELECT id, mta FROM server WHERE name = ?", (name,)).first()
    if found is None:
        server_id, _ = cursors.server(connection, name, None, "UTC")
        connection.exec_driver_sql("UPDATE server SET mta = ? WHERE id = ?", (KIND, server_id))
    elif found[1] != KIND:
        raise ConfigError(
            f"{name} is the name of a server that runs {found[1]}, not of an archive of mail",
            "Give the archive another name with --server",
        )
    else:
        server_id = found[0]
    return server_id, cursors.source(connection, server_id, "mail", place)
