"""Payloads that are kept, read again: with today's parsers what was not understood may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.events.importing import EventWriting
from mailtui.model.enums import EventProvider
from mailtui.model.webhook import Retried
from mailtui.parsing.events.detect import detect
from mailtui.store import payload_list, services
from mailtui.store.engine import Connection, Engine
from mailtui.store.payloads import Payload, mark_read
from mailtui.store.services import Account

AT_ONCE = 500
"""Payloads in one transaction."""


def read_again(
    engine: Engine,
    diagnoser: Diagnoser,
    now: Callable[[], int],
    ids: Sequence[int] = (),
    between: Callable[[Retried], None] = lambda _: None,
    *,
    everything: bool = False,
) -> Retried:
    """Read payloads again: these, or all that were not understood in full, or (`everything`) all there are.

    `between` is called between two transactions with what was done so far; it may raise to end it, and others
    may write facts in it. The caller holds the writing lock.
    """
    done, last, wanted = Retried(), -1, sorted(set(ids))
    while True:
        with engine.begin() as connection:
            if ids:
                some = payload_list.these(connection, wanted[:AT_ONCE])
                wanted = wanted[AT_ONCE:]
            else:
                after = payload_list.after if everything else payload_list.failed_after
                some = after(connection, last, AT_ONCE)
            if some:
                part = _read(connection, EventWriting(connection, diagnoser, now), some)
        if some:
            last = some[-1].id
            done = Retried(*(one + other for one, other in zip(done, part, strict=True)))
            between(done)
        if not wanted and (ids or not some):
            return done


def read_waiting(
    engine: Engine, diagnoser: Diagnoser, now: Callable[[], int], between: Callable[[Retried], None]
) -> Retried:
    """Read payloads that came live and were never read; each once, whatever happens meanwhile.

    What they say and that they were read is one transaction. `between` as of `read_again`.
    """
    done = Retried()
    while True:
        with engine.begin() as connection:
            some = payload_list.unread(connection, AT_ONCE)
            if not some:
                return done
            part = _read(connection, EventWriting(connection, diagnoser, now), some)
            mark_read(connection, [one.id for one in some], now())
        done = Retried(*(one + other for one, other in zip(done, part, strict=True)))
        between(done)


def _read(connection: Connection, writing: EventWriting, some: Sequence[Payload]) -> Retried:
    raws = payload_list.raws(connection, [one.id for one in some])
    failed = len(some)
    for account, kept in _by_account(connection, some, raws):
        failed += writing.read(connection, account, kept) - len(kept)
    writing.finish(connection)
    return Retried(len(some), writing.events, failed)


def _by_account(
    connection: Connection, some: Sequence[Payload], raws: dict[int, bytes]
) -> Iterator[tuple[Account, list[tuple[Payload, bytes]]]]:
    """The payloads that are still there, by whose they are; of whom nobody knew, by what they look like."""
    groups: dict[Account, list[tuple[Payload, bytes]]] = {}
    for payload in some:
        raw = raws.get(payload.id)
        if raw is None:
            continue
        account = _account(connection, payload, raw)
        if account is not None:
            groups.setdefault(account, []).append((payload._replace(provider=account.provider), raw))
    yield from groups.items()


def _account(connection: Connection, payload: Payload, raw: bytes) -> Account | None:
    provider: EventProvider | None = payload.provider or detect(raw)
    if provider is None:
        return None
    return services.known_account(connection, payload.server_id) or Account(payload.server_id, provider)
