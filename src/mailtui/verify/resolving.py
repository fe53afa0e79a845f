"""The port to DNS: what every check is handed, and the resolver behind it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from mailtui.verify.answers import Answer, Kind
from mailtui.verify.nameservers import Nameserver, system_nameservers

if TYPE_CHECKING:
    from mailtui.verify.message import Reply
    from mailtui.verify.wire import Wire

AT_ONCE = 32
"""Questions under way at the same time."""
TIMEOUT = 2.0
"""Seconds one server has for one answer."""
TRIES = 3
"""How often a question is asked before it ends in UNSURE (of each server once, if there are more)."""


class Resolver(Protocol):
    """Answers DNS questions; never raises for what DNS says or does not say."""

    async def ask(self, name: str, type: str) -> Answer:
        """The answer for `name` (any case, with or without the final dot) and a type such as `TXT`."""


class DnsResolver:
    """Asks the given servers (those of this system when None) in turn; keeps every answer.

    Make one for each run, inside its event loop: answers are kept for as long as it lives.
    `trusted` says whether AD may be believed; by default only from servers on this host.
    """

    def __init__(
        self,
        servers: Sequence[tuple[str, int]] | None = None,
        *,
        timeout: float = TIMEOUT,
        tries: int = TRIES,
        at_once: int = AT_ONCE,
        trusted: bool | None = None,
    ) -> None:
        self._servers = deque([Nameserver(*one) for one in servers or ()] or system_nameservers())
        self._timeout = timeout
        self._tries = max(tries, len(self._servers))
        self._free = asyncio.Semaphore(at_once)
        self._trusted = trusted
        self._answers: dict[tuple[str, str], asyncio.Task[Answer]] = {}
        self._wire: Wire | None = None

    async def ask(self, name: str, type: str) -> Answer:
        """See `Resolver.ask`. Who asks what is being asked already waits for the same answer."""
        key = (name.lower().removesuffix(".") or ".", type.upper())
        task = self._answers.get(key)
        if task is None:
            task = self._answers[key] = asyncio.create_task(self._find(*key))
        return await asyncio.shield(task)

    async def _find(self, name: str, type: str) -> Answer:
        """The first definite answer of so many tries."""
        from mailtui.verify.interpreting import EMPTY

        tries = []
        for attempt in range(self._tries):
            server = self._servers[0]
            answer = await self._attempt(name, type, server)
            if answer.sure:
                return answer
            tries.append(answer.why)
            self._last(server)
            await asyncio.sleep(0.05 * attempt)
        if set(tries) == {EMPTY}:
            return await self._confirmed(answer)
        return answer

    async def _attempt(self, name: str, type: str, server: Nameserver) -> Answer:
        from mailtui.verify.message import NoAnswer

        try:
            return await self._try(name, type, server)
        except NoAnswer as error:
            return Answer(name, type, Kind.UNSURE, why=str(error))
        except ValueError:
            return Answer(name, type, Kind.NXDOMAIN, why="no DNS name can be like this")

    def _last(self, server: Nameserver) -> None:
        """Whoever failed is asked after all others from now on."""
        if self._servers[0] == server:
            self._servers.rotate(-1)

    async def _try(self, name: str, type: str, server: Nameserver) -> Answer:
        """What one server says, asked again for the end of a chain of aliases that it did not follow."""
        from mailtui.verify.interpreting import EMPTY, LONGEST_CHAIN, interpret

        chain: tuple[str, ...] = ()
        while len(chain) <= LONGEST_CHAIN:
            found = interpret(name, type, await self._send(chain[-1] if chain else name, type, server))
            chain += found.aliases
            answer = replace(found, aliases=chain, secure=found.secure and self._trusts(server))
            if not found.aliases or found.why != EMPTY:
                return answer
        return replace(answer, why="it is an alias (CNAME) of an alias, and so on without an end")

    async def _confirmed(self, answer: Answer) -> Answer:
        """An answer that stays empty, without a SOA: NODATA when the server shows that it knows the zone."""
        from mailtui.verify.interpreting import EMPTY, confirms_zone
        from mailtui.verify.message import NoAnswer

        name, server = (answer.name, *answer.aliases)[-1], self._servers[0]
        try:
            known = confirms_zone(await self._send(name, "SOA", server))
            again = known and (await self._try(answer.name, answer.type, server)).why == EMPTY
        except NoAnswer:
            return answer
        return replace(answer, kind=Kind.NODATA, why="") if again else answer

    async def _send(self, name: str, type: str, server: Nameserver) -> Reply:
        from mailtui.verify.interpreting import is_refusal_of_edns
        from mailtui.verify.message import question

        wire = self._opened()
        async with self._free:
            reply = await wire.exchange(question(name, type), server, self._timeout)
            if is_refusal_of_edns(reply):
                reply = await wire.exchange(question(name, type, edns=False), server, self._timeout)
        return reply

    def _opened(self) -> Wire:
        from mailtui.verify.wire import Wire

        self._wire = self._wire or Wire()
        return self._wire

    def _trusts(self, server: Nameserver) -> bool:
        return server.local if self._trusted is None else self._trusted
