"""A receiver in this process, and calls to it as a provider makes them."""

from __future__ import annotations

import base64
import http.client
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mailtui.diagnosis import Diagnoser
from mailtui.services.diagnosing import open_diagnoser
from mailtui.services.receiving.address import Address
from mailtui.services.receiving.hooks import hooks_of
from mailtui.store.engine import writer
from mailtui.worker.listening.server import Listening
from mailtui.worker.receiving import Receiving
from mailtui.worker.work import Work

JSON = {"Content-Type": "application/json"}
PASSWORD = "open sesame"


def basic(password: str = PASSWORD, user: str = "mt") -> dict[str, str]:
    """The headers of a call with user and password."""
    return JSON | {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


class Live:
    """A receiver that runs."""

    def __init__(self, database: Path, tables: Mapping[str, Any], proxies: tuple[str, ...] = ()) -> None:
        self.said: list[str] = []
        self.database = database
        listening = Listening(Address("127.0.0.1", 0), hooks_of(tables), proxies)
        self._work = Work(database, listening=listening)
        self._receiving = Receiving(self._work, self.said.append)
        assert self._receiving._receiver is not None
        self.keeping = self._receiving._receiver.keeping
        self.port = self._receiving._receiver.address.port
        self._engine = writer(database)
        self._diagnoser: Diagnoser = open_diagnoser(None)
        self._receiving.begin(self._engine)

    def post(
        self, path: str, body: bytes = b"{}", headers: Mapping[str, str] = JSON, method: str = "POST"
    ) -> int:
        """The status of the answer."""
        return self.ask(path, body, headers, method)[0]

    def ask(
        self, path: str, body: bytes = b"{}", headers: Mapping[str, str] = JSON, method: str = "POST"
    ) -> tuple[int, str, Mapping[str, str]]:
        """Status, text and headers of the answer."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())

    def read(self) -> bool:
        """As the worker does in its turn."""
        self._receiving._next = 0.0
        return self._receiving.read(self._engine, self._diagnoser, lambda: None)

    def close(self) -> None:
        """As the worker ends."""
        self._receiving.close()
        self._engine.dispose()


@contextmanager
def live(database: Path, tables: Mapping[str, Any], proxies: tuple[str, ...] = ()) -> Iterator[Live]:
    """A receiver until the end of the block."""
    found = Live(database, tables, proxies)
    try:
        yield found
    finally:
        found.close()


def rows(database: Path, query: str) -> list[Any]:
    """What is in a database."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def counters(database: Path) -> dict[str, tuple[int, int, int]]:
    """Accepted, refused, failed of each account."""
    found = rows(database, "SELECT name, accepted, refused, failed FROM provider")
    return {name: tuple(counts) for name, *counts in found}


def payloads(database: Path) -> int:
    """How many are kept."""
    return int(rows(database, "SELECT count(*) FROM webhook_event")[0][0])


def copy(blank: Path, folder: Path) -> Path:
    """An empty database of a test's own."""
    return Path(shutil.copy(blank, folder / "mail.db"))
