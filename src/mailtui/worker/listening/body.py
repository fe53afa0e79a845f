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

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class RefusedError(Exception):
    """A body that is not taken: the HTTP status that says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


def check_head(headers: Mapping[str, str]) -> None:
    """RefusedError for what can be said without the body (RFC 9110, sections 8.4 and 15.5)."""
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length) > MOST:
        raise RefusedError(413, "the body is too large")
    if headers.get("content-encoding", "identity").strip().lower() not in ("identity", "gzip", "x-gzip"):
        raise RefusedError(415, "the body is encoded in a way that is not known")


async def read(headers: Mapping[str, str], receive: Receive) -> bytes:
    """The body, unpacked. RefusedError when it is too large, too slow, broken off or no gzip."""
    try:
        packed = await asyncio.wait_for(_all(receive), PATIENCE)
    except TimeoutError:
        raise RefusedError(408, "the body came too slowly") from None
    if headers.get("content-encoding", "identity").strip().lower() == "identity":
        return packed
    return unpacked(packed)


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


async def _all(receive: Receive) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise RefusedError(400, "the body was broken off")
        part = message.get("body", b"")
        size += len(part)
        if size > MOST:
            raise RefusedError(413, "the body is too large")
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
