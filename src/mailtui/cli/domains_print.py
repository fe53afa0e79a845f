"""Domains as JSON, as a table, and as text for a reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import tzinfo
from typing import Any

import click

from mailtui.cli.output import Cell
from mailtui.cli.times import for_people, iso_or_none
from mailtui.model.domain import DomainDetail, DomainRow, Suggestion
from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Finding, Record
from mailtui.model.visible import visible

AREAS = tuple(area for area in CheckArea if area is not CheckArea.DRIFT)
HEADINGS = ("domain", "state", "since", "first", "failures", *AREAS, "known as of")
_UNSURE_CODE, _FAILING_CODE = 3, 1


def exit_code(found: Sequence[DomainDetail]) -> int:
    """0 all is well, 1 a finding of severity fail that is certain, 3 something could not be checked."""
    findings = [one for each in found for one in each.findings]
    if any(one.severity is Severity.FAIL and not one.unsure for one in findings):
        return _FAILING_CODE
    return _UNSURE_CODE if any(each.row.unsure for each in found) else 0


def as_object(found: DomainDetail) -> dict[str, Any]:
    """What `--json` prints of a domain."""
    return {
        "domain": found.row.name,
        "state": found.row.state,
        "since": iso_or_none(found.row.since),
        "checked_at": iso_or_none(found.row.checked),
        "findings": [_finding(one) for one in found.findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {**asdict(one), "publish": [_record(record) for record in one.publish]}


def _record(record: Record) -> dict[str, Any]:
    return {**asdict(record), "zone": record.snippet()}


def cells(rows: Sequence[DomainRow], zone: tzinfo) -> Iterator[tuple[Cell, ...]]:
    """Rows of the list, by HEADINGS; a `?` behind a state says that the last try was not definite."""
    for row in rows:
        areas = map(row.area, AREAS)
        yield (
            row.name,
            _state(row.state, row.unsure),
            for_people(row.since, zone),
            "; ".join(row.disagreements) or (row.worst.code if row.worst else ""),
            row.caused,
            *(_state(one.state, one.unsure) if one else "-" for one in areas),
            for_people(row.checked, zone),
        )


def _state(state: str, unsure: str) -> str:
    return f"{state}?" if unsure else state


def verdict(found: DomainDetail, zone: tzinfo) -> None:
    """One domain after a look: its state, what is wrong, what to publish."""
    row = found.row
    _say(f"{row.name}  {_state(row.state, row.unsure)}  since {for_people(row.since, zone)}")
    if row.unsure:
        known = f", known as of {for_people(row.checked, zone)}" if row.checked else ""
        _say(f"  could not check: {row.unsure}{known}")
    for text in row.disagreements:
        _say(f"  {text}")
    for one in found.findings:
        _one(one)


def _one(one: Finding) -> None:
    _say(f"  {one.severity.upper()} {one.code}  {one.name}{f'  ({one.rfc})' if one.rfc else ''}")
    for label, text in (("found", one.found), ("expected", one.expected), ("next", one.advice)):
        if text:
            _say(f"    {label:9} {' '.join(text.splitlines())}")
    for record in one.publish:
        _say(f"    {'publish':9} {record.snippet()}")
    if one.unsure:
        _say(f"    {'unsure':9} {one.unsure}")


def _say(text: str) -> None:
    click.echo(visible(text))


def suggestion(one: Suggestion) -> dict[str, Any]:
    """What `suggest --json` prints of a domain."""
    return {
        "domain": one.domain,
        "messages": one.messages,
        "last_seen": iso_or_none(one.last_seen),
        "ips": list(one.ips),
        "selectors": list(one.selectors),
        "known": one.known,
    }


def suggested(one: Suggestion, zone: tzinfo) -> str:
    """What the logs show, and the command that puts it on the list."""
    options = [f"--selector {name}" for name in one.selectors] + [f"--ip {ip}" for ip in one.ips]
    seen = f"{one.messages} messages, newest {for_people(one.last_seen, zone)}"
    return visible(f"mailtui domains add {' '.join((one.domain, *options))}   # {seen}")
