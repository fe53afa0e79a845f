"""The body of a request, read and unpacked, never larger than it may be."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

MOST = 4 * 1024 * 1024
"""Bytes of a body, as it comes and unpacked. Providers send less than one MiB."""
PATIENCE = 10.0
"""Seconds until all of it must be there."""
TOGETHER = 64 * 1024 * 1024
"""Bytes of all bodies that are being read; who comes then is told to come again."""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class RefusedError(Exception):
    """A body that is not taken: the HTTP status that says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


def check_head(headers: Mapping[str, str]) -> None:
    """RefusedError for what can be said without the body (RFC 9110, sections 8.4 and 15.5)."""
    length = headers.get("content-length", "").lstrip("0")
    if len(length) > len(str(MOST)) or (length.isdecimal() and int(length) > MOST):
        raise RefusedError(413, "the body is too large")
    if headers.get("content-encoding", "identity").strip().lower() not in ("identity", "gzip", "x-gzip"):
        raise RefusedError(415, "the body is encoded in a way that is not known")


class Reading:
    """Reads bodies, many at a time. Used in one thread."""

    def __init__(self) -> None:
        self.bytes = 0
        """Of bodies under way: who may post is known only when one is there."""

    async def read(self, headers: Mapping[str, str], receive: Receive) -> bytes:
        """A body, unpacked. RefusedError when it is too large, too slow, broken off or no gzip."""
        parts: list[bytes] = []
        try:
            await asyncio.wait_for(self._all(receive, parts), PATIENCE)
        except TimeoutError:
            raise RefusedError(408, "the body came too slowly") from None
        finally:
            self.bytes -= sum(map(len, parts))
        packed = b"".join(parts)
        plain = headers.get("content-encoding", "identity").strip().lower() == "identity"
        return packed if plain else unpacked(packed)

    async def _all(self, receive: Receive, parts: list[bytes]) -> None:
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                raise RefusedError(400, "the body was broken off")
            parts.append(message.get("body", b""))
            self.bytes += len(parts[-1])
            size += len(parts[-1])
            if size > MOST:
                raise RefusedError(413, "the body is too large")
            if self.bytes > TOGETHER:
                raise RefusedError(503, "too much is being posted")
            more = message.get("more_body", False)


def unpacked(packed: bytes) -> bytes:
    """What a gzip body holds. RefusedError when it is none, or more than is taken."""
    found = zlib.decompressobj(wbits=31)
    try:
        body = found.decompress(packed, MOST + 1)
    except zlib.error:
        raise RefusedError(400, "the body is no gzip") from None
    if len(body) > MOST:
        raise RefusedError(413, "the body is too large when unpacked")
    if not found.eof or found.unused_data:
        raise RefusedError(400, "the body is no whole gzip")
    return body
