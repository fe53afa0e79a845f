"""Questions to DNS servers over UDP, and over TCP when the answer does not fit.

An answer is only taken when it is from the server that was asked (sockets are connected), has the id and
repeats the question (RFC 5452 section 9.1); everything else is passed over until the time is up. Questions
that are under way together share a socket, a few of them, so that ports stay hard to guess.
"""

from __future__ import annotations

import asyncio
import struct

from mailtui.verify.message import TC, NoAnswer, Question, Reply, understood
from mailtui.verify.nameservers import Nameserver

MOST_QUESTIONS = 16
"""That one port sends."""


class Wire:
    """The way to servers: sockets are opened when they are needed, and closed when nobody waits on them."""

    def __init__(self) -> None:
        self._lines: dict[Nameserver, _Line] = {}

    async def exchange(self, query: Question, server: Nameserver, seconds: float) -> Reply:
        """The server's answer within so many seconds (as many again over TCP); NoAnswer."""
        reply = await self._over_udp(query, server, seconds)
        if reply.flags & TC:
            reply = await _over_tcp(query, server, seconds)
        return reply

    async def _over_udp(self, query: Question, server: Nameserver, seconds: float) -> Reply:
        line = await self._line(query, server)
        waiting = line.send(query)
        try:
            async with asyncio.timeout(seconds):
                return await waiting.reply
        except TimeoutError:
            raise NoAnswer(f"{server}: {waiting.heard or f'no answer within {seconds:g} s'}") from None
        except OSError as error:
            raise NoAnswer(f"{server}: {error.strerror or error}") from error
        finally:
            line.done(query)

    async def _line(self, query: Question, server: Nameserver) -> _Line:
        line = self._lines.get(server)
        if line is not None and line.takes(query):
            return line
        loop = asyncio.get_running_loop()
        try:
            _, line = await loop.create_datagram_endpoint(_Line, remote_addr=server)
        except OSError as error:
            raise NoAnswer(f"{server}: {error.strerror or error}") from error
        self._lines[server] = line
        return line


class _Waiting:
    """A question, and who waits for its answer."""

    def __init__(self, query: Question) -> None:
        self.query = query
        self.reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.heard = ""
        """What came in place of the answer."""

    def take(self, data: bytes) -> None:
        """A datagram with the question's id."""
        try:
            reply = understood(self.query, data)
        except NoAnswer as error:
            self.heard = str(error)
            return
        if not self.reply.done():
            self.reply.set_result(reply)


class _Line(asyncio.DatagramProtocol):
    """A socket that is connected to a server; its questions are told apart by their ids."""

    def __init__(self) -> None:
        self._waiting: dict[int, _Waiting] = {}
        self._sent = 0

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport

    def takes(self, query: Question) -> bool:
        """Whether this question may go this way."""
        return (
            not self._transport.is_closing() and self._sent < MOST_QUESTIONS and query.id not in self._waiting
        )

    def send(self, query: Question) -> _Waiting:
        """Send a question; `done` must follow."""
        waiting = self._waiting[query.id] = _Waiting(query)
        self._sent += 1
        self._transport.sendto(query.wire)
        return waiting

    def done(self, query: Question) -> None:
        """Nobody waits for this answer any more."""
        del self._waiting[query.id]
        if not self._waiting:
            self._transport.close()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002
        waiting = self._waiting.get(int.from_bytes(data[:2], "big"))
        for one in [waiting] if waiting else list(self._waiting.values()):
            one.take(data)

    def error_received(self, exc: Exception) -> None:
        for waiting in self._waiting.values():
            if not waiting.reply.done():
                waiting.reply.set_exception(exc)


async def _over_tcp(query: Question, server: Nameserver, seconds: float) -> Reply:
    try:
        async with asyncio.timeout(seconds):
            data = await _stream(query, server)
    except TimeoutError:
        raise NoAnswer(f"{server}: cut off over UDP, and no answer over TCP within {seconds:g} s") from None
    except (OSError, asyncio.IncompleteReadError) as error:
        raise NoAnswer(f"{server}: cut off over UDP, and no answer over TCP") from error
    try:
        return understood(query, data)
    except NoAnswer as error:
        raise NoAnswer(f"{server}: {error}") from None


async def _stream(query: Question, server: Nameserver) -> bytes:
    """The answer behind its length (RFC 1035 section 4.2.2)."""
    reader, writer = await asyncio.open_connection(*server)
    try:
        writer.write(struct.pack("!H", len(query.wire)) + query.wire)
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        return await reader.readexactly(length)
    finally:
        writer.close()
