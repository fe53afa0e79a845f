"""What is wrong with a DMARC record. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Finding, Record
from mailtui.verify.codes import Code
from mailtui.verify.dmarc_mend import Wish, mended
from mailtui.verify.dmarc_record import POLICIES, Policy
from mailtui.verify.dmarc_tree import Placed
from mailtui.verify.tags import parse
from mailtui.verify.txt import excerpt

AREA = CheckArea.DMARC
NONE = Code("dmarc-none", Severity.FAIL, AREA, "RFC 9989 section 4.10")
MULTIPLE = Code("dmarc-multiple", Severity.FAIL, AREA, "RFC 7489 section 6.6.3")
SYNTAX = Code("dmarc-syntax", Severity.FAIL, AREA, "RFC 9989 section 4.7")
POLICY = Code("dmarc-policy", Severity.FAIL, AREA, "RFC 7489 section 6.6.3")
NO_POLICY = Code("dmarc-none-policy", Severity.WARN, AREA, "RFC 9989 section 4.7")
NO_SUBDOMAINS = Code("dmarc-sp-none", Severity.WARN, AREA, "RFC 9989 section 4.7")
TEST = Code("dmarc-test", Severity.WARN, AREA, "RFC 9989 section 4.7")
PCT = Code("dmarc-pct", Severity.NOTE, AREA, "RFC 7489 section 6.3")
NO_REPORTS = Code("dmarc-no-rua", Severity.NOTE, AREA, "RFC 9989 section 4.7")
URI = Code("dmarc-uri", Severity.FAIL, AREA, "RFC 7489 section 6.4")

POLICY_WORDS = "one of none, quarantine, reject"


def judge(placed: Placed, wish: Wish, inherited_by: str = "") -> tuple[Finding, ...]:
    """What is wrong with a record; `inherited_by` is the domain, where the record is that of a parent.

    All findings say the same record to publish: one with everything mended.
    """
    text = mended(placed.policy, wish)
    same = str(parse(text)) == str(placed.policy.tags)
    publish = () if same else (Record(placed.name, "TXT", text),)
    judged = (_form, _policies, _strength, _reports)
    return tuple(one for part in judged for one in part(placed, publish, inherited_by))


def _form(placed: Placed, publish: tuple[Record, ...], _: str) -> Iterator[Finding]:
    """Errors behind the version are passed over by receivers, so mail does not fail by them."""
    policy = placed.policy
    if not policy.problems:
        return
    doubtful = policy.tags.twice & {"v", "p"}
    found = f"{'; '.join(policy.problems[:4])}. The record: {excerpt(policy.text)}"
    advice = (
        "Receivers disagree about which of the two holds; publish the record once more, with each tag once."
        if doubtful
        else "Receivers pass over these parts, and strict ones over the whole record. Publish it mended."
    )
    severity = Severity.FAIL if doubtful else Severity.WARN
    yield SYNTAX.found(placed.name, found, "tag=value; tag=value", advice, publish, severity)


def _policies(placed: Placed, publish: tuple[Record, ...], _: str) -> Iterator[Finding]:
    policy = placed.policy
    wrong = [tag for tag in ("p", "sp", "np") if tag in policy.tags and not policy.policy(tag)]
    if wrong:
        found = "; ".join(f"{tag}={excerpt(policy.tags.get(tag), 40)}" for tag in wrong)
        advice = "Receivers do not know this policy, and may do as if there were no DMARC record. Mend it."
        yield POLICY.found(placed.name, found, POLICY_WORDS, advice, publish)
    elif not policy.p:
        advice = "Without p= and rua= there is nothing for receivers to do. Say with p= what you want."
        yield POLICY.found(placed.name, f"no p=: {excerpt(policy.text)}", POLICY_WORDS, advice, publish)


def _strength(placed: Placed, publish: tuple[Record, ...], inherited_by: str) -> Iterator[Finding]:
    policy = placed.policy
    holds = policy.subdomains if inherited_by else policy.p
    if holds == "none":
        yield _without_effect(placed, publish, inherited_by)
    elif not inherited_by and holds and (weak := _weak_below(policy)):
        advice = "Anybody may send as a subdomain of yours. Remove the tag: then p= holds for all."
        yield NO_SUBDOMAINS.found(placed.name, "; ".join(weak), "as p=", advice, publish)
    if policy.testing:
        advice = "Receivers are told not to apply the policy. Remove t=y when the reports look right."
        yield TEST.found(placed.name, "t=y", "no t=y", advice, publish)
    if "pct" in policy.tags and policy.tags.get("pct") != "100":
        advice = "pct= is gone from DMARC: newer receivers apply the policy to all mail. Remove it."
        yield PCT.found(placed.name, f"pct={excerpt(policy.tags.get('pct'), 40)}", "no pct=", advice, publish)


def _without_effect(placed: Placed, publish: tuple[Record, ...], inherited_by: str) -> Finding:
    policy = placed.policy
    told = f"p={policy.tags.get('p')}" if "p" in policy.tags else "no p=, which counts as p=none"
    if inherited_by:
        told = f"{told}; for {inherited_by} counts {policy.subdomains}, from the record of {placed.domain}"
    advice = "Forged mail is delivered like any other. "
    advice += (
        "Read the reports; when all your own mail passes, publish p=quarantine, later p=reject."
        if policy.rua
        else "First let reports come (rua=); when they show that your own mail passes, raise the policy."
    )
    return NO_POLICY.found(placed.name, told, "p=quarantine or p=reject", advice, publish)


def _weak_below(policy: Policy) -> list[str]:
    strict = POLICIES.index(policy.p)
    return [f"{tag}=none" for tag in ("sp", "np") if strict and policy.policy(tag) == "none"]


def _reports(placed: Placed, publish: tuple[Record, ...], _: str) -> Iterator[Finding]:
    policy = placed.policy
    if not policy.rua:
        advice = "Without rua= nobody tells you who sends as your domain, and which mail of yours fails."
        yield NO_REPORTS.found(placed.name, "no rua=", "rua=mailto:…", advice, publish)
    for tag, many in (("rua", policy.rua), ("ruf", policy.ruf)):
        wrong = [one.problem for one in many if one.problem]
        rare = [one.text for one in many if one.rare]
        if wrong:
            advice = "No report arrives there. An address needs “mailto:” in front: mailto:dmarc@example.org"
            yield URI.found(placed.name, f"{tag}: {'; '.join(wrong[:4])}", "mailto: URIs", advice, publish)
        elif rare:
            found = f"{tag}: {', '.join(excerpt(one, 80) for one in rare[:4])}"
            advice = "Receivers need to know only mailto:; hardly any sends reports to other URIs."
            yield URI.found(placed.name, found, "mailto: URIs", advice, publish, Severity.WARN)
