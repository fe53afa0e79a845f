"""One domain for a reader: expected against found, SPF tree, history, records to publish; and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import tzinfo
from typing import Any

import click

from mailtui.cli.domains_print import as_object, verdict
from mailtui.cli.remark_output import remark_lines, remark_objects
from mailtui.cli.times import for_people, iso_or_none
from mailtui.model.domain import Change, Check, DomainDetail
from mailtui.model.enums import ChangeKind
from mailtui.model.finding import Expected
from mailtui.model.spf import SpfNode
from mailtui.model.visible import visible


def detailed(found: DomainDetail) -> dict[str, Any]:
    """What `show --json` prints: the object of a list, with all that is known."""
    row = found.row
    return {
        **as_object(found),
        "unsure": row.unsure,
        "tried_at": iso_or_none(row.tried),
        "next_check_at": iso_or_none(row.next_check),
        "disagreements": list(row.disagreements),
        "failures": {"count": row.caused, "query": found.query},
        "expected": {**asdict(found.expected), "selectors": dict(found.expected.selectors)},
        "areas": [{**asdict(one), "since": iso_or_none(one.since)} for one in row.areas],
        "checks": [_check(one) for one in found.checks],
        "changes": [{**asdict(one), "time": iso_or_none(one.time)} for one in found.changes],
        "claims": [{**asdict(one), "time": iso_or_none(one.time)} for one in found.claims],
        "logged_ips": list(found.logged_ips),
        "spf": None if found.spf is None else asdict(found.spf),
        "zone": found.zone,
        **remark_objects(row.remarks),
    }


def _check(one: Check) -> dict[str, Any]:
    return {
        "area": one.area,
        "target": one.target,
        "state": one.state,
        "since": iso_or_none(one.since),
        "checked_at": iso_or_none(one.checked),
        "tried_at": iso_or_none(one.tried),
        "unsure_since": iso_or_none(one.unsure_since),
        "unsure": one.unsure,
        "failures": one.failures,
        "codes": [finding.code for finding in one.findings],
        "seen": None if one.seen is None else list(one.seen),
    }


def show(found: DomainDetail, zone: tzinfo) -> None:
    """Print everything about a domain."""
    verdict(found, zone)
    parts = (
        ("tags and notes", (line.removeprefix("  ") for line in remark_lines(found.row.remarks, zone))),
        ("expected", _expected(found.expected)),
        ("checks", _checks(found, zone)),
        ("SPF", _spf(found)),
        ("failures", _failures(found)),
        ("history", (_change(one, zone) for one in found.changes)),
        ("records to publish", iter(found.zone.splitlines())),
    )
    for title, part in parts:
        texts = list(part)
        if texts:
            click.echo(f"\n{title}")
        for text in texts:
            click.echo(f"  {visible(text)}")


def _expected(expected: Expected) -> Iterator[str]:
    for selector, key in expected.selectors.items():
        yield f"DKIM selector {selector}: {'key ' + _short(key) if key else 'any key'}"
    for token in expected.ses_tokens:
        yield f"CNAME {token}._domainkey to {token}.{expected.ses_suffix}"
    for term in expected.spf_terms:
        yield f"SPF with {term}"
    for host in expected.mx_hosts:
        yield f"MX {host}"
    if expected.token:
        yield f"TXT {expected.token}"
    for ip in expected.ips:
        yield f"{ip} may send"
    if expected.mail_from:
        yield f"envelope sender at {expected.mail_from}"
    if not expected.receives:
        yield "no mail arrives"
    if expected.bimi:
        yield "BIMI"


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _checks(found: DomainDetail, zone: tzinfo) -> Iterator[str]:
    """Expected against found: each check with what DNS had."""
    for one in found.checks:
        at = for_people(one.checked, zone) or "never"
        doubt = "  failed once, to be confirmed" if one.doubted else ""
        state = f"{one.state}{'?' if one.unsure else ''}"
        yield f"{one.area:9} {state:9} {one.target}  (definite: {at}){doubt}"
        for value in one.seen or ():
            yield f"{'':19} {' '.join(value.splitlines())}"
        if one.unsure:
            yield f"{'':19} unsure since {for_people(one.unsure_since, zone)}: {one.unsure}"


def _spf(found: DomainDetail) -> Iterator[str]:
    if found.spf is None:
        return
    yield from _tree(found.spf.tree, 0)
    for sender in found.spf.senders:
        by = f" by {' > '.join(sender.via)}" if sender.via else ""
        seen = "  (seen in the logs)" if sender.ip in found.logged_ips else ""
        yield f"{sender.ip}: {sender.result}{by}{seen}"


def _tree(node: SpfNode, depth: int) -> Iterator[str]:
    """A term on each line, with the DNS lookups that it costs."""
    cost = f"  {node.lookups} of 10 lookups" if depth == 0 else f"  {node.lookups}" if node.lookups else ""
    note = "".join(f"  {text}" for text in (node.problem, node.unsure) if text)
    yield f"{'  ' * depth}{node.term}{cost}{note}"
    for child in node.children:
        yield from _tree(child, depth + 1)


def _failures(found: DomainDetail) -> Iterator[str]:
    if found.row.caused:
        yield f"{found.row.caused} recipients: mailtui search '{found.query}'"


def _change(one: Change, zone: tzinfo) -> str:
    old, new = (" | ".join(text.splitlines()) or "nothing" for text in (one.old, one.new))
    what = "" if one.kind is ChangeKind.STATE else "record "
    return f"{for_people(one.time, zone)}  {one.area} {one.target}  {what}{old} -> {new}"
