"""Domains: the verbs behind the domain screen and `mailtui domains`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mailtui.errors import NotFoundError
from mailtui.model.domain import DomainDetail, DomainRow, Profile, Suggestion
from mailtui.model.enums import FailureClass, SubjectKind
from mailtui.model.finding import Expected, Finding
from mailtui.model.work import NO_REMARKS, Reader, Subject
from mailtui.services.domains import describing
from mailtui.services.domains.filing import Now, cases, writes
from mailtui.services.domains.linking import setup, upwards
from mailtui.services.domains.looking import Make, by_dns, looks
from mailtui.services.domains.options import Options
from mailtui.services.domains.verifying import Looking, canonical_name, detail_of, once, row_of
from mailtui.services.domains.wishes import Wish, wished
from mailtui.services.operators import reading as who_reads
from mailtui.store.asking import asking
from mailtui.store.domains import reading, writing
from mailtui.store.domains.causing import failures
from mailtui.store.engine import Engine, reader
from mailtui.store.work.remarks import in_full_of, of_subjects

if TYPE_CHECKING:
    from mailtui.services.domains.importing import Imported

HISTORY = 200
"""Changes that a detail has at most."""


class Domains:
    """The domains of one database. Every call may block; make it in a thread.

    Reads and looks end soon with Stopped, or without the rest, when made within `stoppable`. Writes are
    small transactions of their own: StoreError when the database cannot be written.
    """

    def __init__(
        self,
        database: Path,
        engine: Engine,
        now: Now,
        options: Options | None = None,
        make: Make = by_dns,
        reads: Reader | None = None,
    ) -> None:
        """`reads`: whose private notes are shown; None: nobody's."""
        self._reads = reads
        self._database = database
        self._engine = engine
        self._now = now
        self._options = options or Options()
        self._make = make

    def rows(self) -> list[DomainRow]:
        """All domains: disagreements first, then the worst."""
        with asking(self._engine) as connection:
            found = cases(connection, None, self._now(), seen=False)
            caused = failures(connection, describing.BLAMED)
            rows = [row_of(case, caused) for case in found.values()]
            subjects = {Subject(SubjectKind.DOMAIN, row.id): row for row in rows}
            remarks = of_subjects(connection, subjects, self._reads)
        return describing.in_order(
            replace(row, remarks=remarks.get(subject, NO_REMARKS)) for subject, row in subjects.items()
        )

    def details(self) -> list[DomainDetail]:
        """All domains with their findings, in the order of `rows`; the changes are those of late."""
        now = self._now()
        with asking(self._engine) as connection:
            found = cases(connection, None, now - describing.LATELY)
            caused = failures(connection, describing.BLAMED)
        order = describing.in_order(row_of(case, caused) for case in found.values())
        return [detail_of(found[row.name], caused, now) for row in order]

    def detail(self, name: str) -> DomainDetail:
        """Everything about one domain; NotFoundError when it is not on the list."""
        name = canonical_name(name)
        with asking(self._engine) as connection:
            kept = reading.named(connection, name)
            if kept is None:
                raise NotFoundError(f"{name} is not on the list of domains", f"mailtui domains add {name}")
            caused = failures(connection, describing.BLAMED)
            history = reading.changes(connection, kept.id, HISTORY)
            case = cases(connection, [name], self._now())[name]
            remarks = in_full_of(connection, Subject(SubjectKind.DOMAIN, kept.id), self._reads)
        found = detail_of(replace(case, changes=tuple(history)), caused, self._now())
        return replace(found, row=replace(found.row, remarks=remarks))

    def listed(self, domain: str) -> str | None:
        """The domain of the list that stands for a sending domain: itself or the nearest above it."""
        with asking(self._engine) as connection:
            found = (reading.named(connection, name) for name in upwards(domain.lower().removesuffix(".")))
            return next((kept.name for kept in found if kept is not None), None)

    def edition(self) -> tuple[int, ...]:
        """Differs when what `rows` says of the domains' checks may differ; costs a thousandth of it."""
        with asking(self._engine) as connection:
            return reading.edition(connection)

    def findings_for(self, domain: str, failure: FailureClass) -> list[Finding]:
        """What is known of a sending domain that may be why its mail fails so; worst first.

        Of the domain itself, else of the nearest above it that is on the list.
        """
        with asking(self._engine) as connection:
            found = setup(connection, domain, failure)
        return [] if found is None else list(found.findings)

    def add(self, name: str, wish: Wish, profile: Profile | None = None) -> Expected:
        """Put a domain on the list, or say more of one that is on it; it is looked at next.

        InputError when the name or something said of it cannot be.
        """
        name = canonical_name(name)
        with writes(self._database) as engine, engine.begin() as connection:
            kept = reading.named(connection, name)
            before = None if kept is None else reading.expected(connection, kept)
            expected = wished(name, wish, before)
            writing.put(connection, expected, profile or Profile(), self._now())
        return expected

    def expect(self, expected: Expected) -> None:
        """Expect exactly this of a domain from now on."""
        with writes(self._database) as engine, engine.begin() as connection:
            writing.put(connection, expected, Profile(), self._now())

    def remove(self, name: str) -> None:
        """Take a domain off the list; NotFoundError when it is not on it."""
        name = canonical_name(name)
        with writes(self._database) as engine, engine.begin() as connection:
            if not writing.take_off(connection, name, self._now()):
                raise NotFoundError(f"{name} is not on the list of domains", "mailtui domains lists them")

    def import_file(self, path: Path) -> Imported:
        """Put the domains of a TOML or CSV file on the list; what is wrong is told, the rest goes on."""
        from mailtui.services.domains.importing import import_file

        return import_file(self._database, path, self._now())

    def suggestions(self) -> list[Suggestion]:
        """Domains that the logs show as senders of ours, and what they show of each."""
        from mailtui.services.domains.suggesting import suggestions

        with asking(self._engine) as connection:
            return suggestions(connection)

    def due(self) -> list[str]:
        """Domains whose next look has come."""
        with asking(self._engine) as connection:
            return reading.due(connection, self._now(), limit=10_000)

    def verify(
        self, names: Sequence[str] | None = None, told: Callable[[DomainDetail], None] | None = None
    ) -> list[DomainDetail]:
        """Look at domains now (None: at all of the list) and keep what is learnt.

        One that is not on the list is looked at without anything expected of it, and nothing is kept.
        `told` gets each as it is done. Made within `stoppable`, it gives what is done when asked to stop.
        The changes of what comes back are those of late; `detail` has all.
        """
        return Looking(self._database, self._engine, self._now, self._options, self._make).run(names, told)


def open_domains(database: Path, options: Options, *, new: bool = False) -> Domains:
    """The domains of a database; StoreError when there is none (unless `new`: then it is made)."""
    if new:
        with writes(database):
            pass
    return Domains(database, reader(database), utc_now, options, reads=who_reads())


def verify_once(names: Sequence[str], options: Options, make: Make = by_dns) -> list[DomainDetail]:
    """Look at domains now, without a database: nothing is expected of them, nothing is kept."""
    wanted = [Expected(name) for name in dict.fromkeys(map(canonical_name, names))]
    found = [once(expected, look, utc_now()) for expected, look in looks(wanted, options, make)]
    return sorted(found, key=lambda one: wanted.index(one.expected))


def utc_now() -> int:
    """UTC microseconds."""
    return time.time_ns() // 1000
