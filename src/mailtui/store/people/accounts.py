"""Accounts by their names, whatever service they are at."""

from __future__ import annotations

from sqlalchemy import Connection

from mailtui.store.services import Account, known_account


def account_called(connection: Connection, name: str) -> Account | None:
    """The account of that name; None when there is none, or a mail server has it."""
    found = connection.exec_driver_sql("SELECT id FROM server WHERE name = ?", (name,)).scalar()
    return None if found is None else known_account(connection, int(found))
