"""Ownership: the TXT record that somebody asked for as a proof."""

from __future__ import annotations

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Expected, Finding, Record, Seen
from mailtui.verify.answers import Answer
from mailtui.verify.codes import Code
from mailtui.verify.resolving import Resolver
from mailtui.verify.txt import doubt, misplaced, move, moved

MISSING = Code("token-missing", Severity.FAIL, CheckArea.OWNERSHIP, "RFC 1464")


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """Whether the token is there; nothing to check where none is asked for."""
    if not expected.token:
        return []
    answer = await resolver.ask(expected.domain, "TXT")
    if not answer.sure:
        return [Checked(CheckArea.OWNERSHIP, expected.domain, unsure=doubt(answer))]
    there = has(answer, expected.token)
    elsewhere = "" if there else await _misplaced(expected, resolver)
    findings = () if there else (judge(expected, answer, elsewhere),)
    seen = Seen(CheckArea.OWNERSHIP, expected.domain, (expected.token,) if there else ())
    return [Checked(CheckArea.OWNERSHIP, expected.domain, findings, seen)]


async def _misplaced(expected: Expected, resolver: Resolver) -> str:
    domain, token = expected.domain, expected.token
    return await misplaced(resolver, domain, domain, lambda answer: has(answer, token))


def has(answer: Answer, token: str) -> bool:
    """Whether one of the TXT records is the token; spaces around it do not count."""
    return any(text.strip() == token.strip() for text in answer.records)


def judge(expected: Expected, answer: Answer, elsewhere: str = "") -> Finding:
    """The finding that the token is missing."""
    domain = expected.domain
    others = f" among {len(answer.records)} TXT records" if answer.records else ""
    found = moved(elsewhere, domain, domain).replace("no such record", f"no such record{others}", 1)
    advice = "Add this TXT record beside those that are there; replace none of them."
    return MISSING.found(
        domain,
        found,
        expected.token,
        move(elsewhere, domain, domain) + advice,
        (Record(domain, "TXT", expected.token),),
    )
