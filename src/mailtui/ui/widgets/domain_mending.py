"""What is wrong with a domain, a line each, and the records that mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtui.model.enums import Severity
from mailtui.ui.domain_words import severity_mark, severity_tone
from mailtui.ui.rendering import fit, one_line
from mailtui.ui.widgets.domain_lines import BLANK, PageLine, heading, labelled, one
from mailtui.ui.words import Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail
    from mailtui.model.finding import Finding, Record

CODE = 18
"""Cells of the longest code and a space."""


def to_mend(detail: DomainDetail, cells: int, look: Look) -> Iterator[PageLine]:
    """Failures and warnings, the worst first; or that there are none."""
    found = [each for each in detail.findings if each.severity is not Severity.NOTE]
    notes = len(detail.findings) - len(found)
    also = f", {count(notes, 'note')} below" if notes else ""
    if not detail.checks:
        return
    yield from heading(f"To mend: {len(found) or 'nothing'}{also}", cells, look)
    for each in found:
        yield _finding(each, look)
    if not found:
        yield one(("Nothing is wrong by what is known.", Tone.GOOD), indent=2)


def _finding(found: Finding, look: Look) -> PageLine:
    tone = severity_tone(found.severity)
    doubt = "? " if found.unsure else ""
    return one(
        (f"{severity_mark(found.severity, look)} {found.severity} ", tone),
        (fit(found.code, CODE), tone),
        (f"{doubt}{found.name}: {one_line(found.found)}", Tone.PLAIN),
        bad=True,
        indent=2,
    )


def publishing(detail: DomainDetail, cells: int, look: Look) -> Iterator[PageLine]:
    """Each record to publish: name, type and value in lines of their own."""
    if not detail.publish:
        return
    yield from heading(
        f"To publish: {count(len(detail.publish), 'record')}; P shows the zone file", cells, look
    )
    for number, record in enumerate(detail.publish):
        if number:
            yield BLANK
        yield from labelled("name", record.name, cells, Tone.STRONG, value=record.name)
        yield from labelled("type", _kind(record), cells, value=record.type)
        yield from labelled("value", record.value, cells, Tone.STRONG, value=record.value)
        yield from labelled("mends", _mended(detail, record), cells, Tone.DIM)


def _kind(record: Record) -> str:
    priority = "" if record.priority is None else f"   priority {record.priority}"
    return f"{record.type}   TTL {record.ttl}{priority}"


def _mended(detail: DomainDetail, record: Record) -> str:
    """The findings that the record is the answer to."""
    found = (f"{each.code} ({each.severity})" for each in detail.findings if record in each.publish)
    return ", ".join(dict.fromkeys(found))
