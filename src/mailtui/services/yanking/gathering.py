"""Reads what is to be copied: rows, their diagnoses, their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind
from mailtui.model.view import Explained, RawLine, RowKey, SearchRow, Trace
from mailtui.model.work import CampaignKey
from mailtui.parsing.exim.parser import Parser
from mailtui.query import parse
from mailtui.services.yanking import permalinks
from mailtui.services.yanking.matter import Matter

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignDetail
    from mailtui.model.domain import DomainDetail
    from mailtui.model.incident import Incident
    from mailtui.model.view import MessageView
    from mailtui.query.tree import Query

MOST = 5_000
"""Rows that are copied one by one; of more, an export is made."""
LINED = 200
"""Rows whose lines are copied."""
TRACED = 5
"""Kinds of failure that are looked at closely."""
EVIDENCE = 100
"""Lines of an incident."""
_OUTGOING = frozenset(
    {
        EventKind.DELIVERY,
        EventKind.ADDITIONAL_DELIVERY,
        EventKind.DEFERRAL,
        EventKind.FAILURE,
        EventKind.HOST_ERROR,
    }
)


Found = TypeVar("Found")
Item: TypeAlias = "RowKey | int | str | CampaignKey"
"""What lists go by: a row, an incident, a domain, a campaign."""


class _Searching(Protocol):
    def rows(self, keys: Sequence[RowKey], *, detailed: bool = False) -> Sequence[SearchRow]: ...
    def keys(self, query: Query, limit: int) -> Sequence[RowKey]: ...
    def proofs(self, keys: Sequence[RowKey]) -> Sequence[RawLine]: ...


class _Tracing(Protocol):
    def find(self, identifier: str) -> Sequence[MessageView]: ...
    def trace(self, message_id: int) -> Trace: ...


class _Grouping(Protocol):
    def get(self, incident: int) -> Incident | None: ...
    def newest(self, incident: int) -> RowKey | None: ...
    def evidence(self, incident: int, limit: int = 100) -> Sequence[RawLine]: ...


class _Checking(Protocol):
    def detail(self, name: str) -> DomainDetail: ...


class _Counting(Protocol):
    def detail(self, campaign: int) -> CampaignDetail: ...


class Services(Protocol):
    """The part of the desk that is asked."""

    @property
    def search(self) -> _Searching: ...
    @property
    def tracing(self) -> _Tracing: ...
    @property
    def incidents(self) -> _Grouping: ...
    @property
    def domains(self) -> _Checking: ...
    @property
    def campaigns(self) -> _Counting: ...


class Yanking:
    """Gathers what texts are made of. Every call may block; make it in a thread."""

    def __init__(self, desk: Services, zone: tzinfo = UTC) -> None:
        """`zone`: that of the reader, for texts to customers and for dates in queries."""
        self._desk = desk
        self._zone = zone

    def of_rows(self, keys: Sequence[RowKey], query: str = "") -> Matter:
        """One row, or the marked ones; `query` is the one that found them, '' when there is none."""
        rows = self._rows(keys)
        traces = self._traces(rows)
        single = rows[0] if len(keys) == 1 and rows else None
        lines = self._lines(rows, traces)
        return Matter(
            rows=rows,
            total=len(keys),
            command=permalinks.of_rows(rows, len(keys), self._servers, self._zone)
            or permalinks.of_query(query),
            query=query or (permalinks.query_of_rows(rows, len(keys), self._zone)),
            lines=lines,
            explained=_of(rows, dict(_explained(traces.values()))),
            fixes=_fixes(traces.values(), single),
            egress=_egress(lines),
            zone=self._zone,
        )

    def of_incidents(self, numbers: Sequence[int], query: str = "") -> Matter:
        """One incident, or the marked ones, with all their recipients; those that are gone are left out."""
        found = [one for one in map(self._desk.incidents.get, numbers) if one is not None]
        asked = query or ("inc:" + ",".join(str(one.id) for one in found) if found else "")
        keys = self._desk.search.keys(parse(asked), MOST + 1) if found else ()
        rows = self._rows(keys)
        newest = [key for one in found[:TRACED] if (key := self._desk.incidents.newest(one.id)) is not None]
        traces = {key: self._desk.tracing.trace(key.owner) for key in newest if not key.is_rejection}
        lines = _distinct(
            line for one in found[:TRACED] for line in self._desk.incidents.evidence(one.id, EVIDENCE)
        )
        known = dict(_explained(traces.values()))
        return Matter(
            rows=rows,
            total=len(keys),
            command=permalinks.of_incidents(found),
            query=asked,
            lines=lines,
            incidents=tuple(found),
            explained={key: known[key] for key in newest if key in known},
            fixes=tuple(
                dict.fromkeys(line for key in newest if key in known for line in known[key].commands)
            ),
            egress=tuple(dict.fromkeys(one.egress for one in found if one.egress)) or _egress(lines),
            zone=self._zone,
        )

    def of_domains(self, names: Sequence[str]) -> Matter:
        """Domains of the list; NotFoundError when one is not on it."""
        details = tuple(map(self._desk.domains.detail, names))
        alone = details[0] if len(details) == 1 else None
        return Matter(
            command=permalinks.of_domain(alone.row.name) if alone else "",
            query=alone.query if alone and alone.row.caused else "",
            domains=details,
            zone=self._zone,
        )

    def of_campaigns(self, ids: Sequence[int], query: str = "") -> Matter:
        """Campaigns; NotFoundError when one is gone."""
        details = tuple(map(self._desk.campaigns.detail, ids))
        alone = details[0].view if len(details) == 1 else None
        return Matter(
            command=permalinks.of_campaign(alone) if alone else "",
            query=query,
            campaigns=details,
            zone=self._zone,
        )

    def of(self, items: Sequence[Item], query: str = "") -> Matter:
        """Whatever was marked: row keys, incidents by number, domains by name; rows among incidents too."""
        campaigns = [item.id for item in items if isinstance(item, CampaignKey)]
        if campaigns:
            return self.of_campaigns(campaigns, query)
        domains = [item for item in items if isinstance(item, str)]
        if domains:
            return self.of_domains(domains)
        incidents = [item for item in items if isinstance(item, int)]
        keys = [item for item in items if isinstance(item, RowKey)]
        if not incidents:
            return self.of_rows(keys, query)
        found = self.of_incidents(incidents)
        return _joined(found, self.of_rows(keys)) if keys else found

    def _rows(self, keys: Sequence[RowKey]) -> tuple[SearchRow, ...]:
        return tuple(self._desk.search.rows(keys[:MOST], detailed=True))

    def _traces(self, rows: Sequence[SearchRow]) -> dict[RowKey, Trace]:
        """The newest message of each kind of failure; of a single row its message."""
        kinds: dict[object, SearchRow] = {}
        for row in rows:
            if not row.key.is_rejection:
                kinds.setdefault((row.status, row.failure_class), row)
        return {row.key: self._desk.tracing.trace(row.key.owner) for row in islice(kinds.values(), TRACED)}

    def _lines(self, rows: Sequence[SearchRow], traces: dict[RowKey, Trace]) -> tuple[RawLine, ...]:
        """Of a single message all, of several rows those that prove them."""
        if len({row.key.owner for row in rows}) == 1 and len(traces) == 1:
            return _distinct(all_lines(next(iter(traces.values()))))
        return _distinct(self._desk.search.proofs([row.key for row in rows[:LINED]]))

    def _servers(self, queue_id: str) -> int:
        """How many messages have that queue id, on whatever servers."""
        return len(self._desk.tracing.find(queue_id))


def _joined(incidents: Matter, rows: Matter) -> Matter:
    """Both, told by their rows alone."""
    together = _distinct((*incidents.rows, *rows.rows))
    doubled = len(incidents.rows) + len(rows.rows) - len(together)
    return replace(
        incidents,
        rows=together,
        total=incidents.total + rows.total - doubled,
        command="",
        query="",
        lines=_distinct((*incidents.lines, *rows.lines)),
        incidents=(),
        explained={**incidents.explained, **rows.explained},
        fixes=_distinct((*incidents.fixes, *rows.fixes)),
        egress=_distinct((*incidents.egress, *rows.egress)),
    )


def all_lines(trace: Trace) -> Iterator[RawLine]:
    """Every line of a message in the order of time, each copy too."""
    events = [event for thread in trace.threads for event in thread.events if event.raw is not None]
    for event in sorted(events, key=lambda event: (event.time is None, event.time or 0)):
        if event.raw is not None:
            yield from (event.raw, *event.copies)


def _distinct(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(found))


def _explained(traces: Iterable[Trace]) -> Iterator[tuple[RowKey, Explained]]:
    for trace in traces:
        for row, found in zip(trace.recipients, trace.diagnoses, strict=False):
            if found is not None:
                yield row.key, found


def _of(rows: Sequence[SearchRow], known: Mapping[RowKey, Explained]) -> dict[RowKey, Explained]:
    """Only what is about these rows: their messages have other recipients too."""
    return {row.key: known[row.key] for row in rows if row.key in known}


def _fixes(traces: Iterable[Trace], single: SearchRow | None) -> tuple[str, ...]:
    """The card's commands: of a single row its own, else those of each kind of failure."""
    found: list[str] = []
    for trace in traces:
        known = dict(_explained([trace]))
        wanted = [known[single.key]] if single is not None and single.key in known else list(known.values())
        found += [line for one in wanted for line in one.commands]
        found += trace.freeze.commands if trace.freeze is not None and not wanted else ()
    return tuple(dict.fromkeys(found))


def _egress(lines: Sequence[RawLine]) -> tuple[str, ...]:
    """Our end of the connections (Exim's `I=[...]`, where the log selector +outgoing_interface is on)."""
    return tuple(dict.fromkeys(filter(None, map(_interface, lines))))


def _interface(line: RawLine) -> str | None:
    event = Parser(Clock(), line.log_type).parse(line.data)
    return event.interface_ip if event.kind in _OUTGOING else None
