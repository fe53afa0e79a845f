"""A database of another system as a source of ours: the server that stands for it, and its last error."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.errors import ConfigError
from mailtui.model.enums import EventProvider
from mailtui.store import services
from mailtui.store.services import Account

_ENDING = "_db"


class Known(NamedTuple):
    """A database that is read."""

    account: Account
    server: str
    source: int


def kind_of(system: EventProvider) -> str:
    """The kind of its source."""
    return f"{system}{_ENDING}"


def is_database(kind: str) -> bool:
    """Whether a kind of source is that of databases."""
    return kind.endswith(_ENDING)


def begin(connection: Connection, system: EventProvider, location: str, server: str = "") -> Known:
    """The source of a place, made on first sight; a place that is known keeps the server it has.

    ConfigError when the name is taken: by a mail server, or by a database at another place, unless `server`
    says that it is the same.
    """
    from mailtui.store import cursors

    row = connection.exec_driver_sql(
        "SELECT s.id, s.server_id, v.name FROM source s JOIN server v ON v.id = s.server_id "
        "WHERE s.kind = ? AND s.location = ? AND (? = '' OR v.name = ?) ORDER BY s.id LIMIT 1",
        (kind_of(system), location, server, server),
    ).first()
    if row is not None:
        return Known(Account(row[1], system), row[2], row[0])
    name = server or str(system)
    account = services.account(connection, name, system)
    other = connection.exec_driver_sql(
        "SELECT location FROM source WHERE server_id = ? AND kind = ?", (account.server_id, kind_of(system))
    ).scalar()
    if other is not None and not server:
        raise ConfigError(
            f"{name} is already the database at {other}",
            f"name this one with --server; or, when it is the same one moved: --server {name}",
        )
    return Known(account, name, cursors.source(connection, account.server_id, kind_of(system), location))


def note(connection: Connection, location: str, error: str | None, followed: bool = False) -> None:
    """The last error with the database at a place, or that there is none; whether it is read again."""
    connection.exec_driver_sql(
        "UPDATE source SET last_error = ?, followed = CASE WHEN ? THEN 1 ELSE followed END, "
        "behind = CASE WHEN ? THEN 0 ELSE behind END "
        f"WHERE location = ? AND kind LIKE '%\\{_ENDING}' ESCAPE '\\'",
        (None if error is None else error[:1000], followed, followed, location),
    )
