"""One question to one DNS server over UDP, and over TCP when the answer does not fit.

An answer is only taken when it is from the server that was asked (sockets are connected), has the id and
repeats the question (RFC 5452 section 9.1); everything else is passed over until the time is up. Each
question goes out from a port of its own.
"""

from __future__ import annotations

import asyncio
import struct

from mailtui.verify.message import TC, NoAnswer, Question, Reply, understood
from mailtui.verify.nameservers import Nameserver


async def exchange(query: Question, server: Nameserver, seconds: float) -> Reply:
    """The server's answer within so many seconds (as many again over TCP); NoAnswer."""
    reply = await _over_udp(query, server, seconds)
    if reply.flags & TC:
        reply = await _over_tcp(query, server, seconds)
    return reply


async def _over_udp(query: Question, server: Nameserver, seconds: float) -> Reply:
    loop = asyncio.get_running_loop()
    waiting = _Waiting(query, loop.create_future())
    try:
        transport, _ = await loop.create_datagram_endpoint(lambda: waiting, remote_addr=server)
    except OSError as error:
        raise NoAnswer(f"{server}: {error.strerror or error}") from error
    try:
        transport.sendto(query.wire)
        async with asyncio.timeout(seconds):
            return await waiting.reply
    except TimeoutError:
        raise NoAnswer(f"{server}: {waiting.heard or f'no answer within {seconds:g} s'}") from None
    except OSError as error:
        raise NoAnswer(f"{server}: {error.strerror or error}") from error
    finally:
        transport.close()


class _Waiting(asyncio.DatagramProtocol):
    """Takes the first datagram that answers the question."""

    def __init__(self, query: Question, reply: asyncio.Future[Reply]) -> None:
        self.reply = reply
        self.heard = ""
        """What came instead."""
        self._query = query

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002
        try:
            reply = understood(self._query, data)
        except NoAnswer as error:
            self.heard = str(error)
            return
        if not self.reply.done():
            self.reply.set_result(reply)

    def error_received(self, exc: Exception) -> None:
        if not self.reply.done():
            self.reply.set_exception(exc)


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
