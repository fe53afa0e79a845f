"""What `mailtui incident` prints: JSON, or the incident told for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from mailtui.cli import incidents_output, output, search_output, trace_output
from mailtui.cli.remark_output import remark_lines, remark_objects
from mailtui.cli.times import for_people
from mailtui.diagnosis.classes import advice_on
from mailtui.model.incident import Incident
from mailtui.model.view import Explained, RawLine, SearchRow, Total
from mailtui.query import parse
from mailtui.services.desk import Desk

_BARS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Whole:
    """An incident with all that is shown of it."""

    incident: Incident
    explained: Explained | None
    """The diagnosis of its newest failure; None when all of them came to a good end."""
    undiagnosed: str
    """Why there is no diagnosis, such as an error in the operator's rules."""
    total: Total
    rows: Sequence[SearchRow]
    evidence: Sequence[RawLine]


def gathered(desk: Desk, number: int, limit: int) -> Whole:
    """All that is shown of an incident that is there."""
    incident = desk.incidents.get(number)
    assert incident is not None
    query = parse(f"inc:{number}")
    explained, undiagnosed = _explained(desk, number)
    return Whole(
        incident,
        explained,
        undiagnosed,
        desk.search.total(query),
        desk.search.page(query, None, limit, detailed=True).rows if limit else (),
        desk.incidents.evidence(number, limit),
    )


def _explained(desk: Desk, number: int) -> tuple[Explained | None, str]:
    key = desk.incidents.newest(number)
    if key is None:
        return None, ""
    trace = desk.tracing.trace(key.owner)
    found = zip(trace.recipients, trace.diagnoses, strict=False)
    return next((one for row, one in found if row.key == key), None), trace.undiagnosed


def as_object(whole: Whole) -> dict[str, Any]:
    """The incident in JSON with its diagnosis, its recipients and its evidence."""
    return {
        **incidents_output.as_object(whole.incident),
        "hours": list(whole.incident.hours),
        "diagnosis": None if whole.explained is None else trace_output.diagnosis_object(whole.explained),
        "total": whole.total.value,
        "total_is_exact": whole.total.exact,
        "rows": [search_output.as_object(row) for row in whole.rows],
        "evidence": [trace_output.raw_object(line) for line in whole.evidence],
        **remark_objects(whole.incident.remarks),
    }


def story(whole: Whole, zone: tzinfo) -> Iterator[str]:
    """The incident in lines of text, not yet made visible."""
    one = whole.incident
    taken = f", with {one.assignee}" if one.assignee else ""
    yield f"incident {one.id}: {one.failure_class} at {one.provider} via {one.server}, {one.state}{taken}"
    for name, value in _facts(one, zone):
        yield f"  {name:11} {value}"
    yield from remark_lines(one.remarks, zone)
    yield ""
    yield from _card(whole, zone)
    yield from _recipients(whole, zone)
    yield from _evidence(whole)


def _facts(one: Incident, zone: tzinfo) -> Iterator[tuple[str, object]]:
    yield (
        "people",
        f"{one.recipients} in {one.messages} messages, {one.failures} failures, {one.waiting} wait",
    )
    if one.recipient is not None:
        yield "about", f"{one.recipient}, which has been failing for a day"
    if one.next_bounce is not None:
        yield "bounces", f"the first about {for_people(one.next_bounce, zone)}"
    facts = {
        "onset": one.onset,
        "last seen": one.last_seen,
        "reopened": one.reopened,
        "recovered": one.recovered,
    }
    yield from ((name, for_people(moment, zone)) for name, moment in facts.items() if moment is not None)
    yield "24 hours", sparkline(one.hours, drawn=output.is_drawn())
    if one.previous is not None:
        yield "before", f"incident {one.previous}"
    yield "signature", one.signature


def sparkline(hours: Sequence[int], *, drawn: bool = True) -> str:
    """One bar an hour, oldest first (`drawn`), with the most of one hour."""
    most = max(hours, default=0)
    if not most:
        return "no failure"
    if not drawn:
        return f"at most {most} in an hour"
    bars = "".join(_BARS[-(-number * (len(_BARS) - 1) // most)] for number in hours)
    return f"|{bars}| at most {most} in an hour"


def _card(whole: Whole, zone: tzinfo) -> Iterator[str]:
    if whole.explained is not None:
        yield from trace_output.card_lines(whole.explained, zone)
        return
    one = whole.incident
    yield f"  {'CAUSE':7} {one.failure_class}   confidence {one.confidence:.2f}  rule {one.rule or 'none'}"
    yield f"  {'SIDE':7} {one.side.upper()}{f' ({one.area})' if one.area else ''}"
    yield f"  {'PROOF':7} {' '.join(one.sample_reply.split())}"
    yield f"  {'NEXT':7} {advice_on(one.failure_class, one.sample_reply)}"
    if whole.undiagnosed:
        yield f"  the newest failure could not be diagnosed: {whole.undiagnosed}"


def _recipients(whole: Whole, zone: tzinfo) -> Iterator[str]:
    number = f"{whole.total.value}{'' if whole.total.exact else ' or more'}"
    yield ""
    yield f"deliveries: {len(whole.rows)} of {number}; all of them: mailtui search inc:{whole.incident.id}"
    for row in whole.rows:
        address = row.recipient or "(not named)"
        yield f"  {for_people(row.key.time, zone)}  {row.status:9}  {row.queue_id}  {address}"


def _evidence(whole: Whole) -> Iterator[str]:
    if whole.evidence:
        yield ""
        yield "evidence, newest first:"
    for line in whole.evidence:
        yield f"  {line.path}:{line.line_number}"
        yield f"    {line.data.decode('utf-8', 'surrogateescape')}"
