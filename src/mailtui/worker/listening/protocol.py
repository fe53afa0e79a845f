"""HTTP/1.1 as uvicorn speaks it, and an end for requests that come too slowly.

uvicorn limits how long a connection may be idle, but any byte ends idleness: one that sends a byte now and
then would stay for ever.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 10.0
"""Seconds from a connection, or from the first byte of a further request, until its head is there."""
CONNECTIONS = 512
"""Open at once; more are closed at once."""


class Patient(H11Protocol):
    """One connection."""

    head: float = HEAD
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody calls."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.abort()
            return
        self._deadline = self.loop.call_later(self.head, self._too_slow)

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request. The body has a time of its own: see `body`."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._in_time()
        elif self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(self.head, self._too_slow)

    def on_response_complete(self) -> None:
        """The next request, if any, has its own time."""
        self._in_time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._in_time()
        super().connection_lost(exc)

    def _in_time(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self.transport.abort()
