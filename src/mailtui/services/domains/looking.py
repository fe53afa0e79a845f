"""Looking at domains now: in a thread with an event loop of its own, which nobody ever waits for in vain."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from mailtui.model.finding import Checked, Expected
from mailtui.model.stopping import asked_to_stop
from mailtui.services.domains.course import Look
from mailtui.services.domains.options import Options

Verify = Callable[[Expected], Awaitable[Sequence[Checked]]]
"""Looks at one domain."""
Make = Callable[[Options], Verify]
"""Makes a Verify inside the event loop: one resolver, whose answers are kept for the run."""
_GRACE = 5.0
"""Seconds over the time of a domain in which its checks may say what they know."""
_BATCH = 100
"""Domains told together at most."""
_TICK = 0.1
"""Seconds between two questions whether to stop."""


def by_dns(options: Options) -> Verify:
    """Looks by DNS, through the resolvers of the options."""
    from mailtui.verify.domain import verify
    from mailtui.verify.resolving import DnsResolver

    resolver = DnsResolver(options.resolvers or None, timeout=options.timeout)

    async def look(expected: Expected) -> Sequence[Checked]:
        return await verify(expected, resolver, dnsbl_zones=options.dnsbl, limit=options.each)

    return look


def looks(
    domains: Sequence[Expected], options: Options, make: Make = by_dns
) -> Iterator[tuple[Expected, Look]]:
    """As `batches`, one by one."""
    for batch in batches(domains, options, make):
        yield from batch


def batches(
    domains: Sequence[Expected], options: Options, make: Make = by_dns
) -> Iterator[list[tuple[Expected, Look]]]:
    """Each domain with what a look at it came to, as they come; what came meanwhile comes together.

    Ends soon when the caller (within `stoppable`) does not want it any more, or drops the iterator; the
    domains left are not told then. Those that the time for the whole run does not reach are told as cut.
    """
    stop = asked_to_stop()
    run = _Run(domains, options, make)
    left = dict(enumerate(domains))
    ends = None if options.whole is None else time.monotonic() + options.whole
    try:
        while left and not stop():
            if ends is not None and time.monotonic() > ends:
                break
            found = run.next(_TICK)
            if found:
                yield [(left.pop(number), look) for number, look in found]
    finally:
        run.stop()
    if left and not stop():
        cut = Look(cut=f"the time of the run, {options.whole:g} s, was over before its turn")
        yield [(domain, cut) for domain in left.values()]


class _Run:
    """The thread: a daemon, so that the program's exit does not wait for a server that says nothing."""

    def __init__(self, domains: Sequence[Expected], options: Options, make: Make) -> None:
        self._domains = domains
        self._options = options
        self._make = make
        self._told: SimpleQueue[tuple[int, Look] | BaseException] = SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        Thread(target=self._work, name="domains", daemon=True).start()

    def next(self, seconds: float) -> list[tuple[int, Look]]:
        """What is done; when nothing is, what is done next within that many seconds."""
        found = []
        with suppress(Empty):
            found.append(self._told.get(timeout=seconds))
            while len(found) < _BATCH:
                found.append(self._told.get_nowait())
        for one in found:
            if isinstance(one, BaseException):
                raise one
        return [one for one in found if not isinstance(one, BaseException)]

    def stop(self) -> None:
        """Ask the thread to end; does not wait."""
        with suppress(RuntimeError):  # the loop is closed: it has ended
            self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _work(self) -> None:
        try:
            self._loop.run_until_complete(self._all())
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001 - it is raised in the thread of the caller
            self._told.put(error)
        finally:
            self._loop.run_until_complete(_settled())
            self._loop.close()

    async def _all(self) -> None:
        self._task = asyncio.current_task()
        verify = self._make(self._options)
        free = asyncio.Semaphore(self._options.at_once)

        async def one(number: int, domain: Expected) -> None:
            async with free:
                self._told.put((number, await self._look(verify, domain)))

        async with asyncio.TaskGroup() as group:
            for number, domain in enumerate(self._domains):
                group.create_task(one(number, domain))

    async def _look(self, verify: Verify, domain: Expected) -> Look:
        try:
            async with asyncio.timeout(self._options.each + _GRACE):
                return Look(tuple(await verify(domain)))
        except TimeoutError:
            return Look(cut=f"it took longer than {self._options.each:g} s")
        except Exception as error:  # noqa: BLE001 - a fault of ours at one domain must not stop the others
            return Look(cut=f"mailtui failed at it: {type(error).__name__}: {error}")


async def _settled() -> None:
    """What still runs (questions that nobody waits for any more) is ended."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
