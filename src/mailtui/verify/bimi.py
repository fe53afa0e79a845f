"""BIMI: the logo that some mailboxes show beside the mail of a domain (draft-brand-indicators-…)."""

from __future__ import annotations

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Expected, Finding, Record, Seen
from mailtui.verify.answers import Answer
from mailtui.verify.codes import Code
from mailtui.verify.resolving import Resolver
from mailtui.verify.tags import Tags, canonical, parse
from mailtui.verify.txt import doubt, excerpt, listed, misplaced, move, moved, nearly, of_version

VERSION = "BIMI1"
_DRAFT = "draft-brand-indicators-for-message-identification section 4"
NONE = Code("bimi-none", Severity.NOTE, CheckArea.BIMI, _DRAFT)
SYNTAX = Code("bimi-syntax", Severity.WARN, CheckArea.BIMI, _DRAFT)
NEEDS = "v=BIMI1; l=https://…/logo.svg; a=https://…/certificate.pem"


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """The record under the selector `default`; nothing to check where no logo is wanted."""
    if not expected.bimi:
        return []
    domain = expected.domain
    name = f"default._bimi.{domain}"
    answer = await resolver.ask(name, "TXT")
    if not answer.sure:
        return [Checked(CheckArea.BIMI, domain, unsure=doubt(answer))]
    texts = of_version(answer, VERSION) or nearly(answer, VERSION)
    if texts:
        findings = judge(domain, texts)
    else:
        elsewhere = await misplaced(resolver, name, domain, lambda one: bool(of_version(one, VERSION)))
        findings = (absent(domain, answer, elsewhere),)
    values = tuple(sorted(canonical(parse(text)) for text in texts))
    return [Checked(CheckArea.BIMI, domain, findings, Seen(CheckArea.BIMI, domain, values))]


def absent(domain: str, answer: Answer, elsewhere: str = "") -> Finding:
    """The finding that there is no record; only its owner knows where the logo is."""
    name = f"default._bimi.{domain}"
    found = listed(answer.records) if answer.records else moved(elsewhere, name, domain)
    advice = (
        f"{move(elsewhere, name, domain)}Publish where your logo (SVG Tiny PS) and its certificate are. "
        "Mailboxes show it only when DMARC says p=quarantine or p=reject for all mail."
    )
    return NONE.found(name, found, NEEDS, advice)


def judge(domain: str, texts: list[str]) -> tuple[Finding, ...]:
    """What is wrong with the records that are there."""
    said = f"{len(texts)} records, and none of several counts" if len(texts) > 1 else problem(texts[0])
    if not said:
        return ()
    name = f"default._bimi.{domain}"
    advice = "Mailboxes show no logo. Publish one record, with https addresses of logo and certificate."
    return (SYNTAX.found(name, f"{said}: {listed(texts)}", NEEDS, advice, _mended(name, texts)),)


def problem(text: str) -> str:
    """Why mailboxes pass over a record, in words; empty when they do not."""
    tags = parse(text)
    if tags.first != ("v", VERSION):
        return "it does not begin with “v=BIMI1;”"
    if tags.problems:
        return tags.problems[0]
    if "l" not in tags:
        return "l= is missing (empty, it says that there is no logo)"
    for tag in ("l", "a"):
        if tags.get(tag) and not _secure(tags.get(tag)):
            return f"{tag}={excerpt(tags.get(tag), 80)} is no https address"
    if tags.get("avp", "brand").lower() not in ("brand", "personal"):
        return f"avp={excerpt(tags.get('avp'), 40)} is neither brand nor personal"
    return ""


def _secure(uri: str) -> bool:
    """Whether it is one https address of a host."""
    host = uri[8:].partition("/")[0]
    return uri[:8].lower() == "https://" and "." in host and not any(char in uri for char in ' ,"<>')


def _mended(name: str, texts: list[str]) -> tuple[Record, ...]:
    """The first record with a usable logo, written as it should be; none when there is none."""
    for tags in map(parse, texts[:8]):
        value = _text(tags)
        if value and not problem(value):
            return (Record(name, "TXT", value),)
    return ()


def _text(tags: Tags) -> str:
    logo, proof = (_https(tags.get(tag)) for tag in ("l", "a"))
    return f"v={VERSION}; l={logo}" + (f"; a={proof}" if proof else "") if logo else ""


def _https(uri: str) -> str:
    """`http:` addresses as `https:`; what is no address of a page is left out."""
    again = f"https://{uri[7:]}" if uri.lower().startswith("http://") else uri
    return again if _secure(again) else ""
