"""Erasing a person: what it would touch, and doing it, here or by the worker that has the database."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mailtui.errors import NotFoundError, StoreError, UsageError
from mailtui.model.enums import OperatorRole
from mailtui.model.erased import DOMAIN, PREFIX, Swap, is_stand_in
from mailtui.model.operator import Operator
from mailtui.model.person import Again, Erased, Outside
from mailtui.model.suppression import ERASED, target_of
from mailtui.services.acting.witness import to_syslog
from mailtui.services.handing import ask, follow
from mailtui.services.operators import who
from mailtui.services.run import now
from mailtui.store import jobs
from mailtui.store.acting.acts import changing
from mailtui.store.engine import PATIENCE, Connection, Engine, reader, told, writer
from mailtui.store.lock import writing
from mailtui.store.persons import outside, own, packed, refusing, state, sweeping
from mailtui.store.persons.erasing import Erasing, Told, finish
from mailtui.store.persons.outside import scrub
from mailtui.store.persons.words import rows_of

JOB = "erase"


def wanted(address: str) -> str:
    """The address, in lower case; UsageError when it is none, or stands for somebody who was erased."""
    found = target_of(address)
    if "@" not in found or found.startswith(ERASED):
        raise UsageError(f"{address} is no address", "name a whole address, such as bob@example.org")
    if is_stand_in(found):
        raise UsageError(f"{address} stands for somebody who was erased", "there is nothing left to erase")
    return found


def preview(database: Path, address: str, look: Told = lambda *_: None) -> Erased:
    """What an erasure would touch; it writes nothing. NotFoundError when nothing has the address."""
    engine = reader(database)
    try:
        with told(database):
            found = _preview(engine, address, look)
    finally:
        engine.dispose()
    if not found.counts:
        raise _nobody(address)
    return found


def known(database: Path, address: str, look: Told = lambda *_: None) -> None:
    """See that there is something to erase, at once where rows of its own tell; else NotFoundError."""
    engine = reader(database)
    try:
        with told(database), engine.connect() as connection:
            swap = Swap(address, f"{PREFIX}@{DOMAIN}")
            found = state.under_way(connection, address) or own.count(connection, swap)
    finally:
        engine.dispose()
    if not found:
        preview(database, address, look)


def _nobody(address: str) -> NotFoundError:
    return NotFoundError(
        f"nothing here names {address}: there is nothing to erase",
        "it is looked for in every table, payload and line, in whatever upper and lower case",
    )


def _preview(engine: Engine, address: str, look: Told) -> Erased:
    with engine.connect() as connection:
        begun = state.under_way(connection, address)
        swap = begun.swap if begun else Swap(address, f"{PREFIX}@{DOMAIN}")
        counts, ids = Counter(own.count(connection, swap)), set(own.ids_of(connection, address))
        counts += own.count_undo(connection, swap)
        for place in sweeping.places(connection):
            look(f"table {place.table}", 0, 0)
            keys = sweeping.rows(connection, swap, place)
            found = sweeping.changed(connection, swap, place, keys)
            counts[rows_of(place.table)] += sum(
                not own.is_own(place.table, row, ids) and row.get("target") != swap.stand_in for row in found
            )
        waits, kept = outside.waiting(connection, swap), _kept(connection, swap)
    counts, again = counts + _packed(engine, swap, look), _again(engine, swap)
    return Erased(begun.stand_in if begun else "", dict(+counts), waits, again, kept=kept)


def _packed(engine: Engine, swap: Swap, look: Told) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, walk in (("payloads", packed.payloads), ("lines", packed.lines)):
        for upto, found in walk(engine, swap):
            look(f"{name} in their blocks", upto, 0)
            counts[f"{name} as they came"] += sum(len(one.places) for one in found)
    return counts


def _again(engine: Engine, swap: Swap) -> tuple[Again, ...]:
    """Where it came from, while the blocks still tell."""
    lines = [one.block for _, found in packed.lines(engine, swap) for one in found]
    payloads = [
        entry for _, found in packed.payloads(engine, swap) for one in found for entry in packed.entries(one)
    ]
    with engine.connect() as connection:
        ids = own.ids_of(connection, swap.address)
        found = outside.files(connection, lines) + outside.sources(connection, payloads)
        found += outside.archives(connection, ids) + outside.contacts(connection, ids)
        return (*found, *outside.exports(connection))


def begin(database: Path, address: str, operator: Operator) -> int:
    """Write down that somebody is to be erased: from now on it is finished, whatever happens. Its id."""
    with changing(database) as connection:
        return state.begin(connection, address, operator.known_as, now()).id


def under_way(database: Path, address: str) -> int | None:
    """The erasure of an address that was begun and is not done."""
    engine = reader(database)
    try:
        with told(database), engine.connect() as connection:
            found = state.under_way(connection, address)
            return None if found is None else found.id
    finally:
        engine.dispose()


def swap_of(database: Path, erasure: int) -> Swap:
    """What takes the address out of texts that are not in the database."""
    engine = reader(database)
    try:
        with told(database), engine.connect() as connection:
            found = state.one(connection, erasure)
    finally:
        engine.dispose()
    if found is None or found.finished is not None:
        raise _done_already()
    return found.swap


def _done_already() -> NotFoundError:
    return NotFoundError("this erasure is done already", "`mailtui audit act:erase` tells of it")


def erase(database: Path, erasure: int, operator: Operator, look: Told, patience: float = PATIENCE) -> Erased:
    """Do it, by a process of its own; `look` may raise to stop, and the next call goes on.

    StoreError when the database cannot be written or another program writes facts to it.
    """
    with told(database), writing(database):
        engine = writer(database, patience)
        try:
            return run(engine, database, erasure, operator, look)
        finally:
            engine.dispose()


def run(engine: Engine, database: Path, erasure: int, operator: Operator, look: Told) -> Erased:
    """Do it, or what is left of it, by who holds the writing lock. Done twice it does nothing more."""
    with engine.connect() as connection:
        begun = state.one(connection, erasure)
    if begun is None:
        raise NotFoundError(
            f"there is no erasure {erasure}", "`mailtui audit act:erase` lists those there were"
        )
    swap: Swap | None = None
    again: tuple[Again, ...] = ()
    waits, audit_id, kept = 0, None, ""
    if begun.finished is None:
        swap = begun.swap
        again, waits, kept = _again(engine, swap), *_waiting(engine, swap)
        Erasing(engine, erasure, look, now).run()
        audit_id = _finish(engine, database, erasure, operator)
    with engine.connect() as connection:
        done = state.one(connection, erasure)
    assert done is not None
    left = 0
    if done.part == state.BYTES:
        look("the bytes of the file", 0, 0)
        engine.dispose()
        left = scrub(database, swap)
        with engine.begin() as connection:
            state.written(connection, erasure)
    return Erased(done.stand_in, done.counts, waits, again, left, audit_id, kept)


def _finish(engine: Engine, database: Path, erasure: int, operator: Operator) -> int:
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        done = state.one(connection, erasure)
        assert done is not None
        entry = finish(connection, done, operator, now())
    to_syslog(entry, database)
    return entry.id


def unwritten(database: Path) -> list[int]:
    """Erasures that are done but for the bytes of the file: somebody was killed right then."""
    engine = reader(database)
    try:
        with told(database), engine.connect() as connection:
            return state.unwritten(connection)
    finally:
        engine.dispose()


def _waiting(engine: Engine, swap: Swap) -> tuple[int, str]:
    with engine.connect() as connection:
        return outside.waiting(connection, swap), _kept(connection, swap)


def _kept(connection: Connection, swap: Swap) -> str:
    return str(refusing.kept(connection, swap, own.ids_of(connection, swap.address), now()) or "")


# -- by the worker -------------------------------------------------------------------------------


def erase_there(database: Path, erasure: int, operator: Operator, look: Told) -> Erased:
    """Have the worker do it that holds the database. StoreError when it fails or is cancelled there."""
    arguments = {"erasure": erasure, "operator": asdict(operator)}
    job = follow(database, ask(database, JOB, arguments), lambda one: look(one.what, one.done, one.total))
    if job.error is not None:
        raise StoreError(job.error, "`mailtui status` says how the worker is")
    if job.cancel_asked or job.result is None:
        raise StoreError("the erasure was cancelled half-way", "The same command does the rest")
    return from_result(job.result)


def ask_for_the_rest(database: Path) -> list[int]:
    """Make a job of every erasure that was begun, is not done, and is no job yet; their numbers.

    To be called by who holds the writing lock: else somebody may be at it.
    """
    engine = reader(database)
    try:
        with told(database), engine.connect() as connection:
            begun = [one.id for one in state.unfinished(connection)] + state.unwritten(connection)
            asked = {one.arguments.get("erasure") for one in jobs.unfinished(connection) if one.kind == JOB}
    finally:
        engine.dispose()
    operator = asdict(who(database))
    left = [one for one in begun if one not in asked]
    for one in left:
        ask(database, JOB, {"erasure": one, "operator": operator})
    return left


def as_result(done: Erased) -> dict[str, Any]:
    """For the job: no address is in it."""
    return asdict(done)


def from_result(result: dict[str, Any]) -> Erased:
    """The result again."""
    again = tuple(Again(Outside(what), where) for what, where in result["again"])
    return Erased(**{**result, "again": again})


def operator_of(arguments: dict[str, Any]) -> Operator:
    """Who asked for a job."""
    told_ = arguments["operator"]
    return Operator(**{**told_, "role": OperatorRole(told_["role"])})
