"""TLS-RPT: where others report that mail to the domain could not go over TLS (RFC 8460)."""

from __future__ import annotations

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Expected, Finding, Record, Seen
from mailtui.verify import report_uri
from mailtui.verify.answers import Answer
from mailtui.verify.codes import Code
from mailtui.verify.resolving import Resolver
from mailtui.verify.tags import canonical, parse
from mailtui.verify.txt import doubt, excerpt, listed, misplaced, move, moved, nearly, of_version

VERSION = "TLSRPTv1"
NONE = Code("tlsrpt-none", Severity.NOTE, CheckArea.TLS_RPT, "RFC 8460 section 3")
SYNTAX = Code("tlsrpt-syntax", Severity.WARN, CheckArea.TLS_RPT, "RFC 8460 section 3")


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """The record; nothing to check where the domain takes no mail."""
    if not expected.receives:
        return []
    domain = expected.domain
    name = f"_smtp._tls.{domain}"
    answer = await resolver.ask(name, "TXT")
    if not answer.sure:
        return [Checked(CheckArea.TLS_RPT, domain, unsure=doubt(answer))]
    texts = of_version(answer, VERSION) or nearly(answer, VERSION)
    if texts:
        findings = judge(domain, texts)
    else:
        elsewhere = await misplaced(resolver, name, domain, lambda one: bool(of_version(one, VERSION)))
        findings = (absent(domain, answer, elsewhere),)
    values = tuple(sorted(canonical(parse(text)) for text in texts))
    return [Checked(CheckArea.TLS_RPT, domain, findings, Seen(CheckArea.TLS_RPT, domain, values))]


def absent(domain: str, answer: Answer, elsewhere: str = "") -> Finding:
    """The finding that there is no record."""
    name = f"_smtp._tls.{domain}"
    found = listed(answer.records) if answer.records else moved(elsewhere, name, domain)
    advice = f"{move(elsewhere, name, domain)}With it, senders tell you once a day when TLS to you fails."
    return NONE.found(name, found, "v=TLSRPTv1; rua=mailto:…", advice, (_record(domain, ""),))


def judge(domain: str, texts: list[str]) -> tuple[Finding, ...]:
    """What is wrong with the records that are there."""
    said = f"{len(texts)} records, and senders take none of several" if len(texts) > 1 else problem(texts[0])
    if not said:
        return ()
    advice = "Senders pass over the record, and send no reports. Publish this one instead."
    lists = ",".join(filter(None, (parse(text).get("rua") for text in texts[:8])))
    found = f"{said}: {listed(texts)}"
    publish = (_record(domain, report_uri.mended(lists)),)
    return (SYNTAX.found(f"_smtp._tls.{domain}", found, "v=TLSRPTv1; rua=mailto:…", advice, publish),)


def problem(text: str) -> str:
    """Why senders pass over a record, in words; empty when they do not."""
    tags = parse(text)
    if not text.startswith("v=TLSRPTv1"):
        return "it does not begin with exactly “v=TLSRPTv1;”"
    if tags.first != ("v", VERSION):
        return f"v={excerpt(tags.get('v'), 40)} is not TLSRPTv1"
    if tags.problems:
        return tags.problems[0]
    if empty := [name for name, value in tags.pairs if not value]:
        return f"{empty[0]}= is empty"
    uris = report_uri.destinations(tags.get("rua"))
    if not uris:
        return "rua= is missing"
    return next((wrong for one in uris if (wrong := _wrong(one))), "")


def _wrong(uri: report_uri.Destination) -> str:
    if uri.rare and not uri.text.lower().startswith("https://"):
        return f"“{excerpt(uri.text, 80)}” is neither mailto: nor https:"
    return uri.problem


def _record(domain: str, rua: str) -> Record:
    return Record(f"_smtp._tls.{domain}", "TXT", f"v={VERSION}; rua={rua or f'mailto:postmaster@{domain}'}")
