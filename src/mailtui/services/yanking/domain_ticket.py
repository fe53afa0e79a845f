"""The ticket text about a domain: for whoever runs its DNS. Times are UTC."""

from __future__ import annotations

from collections.abc import Iterator

from mailtui.model.domain import DomainDetail
from mailtui.model.finding import Finding
from mailtui.services.yanking.matter import utc


def domain_ticket(detail: DomainDetail) -> str:
    """What DNS has, what it should have, the records to publish. Not yet made visible."""
    parts = (_head(detail), _findings(detail), _records(detail))
    return "\n\n".join(block for block in map("\n".join, parts) if block)


def _head(detail: DomainDetail) -> Iterator[str]:
    row = detail.row
    yield f"DNS of {row.name} for mail: {row.state}"
    yield f"Checked:      {utc(row.checked)}"
    if detail.expected.ips:
        yield f"Sent from:    {', '.join(detail.expected.ips)}"
    if row.caused:
        yield f"Failed mail:  {row.caused} recipients, which this may explain"


def _findings(detail: DomainDetail) -> Iterator[str]:
    if not detail.findings:
        yield "Nothing is wrong by what we checked."
    for number, one in enumerate(detail.findings, 1):
        yield from _finding(number, one)


def _finding(number: int, one: Finding) -> Iterator[str]:
    yield f"{number}. {one.name}: {one.advice or one.code}"
    for label, text in (("found", one.found), ("expected", one.expected), ("see", one.rfc)):
        if text:
            yield f"   {label:9} {' '.join(text.split())}"
    if one.unsure:
        yield f"   not sure: {one.unsure}"


def _records(detail: DomainDetail) -> Iterator[str]:
    if detail.zone:
        yield "Please publish:"
        yield from detail.zone.split("\n")
