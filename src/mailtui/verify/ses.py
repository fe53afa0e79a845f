"""Easy DKIM of Amazon SES: each token is a CNAME of ours to a key that Amazon publishes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Expected, Finding, Record, Seen
from mailtui.verify.answers import Answer
from mailtui.verify.codes import Code
from mailtui.verify.dkim_judge import judge
from mailtui.verify.dkim_key import is_key, read
from mailtui.verify.resolving import Resolver
from mailtui.verify.txt import doubt, listed, misplaced, move, moved

MISSING = Code("ses-cname-missing", Severity.FAIL, CheckArea.DKIM, "RFC 6376 section 3.6.2.1")
WRONG = Code("ses-cname-wrong", Severity.FAIL, CheckArea.DKIM, "RFC 6376 section 3.6.2.1")
NO_KEY = Code("ses-key-none", Severity.FAIL, CheckArea.DKIM, "RFC 6376 section 6.1.2")


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """One answer for each token; nothing to check without any."""
    return list(await asyncio.gather(*(_token(one, expected, resolver) for one in expected.ses_tokens)))


def names(token: str, expected: Expected) -> tuple[str, str]:
    """The name of ours, and the name of Amazon's that it must lead to."""
    suffix = expected.ses_suffix.lower().strip(".")
    return f"{token}._domainkey.{expected.domain}".lower(), f"{token}.{suffix}".lower()


async def _token(token: str, expected: Expected, resolver: Resolver) -> Checked:
    name, target = names(token, expected)
    alias, key = await asyncio.gather(resolver.ask(name, "CNAME"), resolver.ask(target, "TXT"))
    seen = Seen(CheckArea.DKIM, name, alias.records) if alias.sure else None
    if not alias.sure:
        return Checked(CheckArea.DKIM, name, unsure=doubt(alias))
    if alias.records != (target,):
        finding = await _lost(name, target, alias, expected, resolver)
        return Checked(CheckArea.DKIM, name, (finding,), seen)
    return Checked(CheckArea.DKIM, name, of_key(name, target, key), seen, doubt(key))


async def _lost(name: str, target: str, alias: Answer, expected: Expected, resolver: Resolver) -> Finding:
    """The finding that the CNAME is missing or leads elsewhere."""
    publish = (Record(name, "CNAME", target),)
    if alias.records:
        advice = "Replace the CNAME by the one that SES shows for this domain."
        return WRONG.found(name, f"CNAME {listed(alias.records)}", f"CNAME {target}", advice, publish)
    domain = expected.domain
    elsewhere = await misplaced(resolver, name, domain, lambda one: target in one.records, "CNAME")
    advice = f"{move(elsewhere, name, domain)}Publish the CNAME; SES signs nothing for the domain without it."
    return MISSING.found(name, moved(elsewhere, name, domain), f"CNAME {target}", advice, publish)


def of_key(name: str, target: str, key: Answer) -> tuple[Finding, ...]:
    """What is wrong with the key at Amazon's end; a record of ours can mend none of it."""
    if not key.sure:
        return ()
    keys = [text for text in key.records if is_key(text)]
    if not keys or all(read(text).revoked for text in keys):
        advice = (
            "The CNAME is right, but Amazon has no key there: the identity was deleted, or has other tokens "
            "now. Open the identity in SES, and publish the CNAMEs it shows today."
        )
        found = listed(key.records)
        return (NO_KEY.found(name, f"{target}: {found}", f"a DKIM key at {target}", advice),)
    return tuple(replace(one, publish=()) for one in judge(name, key.records))
