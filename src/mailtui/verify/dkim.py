"""DKIM: the key of each selector that we sign with (RFC 6376, 8301, 8463)."""

from __future__ import annotations

import asyncio

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected, Seen
from mailtui.verify.answers import Answer
from mailtui.verify.dkim_judge import absent, judge
from mailtui.verify.dkim_key import is_key, read, without_space
from mailtui.verify.resolving import Resolver
from mailtui.verify.tags import canonical, parse
from mailtui.verify.txt import doubt, misplaced


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """One answer for each selector; without any nothing is known of signatures, so nothing is checked."""
    return list(
        await asyncio.gather(
            *(_selector(one, key, expected, resolver) for one, key in sorted(expected.selectors.items()))
        )
    )


def key_name(selector: str, domain: str) -> str:
    """Where the key of a selector is; `SELECTOR@OTHER` is that of mail signed with `d=OTHER`."""
    own, _, other = selector.partition("@")
    return f"{own}._domainkey.{other or domain}".lower()


def signer(selector: str, domain: str) -> str:
    """The domain in `d=` of the signatures."""
    return selector.partition("@")[2].lower() or domain


async def _selector(selector: str, wanted: str | None, expected: Expected, resolver: Resolver) -> Checked:
    name, domain = key_name(selector, expected.domain), signer(selector, expected.domain)
    answer = await resolver.ask(name, "TXT")
    if not answer.sure:
        return Checked(CheckArea.DKIM, name, unsure=doubt(answer))
    if any(map(is_key, answer.records)):
        findings = judge(name, answer.records, wanted)
    else:
        findings = (absent(name, answer, wanted, await misplaced(resolver, name, domain, _has_key), domain),)
    return Checked(CheckArea.DKIM, name, findings, Seen(CheckArea.DKIM, name, canonical_keys(answer)))


def canonical_keys(answer: Answer) -> tuple[str, ...]:
    """The keys, so that equal ones are equal texts: white space in them does not count."""
    return tuple(sorted(without_space(canonical(parse(text))) for text in answer.records if is_key(text)))


def _has_key(answer: Answer) -> bool:
    return any(is_key(text) and read(text).public for text in answer.records)
