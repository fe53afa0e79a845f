"""A domain's checks in lines, area by area: expected against found, advice, the records to publish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtui.model.domain import WORST
from mailtui.model.enums import CheckArea, DomainState, Severity
from mailtui.ui import words
from mailtui.ui.domain_words import severity_mark, severity_tone, state_mark, state_tone, state_word
from mailtui.ui.rendering import one_line
from mailtui.ui.widgets.domain_lines import BLANK, PageLine, heading, labelled, one
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.domain import AreaState, Check, DomainDetail
    from mailtui.model.finding import Expected, Finding

_TITLES = {
    CheckArea.OWNERSHIP: "Ownership",
    CheckArea.MX: "MX",
    CheckArea.SPF: "SPF",
    CheckArea.DKIM: "DKIM",
    CheckArea.DMARC: "DMARC",
    CheckArea.MTA_STS: "MTA-STS",
    CheckArea.TLS_RPT: "TLS reports",
    CheckArea.BIMI: "BIMI",
    CheckArea.DANE: "DANE",
    CheckArea.RDNS: "Reverse DNS",
    CheckArea.DNSBL: "Block lists",
}


def area_title(area: CheckArea) -> str:
    """What an area is called for people."""
    return _TITLES.get(area, str(area))


def checks(detail: DomainDetail, cells: int, look: Look) -> Iterator[PageLine]:
    """Every area, the worst first, with its checks."""
    for area in sorted(detail.row.areas, key=lambda each: (WORST.index(each.state), not each.unsure)):
        own = [check for check in detail.checks if check.area is area.area]
        yield from heading(_area_heading(area, look), cells, look)
        for number, check in enumerate(own):
            if number:
                yield BLANK
            yield from _check(check, detail.expected, cells, look)


def _area_heading(area: AreaState, look: Look) -> str:
    state = f"{state_mark(area.state, look)} {state_word(area.state, area.unsure)}"
    if area.state is DomainState.OK:
        state = state_word(area.state, area.unsure)
    return f"{area_title(area.area)}: {state} since {words.short_stamp(area.since, look)}"


def _check(check: Check, expected: Expected, cells: int, look: Look) -> Iterator[PageLine]:
    """One target: how it stands, what was expected, what DNS has, what is wrong."""
    yield one(
        (check.target, Tone.STRONG),
        (f"  {state_word(check.state, check.unsure)}", state_tone(check.state)),
        (_known(check, look), Tone.DIM),
    )
    if check.doubted:
        said = "failed just now; called failing when a second look, ten minutes later, says so too"
        yield from labelled("but", said, cells, Tone.WAITING)
    if check.unsure:
        since = f" since {words.short_stamp(check.unsure_since, look)}" if check.unsure_since else ""
        yield from labelled("unsure", f"? {one_line(check.unsure)}{since}", cells, Tone.WAITING)
    wanted = wishes(check, expected)
    if wanted:
        yield from labelled("expected", "; ".join(wanted), cells)
    for number, value in enumerate(check.seen or ()):
        yield from labelled("found" if not number else "", one_line(value), cells)
    if check.seen == ():
        yield from labelled("found", "no record", cells)
    for finding in check.told():
        yield from _finding(finding, cells, look)


def _known(check: Check, look: Look) -> str:
    if check.checked is None:
        return "  never definite"
    return f"  since {words.short_stamp(check.since, look)}, known {words.age(check.checked, look)}"


def _finding(found: Finding, cells: int, look: Look) -> Iterator[PageLine]:
    tone = severity_tone(found.severity)
    runs = [(f"{severity_mark(found.severity, look)} {found.severity} {found.code}", tone)]
    if found.rfc:
        runs.append((f"  {found.rfc}", Tone.DIM))
    yield one(*runs, bad=found.severity is not Severity.NOTE, indent=2)
    named = f"{found.name}: {one_line(found.found)}"
    yield from labelled("found", named, cells, indent=4)
    yield from labelled("expected", one_line(found.expected), cells, indent=4)
    yield from labelled("do", one_line(found.advice), cells, Tone.STRONG, indent=4)
    if found.unsure:
        yield from labelled("unsure", f"? {one_line(found.unsure)}", cells, Tone.WAITING, indent=4)


def wishes(check: Check, expected: Expected) -> list[str]:
    """What somebody, or the logs, said that this check should find."""
    match check.area:
        case CheckArea.OWNERSHIP:
            return [f"TXT {expected.token}"] if expected.token else []
        case CheckArea.MX:
            return list(expected.mx_hosts) if expected.receives else ["no mail arrives here"]
        case CheckArea.SPF:
            return [*expected.spf_terms, *(f"{ip} passes" for ip in expected.ips)]
        case CheckArea.DKIM:
            return _keys(check.target, expected)
    return []


def _keys(target: str, expected: Expected) -> list[str]:
    for name, key in expected.selectors.items():
        selector, _, signer = name.partition("@")
        if target in (name, f"{selector}._domainkey.{signer or expected.domain}"):
            return [f"p={key}"] if key else ["a public key"]
    tokens = [token for token in expected.ses_tokens if target.startswith(f"{token}.")]
    return [f"CNAME {token}.{expected.ses_suffix}" for token in tokens]
