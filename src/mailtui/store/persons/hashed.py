"""Whether somebody who was erased is not to be mailed: told by a keyed hash, which names nobody.

The key is kept beside it, so who has the database can try an address that they know, and can list none.
"""

from __future__ import annotations

import secrets
from hashlib import blake2b

from sqlalchemy import Connection

from mailtui.model.suppression import ERASED as SCHEME

_KEY = 32


def salt(connection: Connection) -> bytes | None:
    """The key of this database; None: nobody was ever erased."""
    found: bytes | None = connection.exec_driver_sql("SELECT salt FROM erasure ORDER BY id LIMIT 1").scalar()
    return found


def new_salt() -> bytes:
    """A key for a database that has none."""
    return secrets.token_bytes(_KEY)


def hashed(address: str, key: bytes) -> str:
    """What stands on the list of suppressions for an address that was erased."""
    return (
        f"{SCHEME}{blake2b(address.lower().encode('utf-8', 'replace'), key=key, digest_size=16).hexdigest()}"
    )


def target(connection: Connection, address: str) -> str | None:
    """The same, where anybody was ever erased."""
    key = salt(connection)
    return None if key is None else hashed(address, key)
