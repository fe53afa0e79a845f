"""MX of a domain: can mail, and a bounce, be delivered to it?"""

from __future__ import annotations

import asyncio

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected, Seen
from mailtui.verify.addresses import is_ip
from mailtui.verify.answers import Answer, mail_hosts
from mailtui.verify.hosts import Host, look_up
from mailtui.verify.mx_judge import Mail, judge
from mailtui.verify.resolving import Resolver

MOST_HOSTS = 30
"""Hosts whose addresses are looked up; the first ones, as senders try them."""


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """The domain, and that of the envelope sender, which takes the bounces."""
    wanted = [Mail(expected.domain, expected.receives, expected.mx_hosts)]
    if expected.mail_from and expected.mail_from != expected.domain:
        wanted.append(Mail(expected.mail_from))
    return list(await asyncio.gather(*[_check(mail, resolver) for mail in wanted]))


async def _check(mail: Mail, resolver: Resolver) -> Checked:
    answer = await resolver.ask(mail.domain, "MX")
    if not answer.sure:
        return Checked(CheckArea.MX, mail.domain, unsure=f"MX of {mail.domain}: {answer.why}")
    hosts = await _hosts(answer, resolver)
    return Checked(
        CheckArea.MX,
        mail.domain,
        tuple(judge(mail, answer, hosts)),
        Seen(CheckArea.MX, mail.domain, answer.records),
        next((host.unsure for host in hosts.values() if host.unsure), ""),
    )


async def _hosts(answer: Answer, resolver: Resolver) -> dict[str, Host]:
    """Every host of the answer; without MX, the domain itself (RFC 5321 section 5.1)."""
    named = [host for _, host in mail_hosts(answer)] or [answer.name]
    names = [name for name in dict.fromkeys(named) if name != "." and not is_ip(name)]
    found = await asyncio.gather(*[look_up(name, resolver) for name in names[:MOST_HOSTS]])
    return {host.name: host for host in found}
