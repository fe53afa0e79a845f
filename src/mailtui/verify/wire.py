"""One question to one DNS server over UDP, and over TCP when the answer does not fit.

An answer is only taken when it is from the server that was asked (sockets are connected), has the id and
repeats the question (RFC 5452 section 9.1); everything else is passed over until the time is up. Each
question goes out from a port of its own.
"""

from __future__ import annotations

import asyncio
import struct

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rdatatype

from mailtui.verify.nameservers import Nameserver

PAYLOAD = 1232
"""Bytes of an answer over UDP that no network cuts into pieces (DNS flag day 2020)."""


class NoAnswer(Exception):
    """Nothing usable came back; the text says why."""


def question(name: str, type: str, *, edns: bool = True) -> dns.message.QueryMessage:
    """The question, with RD and AD (RFC 6840 section 5.7); ValueError: no such name can be."""
    try:
        asked = dns.name.from_text(name)
    except dns.exception.DNSException as error:
        raise ValueError(str(error)) from error
    return dns.message.make_query(
        asked,
        dns.rdatatype.from_text(type),
        use_edns=0 if edns else -1,
        payload=PAYLOAD,
        flags=dns.flags.RD | dns.flags.AD,
    )


async def exchange(query: dns.message.Message, server: Nameserver, seconds: float) -> dns.message.Message:
    """The server's answer within so many seconds (as many again over TCP); NoAnswer."""
    reply = await _over_udp(query, server, seconds)
    if reply.flags & dns.flags.TC:
        reply = await _over_tcp(query, server, seconds)
    return reply


async def _over_udp(query: dns.message.Message, server: Nameserver, seconds: float) -> dns.message.Message:
    loop = asyncio.get_running_loop()
    waiting = _Waiting(query, loop.create_future())
    try:
        transport, _ = await loop.create_datagram_endpoint(lambda: waiting, remote_addr=server)
    except OSError as error:
        raise NoAnswer(f"{server}: {error.strerror or error}") from error
    try:
        transport.sendto(query.to_wire())
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

    def __init__(self, query: dns.message.Message, reply: asyncio.Future[dns.message.Message]) -> None:
        self.reply = reply
        self.heard = ""
        """What came instead."""
        self._query = query

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002
        try:
            message = _understood(self._query, data)
        except NoAnswer as error:
            self.heard = str(error)
            return
        if not self.reply.done():
            self.reply.set_result(message)

    def error_received(self, exc: Exception) -> None:
        if not self.reply.done():
            self.reply.set_exception(exc)


async def _over_tcp(query: dns.message.Message, server: Nameserver, seconds: float) -> dns.message.Message:
    try:
        async with asyncio.timeout(seconds):
            data = await _stream(query, server)
    except TimeoutError:
        raise NoAnswer(f"{server}: cut off over UDP, and no answer over TCP within {seconds:g} s") from None
    except (OSError, asyncio.IncompleteReadError) as error:
        raise NoAnswer(f"{server}: cut off over UDP, and no answer over TCP") from error
    try:
        return _understood(query, data)
    except NoAnswer as error:
        raise NoAnswer(f"{server}: {error}") from None


async def _stream(query: dns.message.Message, server: Nameserver) -> bytes:
    """The answer behind its length (RFC 1035 section 4.2.2)."""
    reader, writer = await asyncio.open_connection(*server)
    try:
        writer.write(query.to_wire(prepend_length=True))
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        return await reader.readexactly(length)
    finally:
        writer.close()


def _understood(query: dns.message.Message, data: bytes) -> dns.message.Message:
    """The message in these bytes when it answers the question; NoAnswer says what is wrong with it."""
    try:
        message = dns.message.from_wire(data, ignore_trailing=True)
    except (dns.exception.DNSException, ValueError, struct.error) as error:
        raise NoAnswer("only bytes came back that are no DNS message") from error
    if message.id != query.id:
        raise NoAnswer("only an answer with another id came back")
    if not query.is_response(message):
        raise NoAnswer("only an answer to another question came back")
    return message
