"""Preflight: who of a list, a segment or a query can be mailed, before somebody tries."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from mailtui.model.enums import ContactStatus
from mailtui.model.preflight import ORDER, Part, Preflight, Reason
from mailtui.model.stopping import Stopped, asked_to_stop, stop_if_asked
from mailtui.query.contacts import ContactQuery
from mailtui.services.contacts import segmenting
from mailtui.services.contacts.people import People, Told
from mailtui.services.domains.options import Options
from mailtui.store.asking import asking
from mailtui.store.engine import Connection
from mailtui.store.people import fields, suppressed
from mailtui.store.people.texts import lowered
from mailtui.verify.reaching import Takes, look_all
from mailtui.verify.resolving import DnsResolver, Resolver

FIRST = 5
"""Addresses shown of each reason."""
_LOOK_EVERY = 1_000
_LOCAL = r"(?:\"[^\"\r\n]+\"|[^\s@<>()\[\],;:\"\\]+)"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:[^\s@<>()\[\],;:\"\\]+|\[[0-9A-Fa-f:.]+\])")
_LONGEST = 254
_STATUSES = {
    ContactStatus.COMPLAINED: Reason.COMPLAINED,
    ContactStatus.UNSUBSCRIBED: Reason.UNSUBSCRIBED,
    ContactStatus.BOUNCED: Reason.BOUNCED,
}
_FIELDS = frozenset({"email", "status", "confirmed_at", "confirmation_sent_at"})


class Found(NamedTuple):
    """One contact of the audience."""

    address: str
    reason: Reason
    why: str = ""


class Audience:
    """The contacts of a query, each with what becomes of it. Every call may block; make it in a thread.

    It ends soon with Stopped within `stopping.stoppable`.
    """

    def __init__(self, people: People, query: ContactQuery, now: int, name: str, first: int = FIRST) -> None:
        """`first`: how many addresses of each reason are told."""
        self._first = first
        self._people = people
        self._query = query
        self._now = now
        self._name = name
        self._takes: dict[str, Takes] = {}
        lists = [people.list_of(people.find("list", one)) for one in query.lists]
        self._double = any(one is not None and one.double_opt_in for one in lists)

    def look(
        self, told: Told, options: Options | None, resolver: Callable[[], Resolver] | None = None
    ) -> Preflight:
        """Count them, in one walk. `options`: how DNS is asked; None: it is not.

        `resolver`: made within the loop that asks.
        """
        counted = _Counted(self._first)
        for total, one in enumerate(self._walk(), 1):
            counted.add(total, one)
            if not total % _LOOK_EVERY:
                told("contacts", total, 0)
        if options is not None:
            make = resolver or (lambda: DnsResolver(options.resolvers or None, timeout=options.timeout))
            self._ask(list(counted.domains), make, told)
        parts = counted.parts(self._takes)
        asked = len(counted.domains) if options is not None else 0
        tagged = self._tagged(counted.tags)
        total = sum(part.number for part in parts)
        return Preflight(self._name, total, parts, tagged, asked, asked_dns=options is not None)

    def of(self, reason: Reason) -> Iterator[Found]:
        """The contacts of one reason, after `look`."""
        return (one for one in self._walk() if one.reason is reason)

    def _walk(self) -> Iterator[Found]:
        with asking(self._people.engine) as connection:
            targets = suppressed.targets(connection, self._now)
            twice, seen = suppressed.twice(connection), set[str]()
            for number, values in enumerate(self._contacts(connection)):
                if not number % _LOOK_EVERY:
                    stop_if_asked()
                one = self._judged(values, targets)
                lower = lowered(one.address)
                if one.reason is Reason.REACHABLE and lower in twice:
                    if lower in seen:
                        one = Found(one.address, Reason.DUPLICATE)
                    seen.add(lower)
                yield one

    def _contacts(self, connection: Connection) -> Iterator[Mapping[str, object]]:
        chosen = self._people.chosen(self._query)
        if chosen.is_plain:
            return (values for _, values in fields.contacts(connection, chosen.wanted, _FIELDS))
        return segmenting.values(connection, chosen.trees, chosen.wanted, chosen.lists, _FIELDS)

    def _judged(self, values: Mapping[str, object], targets: Mapping[str, str]) -> Found:
        address, status = str(values["email"]), ContactStatus(str(values["status"]))
        if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
            return Found(address, Reason.INVALID_ADDRESS)
        if status in _STATUSES:
            return Found(address, _STATUSES[status])
        lower = lowered(address)
        for target in (lower, lower.rpartition("@")[2]):
            if target in targets:
                return Found(address, Reason.SUPPRESSED, targets[target] if target == lower else f"@{target}")
        asked = self._double and values["confirmed_at"] is None and values["confirmation_sent_at"] is not None
        if status is ContactStatus.PENDING or asked:
            return Found(address, Reason.UNCONFIRMED)
        takes = self._takes.get(_domain(address), Takes(True))
        return Found(address, _by_dns(takes), takes.why)

    def _ask(self, domains: list[str], make: Callable[[], Resolver], told: Told) -> None:
        """What DNS says of each domain, once."""
        wanted = [one for one in domains if one not in self._takes]
        stop = asked_to_stop()

        def one(domain: str, takes: Takes) -> None:
            self._takes[domain] = takes
            told("domains", len(self._takes), len(domains))

        async def run() -> None:
            looking = asyncio.create_task(look_all(wanted, make(), one))
            while not looking.done():
                await asyncio.wait({looking}, timeout=0.1)
                if stop():
                    looking.cancel()
                    await asyncio.gather(looking, return_exceptions=True)
                    raise Stopped
            looking.result()

        if wanted:
            told("domains", len(self._takes), len(domains))
            asyncio.run(run())

    def _tagged(self, tags: Counter[str]) -> int:
        """Tagged addresses whose mailbox another reachable address may have too."""
        with asking(self._people.engine) as connection:
            bare = suppressed.among_contacts(connection, tags)
        return sum(count if base in bare else count - 1 for base, count in tags.items())


class _Counted:
    """What a walk came to: whose domain is not known yet is counted by domain."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._counts: Counter[Reason] = Counter()
        self._shown: dict[Reason, list[str]] = {reason: [] for reason in ORDER}
        self.domains: dict[str, tuple[list[int], list[tuple[int, str]]]] = {}
        """Of those who could be mailed: how many, and the first with their place in the walk."""
        self.tags: Counter[str] = Counter()
        """Mailboxes of reachable addresses with a tag."""

    def add(self, place: int, one: Found) -> None:
        """One contact."""
        if one.reason is not Reason.REACHABLE:
            self._counts[one.reason] += 1
            if len(self._shown[one.reason]) < self._first:
                self._shown[one.reason].append(f"{one.address}: {one.why}" if one.why else one.address)
            return
        number, first = self.domains.setdefault(_domain(one.address), ([0], []))
        number[0] += 1
        if len(first) < self._first:
            first.append((place, one.address))
        if base := _without_tag(one.address):
            self.tags[base] += 1

    def parts(self, takes: Mapping[str, Takes]) -> tuple[Part, ...]:
        """All reasons, now that it is known which domains take mail."""
        found: dict[Reason, list[tuple[int, str]]] = {}
        for domain, (number, first) in self.domains.items():
            verdict = takes.get(domain, Takes(True))
            reason = _by_dns(verdict)
            self._counts[reason] += number[0]
            why = f": {verdict.why}" if verdict.why else ""
            found.setdefault(reason, []).extend((place, f"{address}{why}") for place, address in first)
        for base in list(self.tags):
            if _by_dns(takes.get(_domain(base), Takes(True))) is not Reason.REACHABLE:
                del self.tags[base]
        for reason, some in found.items():
            self._shown[reason] = [address for _, address in sorted(some)[: self._first]]
        return tuple(Part(reason, self._counts[reason], tuple(self._shown[reason])) for reason in ORDER)


def _by_dns(takes: Takes) -> Reason:
    if takes.takes is None:
        return Reason.NOT_CHECKED
    return Reason.REACHABLE if takes.takes else Reason.INVALID_DOMAIN


def _domain(address: str) -> str:
    domain = address.rpartition("@")[2].lower()
    try:
        return domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _without_tag(address: str) -> str:
    """`bob@example.org` of `Bob+news@example.org`; '' of an address without a tag."""
    local, _, domain = lowered(address).rpartition("@")
    base, plus, _ = local.partition("+")
    return f"{base}@{domain}" if plus and base else ""
