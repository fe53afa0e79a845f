"""MTA-STS: the record, the policy behind it, and whether the policy has the MX hosts (RFC 8461)."""

from __future__ import annotations

import asyncio

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected, Finding, Seen
from mailtui.verify import mta_sts_judge as rules
from mailtui.verify.answers import Answer, Kind, mail_hosts
from mailtui.verify.mta_sts_fetch import Fetch, HttpsFetch, Page
from mailtui.verify.mta_sts_policy import Policy, read
from mailtui.verify.resolving import Resolver
from mailtui.verify.tags import canonical, parse
from mailtui.verify.txt import doubt, listed, misplaced, move, moved, nearly, of_version

MOST_ADDRESSES = 4
"""Of the policy's host that are tried."""


async def check(expected: Expected, resolver: Resolver, fetch: Fetch | None = None) -> list[Checked]:
    """How others find out that mail to the domain goes over TLS; nothing to check where it takes no mail."""
    if not expected.receives:
        return []
    domain = expected.domain
    answer, mx = await asyncio.gather(resolver.ask(f"_mta-sts.{domain}", "TXT"), resolver.ask(domain, "MX"))
    if not answer.sure:
        return [Checked(CheckArea.MTA_STS, domain, unsure=doubt(answer))]
    own = of_version(answer, rules.VERSION)
    seen = Seen(CheckArea.MTA_STS, domain, tuple(sorted(canonical(parse(text)) for text in own)))
    finding = await _record(domain, answer, own, hosts_of(mx), resolver)
    if finding is not None:
        return [Checked(CheckArea.MTA_STS, domain, (finding,), seen)]
    return [await _policy(domain, seen, mx, resolver, fetch or HttpsFetch())]


def hosts_of(mx: Answer) -> list[str]:
    """The MX hosts: the domain itself without a record (RFC 5321 section 5.1), none by a null MX."""
    if mx.kind is Kind.NODATA:
        return [mx.name]
    return [host for _, host in mail_hosts(mx) if host != "."] if mx.kind is Kind.OK else []


async def _record(
    domain: str, answer: Answer, own: list[str], hosts: list[str], resolver: Resolver
) -> Finding | None:
    """What is wrong with the record; None when it is right."""
    if len(own) > 1:
        return rules.multiple(domain, own)
    if own:
        problem = rules.record_problem(own[0])
        return rules.bad_record(domain, own[0], problem, hosts) if problem else None
    if meant := nearly(answer, rules.VERSION):
        return rules.bad_record(domain, meant[0], "it does not begin with exactly “v=STSv1;”", hosts)
    name = f"_mta-sts.{domain}"
    elsewhere = await misplaced(resolver, name, domain, lambda one: bool(of_version(one, rules.VERSION)))
    found = listed(answer.records) if answer.records else moved(elsewhere, name, domain)
    advice = f"{move(elsewhere, name, domain)}Who can interfere may read mail on its way to you."
    advice = f"{advice} {rules.serve(domain, None, hosts)}"
    return rules.NONE.found(name, found, "v=STSv1; id=…, and a policy", advice)


async def _policy(domain: str, seen: Seen, mx: Answer, resolver: Resolver, fetch: Fetch) -> Checked:
    page = await _page(f"mta-sts.{domain}", resolver, fetch)
    if page.unsure:
        return Checked(CheckArea.MTA_STS, domain, unsure=f"the policy of mta-sts.{domain}: {page.unsure}")
    if problem := rules.page_problem(page):
        finding = rules.no_policy(domain, problem, hosts_of(mx))
        return Checked(CheckArea.MTA_STS, domain, (finding,), seen)
    policy = read(rules.text_of(page))
    findings = tuple(rules.judge(domain, policy, hosts_of(mx)))
    values = (*seen.values, *_lines(policy))
    return Checked(CheckArea.MTA_STS, domain, findings, Seen(seen.area, domain, values), doubt(mx))


def _lines(policy: Policy) -> list[str]:
    """The policy, so that equal ones are equal texts."""
    return [f"mode: {policy.mode}", f"max_age: {policy.age}", *(f"mx: {one}" for one in sorted(policy.mx))]


async def _page(host: str, resolver: Resolver, fetch: Fetch) -> Page:
    """The policy's page from the first address that answers."""
    answers = await asyncio.gather(resolver.ask(host, "A"), resolver.ask(host, "AAAA"))
    addresses = [address for answer in answers for address in answer.records]
    if not addresses:
        why = next((doubt(answer) for answer in answers if not answer.sure), "")
        return Page(unsure=why) if why else Page(problem=f"{host} has no address")
    tried = []
    for address in addresses[:MOST_ADDRESSES]:
        page = await fetch.get(host, address)
        if not page.unsure and not page.refused:
            return page
        tried.append(page)
    return next((page for page in tried if page.unsure), tried[-1])
