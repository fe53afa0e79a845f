"""The port to the policy of MTA-STS, and HTTPS behind it (RFC 8461 section 3.3).

No redirect is followed, nothing is kept, no proxy is used, and neither size nor time is up to the server.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BytesIO
from typing import Protocol

PATH = "/.well-known/mta-sts.txt"
LARGEST = 65_536
"""Bytes of a policy that senders read at most (section 3.3 proposes 64 kB)."""
_LARGEST_REPLY = LARGEST + 32_768
_BROKE = "the connection broke before the end of the reply"
TIMEOUT = 10.0
"""Seconds for the whole exchange; senders wait for a minute (section 3.3)."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came back. Every text of it is a stranger's."""

    status: int = 0
    type: str = ""
    """Content-Type, without its parameters, in lower case."""
    body: bytes = b""
    location: str = ""
    """Where a redirect leads."""
    problem: str = ""
    """Why there is no page, for certain, in words: the server is there, and TLS or HTTP fails."""
    refused: bool = False
    """The problem is that nobody listens at this address."""
    unsure: str = ""
    """Why nothing is known: the server was not reached."""


class Fetch(Protocol):
    """Gets the policy of a host; never raises for what a server does."""

    async def get(self, host: str, address: str) -> Page:
        """The page at PATH of `host`, asked at that IP."""


@dataclass
class HttpsFetch:
    """The real one. `context` None: the certificates that this system trusts."""

    context: ssl.SSLContext | None = None
    port: int = 443
    timeout: float = TIMEOUT

    async def get(self, host: str, address: str) -> Page:
        """See `Fetch.get`."""
        try:
            async with asyncio.timeout(self.timeout):
                return await self._exchange(host, address)
        except ssl.SSLCertVerificationError as error:
            return Page(problem=f"the certificate is not valid: {error.verify_message or error.reason}")
        except ssl.SSLError as error:
            return Page(problem=f"TLS fails: {error.reason or error}")
        except ConnectionRefusedError:
            return Page(problem=f"{address} accepts no connection on port {self.port}", refused=True)
        except TimeoutError:
            return Page(unsure=f"{address} did not answer within {self.timeout:g} s")
        except (OSError, UnicodeError) as error:
            return Page(unsure=f"{address}: {getattr(error, 'strerror', None) or error}")

    async def _exchange(self, host: str, address: str) -> Page:
        trust = self.context or _system_trust()
        reader, writer = await asyncio.open_connection(address, self.port, ssl=trust, server_hostname=host)
        try:
            writer.write(_request(host))
            return await _reply(reader)
        finally:
            writer.transport.abort()


@cache
def _system_trust() -> ssl.SSLContext:
    """Reading the certificates of the system takes a while; once is enough."""
    return ssl.create_default_context()


def _request(host: str) -> bytes:
    lines = [f"GET {PATH} HTTP/1.1", f"Host: {host}", "Accept: text/plain", "User-Agent: mailtui"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("ascii")


async def _reply(reader: asyncio.StreamReader) -> Page:
    """Read until the page is whole; some servers do not close the connection behind it."""
    data = b""
    while len(data) <= _LARGEST_REPLY:
        more = await reader.read(8192)
        data += more
        page = parsed(data, ended=not more)
        if page is not None:
            return page
    return Page(problem=f"the reply is longer than {LARGEST} bytes")


def parsed(data: bytes, *, ended: bool) -> Page | None:
    """The page in these bytes; None while more must come."""
    if b"\r\n\r\n" not in data and b"\n\n" not in data:
        if not ended:
            return None
        if b"HTTP/".startswith(data[:5]):
            return Page(unsure=_BROKE)
    response = HTTPResponse(_Bytes(data))  # type: ignore[arg-type]
    try:
        response.begin()
        if (response.length or 0) > LARGEST:
            return Page(problem=f"the file is longer than {LARGEST} bytes")
        unsized = response.length is None and not response.chunked
        if unsized and not ended:
            return None
        body = response.read(LARGEST + 1) if unsized else response.read()
    except IncompleteRead:
        return Page(unsure=_BROKE) if ended else None
    except (HTTPException, ValueError, OverflowError) as error:
        return Page(problem=f"the reply is no HTTP: {type(error).__name__}")
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    return Page(response.status, kind, body, response.getheader("Location") or "")


class _Bytes:
    """As much of a socket as HTTPResponse needs."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _mode: str) -> BytesIO:
        return BytesIO(self._data)
