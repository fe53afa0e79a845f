"""Domains as rows of another system's database have them: put on the list where they say something new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mailtui.errors import MailtuiError
from mailtui.ingest.foreign.system import Place, Wrote
from mailtui.model.domain import Claim
from mailtui.model.foreign import Part, Record
from mailtui.model.moment import iso
from mailtui.services.domains.entries import Entry, entry
from mailtui.services.domains.record_table import by_domain, holds_records
from mailtui.services.domains.wishes import wished
from mailtui.store.domains import reading, writing
from mailtui.store.engine import Connection


def write_domains(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Put domains on the list; what is wrong with one is told, the others go on."""
    new, problems = 0, []
    moments = set(part.columns.moments)
    for item in _items(records, moments):
        try:
            new += _put(connection, entry(item, 0, place.now()), place.origin, place.now())
        except MailtuiError as error:
            problems.append(f"{part.table} {item.get('domain') or item.get('domain_name')}: {error.title}")
    return Wrote(new, 0, tuple(problems))


def _items(records: Sequence[Record], moments: set[str]) -> Iterator[Mapping[str, object]]:
    """As a table in a file has them: what is not there is left out."""
    said = [
        {name: iso(value) if name in moments else value for name, value in one.items() if value is not None}
        for one in records
    ]
    if said and holds_records({name for one in said for name in one}):
        yield from (item for _, item in by_domain((0, one) for one in said))
    else:
        yield from said


def _put(connection: Connection, found: Entry, origin: str, now: int) -> bool:
    """Whether it said something new."""
    from mailtui.verify.names import canonical

    name = canonical(found.domain)
    kept = reading.named(connection, name)
    if found.profile.deleted is not None and kept is None:
        return False
    before = None if kept is None else reading.expected(connection, kept)
    expected = wished(name, found.wish, before)
    claims = [replace(claim, source=origin) for claim in found.claims]
    stays = found.profile.deleted is None
    if kept is not None and stays and expected == before and _same(connection, kept.id, origin, claims):
        return False
    domain = writing.put(connection, expected, replace(found.profile, origin=origin), now)
    writing.put_claims(connection, domain, origin, claims)
    return True


def _same(connection: Connection, domain: int, origin: str, claims: Sequence[Claim]) -> bool:
    known = reading.claims(connection, domain)[domain]
    mine = {(one.area, one.verified) for one in known if one.source == origin}
    return mine == {(one.area, one.verified) for one in claims}
