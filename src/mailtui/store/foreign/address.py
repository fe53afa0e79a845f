"""Where a database is: a URL without its password, and the password for as long as it takes to connect."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from mailtui.errors import ConfigError, UsageError

SCHEMES = ("postgresql", "postgres", "sqlite")
_REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*")
_PLACES = ("host", "port", "service")
"""What of the rest of a URL says where the database is."""
_SECRETS = frozenset({"password", "sslpassword"})
_HINT = "such as postgresql://reader@db.example/openmailer or sqlite:////srv/openmailer.db"


class Address(NamedTuple):
    """A database. Its `repr` and `str` have no password."""

    url: URL
    """Without a password."""
    password: str
    """A reference (`env:NAME`, `file:/PATH`); empty: what libpq finds (PGPASSWORD, ~/.pgpass), or none."""

    @property
    def is_file(self) -> bool:
        """Whether it is a file of SQLite."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def location(self) -> str:
        """The place as it is kept and shown: scheme, user, host, port and name."""
        url = self.url
        if self.is_file:
            return f"sqlite:///{url.database}"
        user = f"{quote(url.username)}@" if url.username else ""
        port = f":{url.port}" if url.port else ""
        rest = "&".join(f"{name}={url.query[name]}" for name in _PLACES if name in url.query)
        where = f"?{rest}" if rest else ""
        return f"postgresql://{user}{url.host or ''}{port}/{url.database or ''}{where}"


def address(text: str, password: str = "") -> Address:
    """The database that a URL names; `password` is a reference to one.

    UsageError when it is no URL of a kind that mailtui reads, or has a password in it: a command line and a
    settings file are read by others.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise UsageError("that is no URL of a database", f"write it {_HINT}") from None
    backend = url.get_backend_name()
    if backend not in SCHEMES:
        raise UsageError(f"mailtui does not read databases of {backend}", f"name one {_HINT}")
    if url.password or _SECRETS & url.query.keys():
        if _SECRETS & url.query.keys() or not _REFERENCE.fullmatch(str(url.password)):
            raise UsageError(
                "the URL has a password in it, which others could read",
                "leave it out: PGPASSWORD and ~/.pgpass are used, and USER:env:NAME@HOST names a variable",
            )
        password = str(url.password)
    url = url.set(drivername="sqlite" if backend == "sqlite" else "postgresql+psycopg")._replace(
        password=None
    )
    return Address(_whole(url), password)


def _whole(url: URL) -> URL:
    """A file by its whole path, for it may be asked for from another folder."""
    if url.get_backend_name() != "sqlite":
        if not url.database and not url.query.get("service"):
            raise UsageError("the URL names no database", f"write it {_HINT}")
        return url
    from pathlib import Path

    if not url.database or url.database == ":memory:":
        raise UsageError("the URL names no file", f"write it {_HINT}")
    return url.set(database=str(Path(url.database).expanduser().absolute()))


def refuse_own(address: Address, database: str) -> None:
    """ConfigError where the database to be read is the one to be written."""
    import os

    if address.is_file and os.path.realpath(address.url.database or "") == os.path.realpath(database):
        raise ConfigError(f"{database} is mailtui's own database", "name that of the other system")
