"""The receiver's socket and thread: it begins with the worker, and ends after what is being answered."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from mailtui.errors import ConfigError
from mailtui.services.receiving.address import Address
from mailtui.services.receiving.certificates import Certificates
from mailtui.services.receiving.hooks import Hook
from mailtui.services.receiving.keeping import Keeping
from mailtui.worker.listening.remotes import AGAIN, networks

if TYPE_CHECKING:
    from uvicorn import Server

IDLE = 30
"""Seconds that a connection may stay open between two requests: proxies keep some."""
LAST_WORDS = 15
"""Seconds that requests under way get at the end."""
AT_ONCE = 400
"""Requests under way at once; more are told to come again."""
BACKLOG = 256
HEAD = 32 * 1024
"""Bytes of the head of a request."""


@dataclass(frozen=True, slots=True)
class Listening:
    """What is listened for, and where."""

    address: Address
    hooks: tuple[Hook, ...]
    proxies: tuple[str, ...] = ()
    """Addresses or networks of proxies that are believed who it was."""


class Receiver:
    """Takes webhooks while it runs. ConfigError when its address cannot be had."""

    def __init__(self, listening: Listening, database: Path, say: Callable[[str], None]) -> None:
        self._listening = listening
        trusted = networks(listening.proxies)
        self._socket = _bound(listening.address)
        self.keeping = Keeping(database)
        from mailtui.worker.listening.answering import Answering

        certificates = Certificates(database.with_name(f"{database.name}.certificates"))
        app = Answering(listening.hooks, self.keeping, certificates, say, trusted)
        self._server = _server(app, say)
        self.lame = app.lame
        """Why accounts take nothing, by their names."""
        self._say = say
        self.is_taking = True
        """Whether it answers, or will."""
        self._thread = threading.Thread(target=self._run, name="webhooks: answering")

    @property
    def address(self) -> Address:
        """Where it listens."""
        host, port = self._socket.getsockname()[:2]
        return Address(host, port)

    def start(self) -> None:
        """Begin to answer."""
        self.keeping.start()
        self._socket.listen(BACKLOG)  # who calls before the thread is up, waits
        self._thread.start()

    def close(self) -> None:
        """Take no more; what is being answered is answered, and what was answered is on the disk."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self.keeping.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        except Exception as error:  # noqa: BLE001 - the worker goes on with what else it does
            self._say(f"no webhooks are taken any more: {type(error).__name__}: {error}")
        finally:
            self.is_taking = False


def _server(app: object, say: Callable[[str], None]) -> Server:
    import uvicorn

    from mailtui.worker.listening.protocol import Patient

    _quiet(say)
    return uvicorn.Server(
        uvicorn.Config(
            app,  # type: ignore[arg-type]
            http=Patient,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=AT_ONCE,
            backlog=BACKLOG,
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=LAST_WORDS,
            h11_max_incomplete_event_size=HEAD,
        )
    )


class _Saying(logging.Handler):
    """What goes wrong in the server itself, without what was posted; the same not again for a while."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._say = say
        self._told: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """One line: what went wrong, and the kind of the error."""
        kind = record.exc_info[0] if record.exc_info else None
        first = record.getMessage().partition("\n")[0].rstrip(".")
        text = f"webhooks: {first}{f': {kind.__name__}' if kind else ''}"
        if monotonic() - self._told.get(record.msg, -AGAIN) >= AGAIN:
            self._told[record.msg] = monotonic()
            self._say(text)


def _quiet(say: Callable[[str], None]) -> None:
    for name in ("uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.handlers = [_Saying(say)]


def _bound(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
    except OSError as error:
        made.close()
        raise ConfigError(
            f"{address} cannot be listened at: {error.strerror}",
            "another program may have it (ss -ltnp); name another with --listen",
        ) from error
    return made
