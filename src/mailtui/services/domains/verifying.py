"""Looking at domains of the list and others, keeping what is learnt, telling it as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from mailtui.model.domain import DomainDetail, DomainRow
from mailtui.model.finding import Expected
from mailtui.services.domains import describing
from mailtui.services.domains.course import Look, Standing, looked
from mailtui.services.domains.egress import logged, with_logged
from mailtui.services.domains.filing import Case, Now, cases, file, writes
from mailtui.services.domains.looking import Make, batches
from mailtui.services.domains.options import Options
from mailtui.store.asking import asking
from mailtui.store.domains.causing import failures
from mailtui.store.engine import Engine

Told = Callable[[DomainDetail], None]


class Looking:
    """One run over some domains."""

    def __init__(self, database: Path, engine: Engine, now: Now, options: Options, make: Make) -> None:
        self._database = database
        self._engine = engine
        self._now = now
        self._options = options
        self._make = make
        self._caused: Mapping[str, int] = {}
        self._logged: Mapping[str, set[str]] = {}

    def run(self, names: Sequence[str] | None, told: Told | None = None) -> list[DomainDetail]:
        """See `Domains.verify`."""
        asked = None if names is None else list(dict.fromkeys(map(canonical_name, names)))
        with asking(self._engine) as connection:
            known = cases(connection, asked, self._now() - describing.LATELY)
            self._caused = failures(connection, describing.BLAMED) if known else {}
            self._logged = logged(connection) if known else {}
        wanted = list(known) if asked is None else asked
        found = {}
        for one in self._looked(wanted, known):
            found[one.row.name] = one
            if told is not None:
                told(one)
        order = wanted
        if asked is None:
            order = [row.name for row in describing.in_order(one.row for one in found.values())]
        return [found[name] for name in order if name in found]

    def _looked(self, wanted: Sequence[str], known: Mapping[str, Case]) -> Iterator[DomainDetail]:
        """Each domain as it is done."""
        expected = [
            with_logged(known[name].expected, self._logged) if name in known else Expected(name)
            for name in wanted
        ]
        with ExitStack() as stack:
            engine = stack.enter_context(writes(self._database)) if known else None
            for batch in batches(expected, self._options, self._make):
                now = self._now()
                ours = [(known[one.domain], look) for one, look in batch if one.domain in known]
                kept = file(engine, ours, self._options.intervals, now) if engine and ours else {}
                for one, look in batch:
                    case = kept.get(one.domain)
                    yield detail_of(case, self._caused, now) if case else once(one, look, now)


def once(expected: Expected, look: Look, now: int) -> DomainDetail:
    """A domain by one look alone."""
    stands, _ = looked(Standing(), look, now)
    return describing.detail(describing.row(expected.domain, stands), expected, stands)


def row_of(case: Case, caused: Mapping[str, int]) -> DomainRow:
    """A domain of the list, with the failures that it may have caused."""
    names = {case.kept.name, case.kept.mail_from} - {""}
    count = sum(caused.get(name, 0) for name in names)
    made = describing.row(case.kept.name, case.standing, case.claims, count, case.kept.next_check)
    return replace(made, id=case.kept.id)


def detail_of(case: Case, caused: Mapping[str, int], now: int) -> DomainDetail:
    """Everything about a domain of the list."""
    row = row_of(case, caused)
    return describing.detail(row, case.expected, case.standing, case.changes, case.claims, now)


def canonical_name(name: str) -> str:
    """The one form of a domain's name; InputError says what is wrong with it."""
    from mailtui.verify.names import canonical

    return canonical(name)
