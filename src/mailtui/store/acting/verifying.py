"""Whether the chain of the audit holds: each entry says what its hash says, and follows the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from mailtui.model.act import AuditProblem, ChainState
from mailtui.store.acting import audit, checkpoint
from mailtui.store.acting.audit import START, Entry

AT_ONCE = 1_000
_TRIGGERS = ("audit_entry_follows", "audit_entry_is_never_changed", "audit_entry_stays")


@dataclass
class _Look:
    """What was seen of the chain so far."""

    last: int
    hash: bytes
    count: int = 0
    found: set[bytes] = field(default_factory=set)
    problems: list[AuditProblem] = field(default_factory=list)

    def say(self, entry: int, text: str) -> None:
        self.problems.append(AuditProblem(entry, text))


def verify(connection: Connection, witnessed: Iterable[tuple[int | None, bytes]] = ()) -> ChainState:
    """Look through all entries. `witnessed`: hashes that were told elsewhere, with their entries if known."""
    removed = checkpoint.newest(connection)
    look = _Look(removed.through, removed.hash) if removed else _Look(0, START)
    _check_triggers(connection, look)
    wanted = dict((hash_, id_) for id_, hash_ in witnessed)  # noqa: C402 - pairs the other way round
    for entry in _entries(connection):
        _check(look, entry)
        if entry.hash in wanted:
            look.found.add(entry.hash)
    if removed is not None:
        look.found.add(removed.hash)
    for hash_, number in wanted.items():
        if hash_ not in look.found and not (removed and number is not None and number <= removed.through):
            _missing(look, hash_, number, removed)
    return ChainState(
        look.count,
        look.last if look.count or removed else 0,
        look.hash.hex(),
        removed.through if removed else 0,
        tuple(look.problems),
    )


def _check_triggers(connection: Connection, look: _Look) -> None:
    """Who takes them off wants to change something."""
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    there = {row[0] for row in rows}
    for name in _TRIGGERS:
        if name not in there:
            look.say(0, f"the database does not guard its audit any more: its trigger {name} is gone")


def _check(look: _Look, entry: Entry) -> None:
    if entry.id != look.last + 1:
        first, last = look.last + 1, entry.id - 1
        said = f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
        look.say(first, said if last >= first else f"entry {entry.id} is not in its place")
    elif entry.previous != look.hash:
        look.say(entry.id, f"entry {entry.id} does not follow the one before it")
    if audit.digest(entry[:-2], entry.previous) != entry.hash:
        look.say(entry.id, f"entry {entry.id} was changed: its hash is not that of what it says")
    look.last, look.hash, look.count = entry.id, entry.hash, look.count + 1


def _missing(look: _Look, hash_: bytes, number: int | None, removed: checkpoint.Checkpoint | None) -> None:
    short = hash_.hex()[:16]
    if number is not None and number <= look.last:
        look.say(number, f"entry {number} is another one than was told elsewhere ({short}...)")
        return
    which = f"entry {number}" if number is not None else "the entry"
    older = f", unless it is older than {checkpoint.words(removed)}" if removed and number is None else ""
    look.say(number or look.last + 1, f"{which} with hash {short}... is missing at the end{older}")


def _entries(connection: Connection) -> Iterator[Entry]:
    names = ", ".join(Entry._fields)
    last = -(1 << 62)
    while True:
        rows = connection.exec_driver_sql(
            f"SELECT {names} FROM audit_entry WHERE id > ? ORDER BY id LIMIT {AT_ONCE}", (last,)
        ).all()
        yield from map(Entry._make, rows)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1][0]
