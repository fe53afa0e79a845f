"""Accounts at sending services, as servers whose mails we know from what the service tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mailtui.errors import ConfigError
from mailtui.model.enums import EventProvider

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Account(NamedTuple):
    """Whose events they are."""

    server_id: int
    """The server that stands for the account at the service."""
    provider: EventProvider


def account(connection: Connection, name: str, provider: EventProvider) -> Account:
    """The account of that name, made on first sight.

    ConfigError when a mail server or an account at another service has the name.
    """
    from mailtui.store import cursors  # readers, who need only the rest, load no tables

    found = connection.exec_driver_sql("SELECT id, mta FROM server WHERE name = ?", (name,)).first()
    if found is None:
        server_id, _ = cursors.server(connection, name, None, "UTC")
        connection.exec_driver_sql("UPDATE server SET mta = ? WHERE id = ?", (str(provider), server_id))
        return Account(server_id, provider)
    if found[1] != provider:
        raise ConfigError(
            f"{name} is the name of a server that runs {found[1]}, not of an account at {provider}",
            "Give the account another name with --server",
        )
    return Account(found[0], provider)


def source(connection: Connection, server_id: int, provider: EventProvider, place: str) -> int:
    """Id of the folder (or `-`, or the address that is listened at) that events come from."""
    from mailtui.store import cursors

    return cursors.source(connection, server_id, f"{provider}_events", place)


def known_account(connection: Connection, server_id: int) -> Account | None:
    """The account that a server stands for; None when it is none."""
    mta = connection.exec_driver_sql("SELECT mta FROM server WHERE id = ?", (server_id,)).scalar()
    return Account(server_id, EventProvider(mta)) if mta in set(EventProvider) else None


def providers_of(connection: Connection) -> dict[str, EventProvider]:
    """The accounts at services by their names."""
    rows = connection.exec_driver_sql("SELECT name, mta FROM server").all()
    return {name: EventProvider(mta) for name, mta in rows if mta in set(EventProvider)}
