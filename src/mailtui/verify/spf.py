"""SPF of a domain (RFC 7208): its tree, who passes, what is wrong, and the record to publish."""

from __future__ import annotations

import asyncio

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected, Record, Seen
from mailtui.model.spf import SpfSender, SpfView
from mailtui.verify.resolving import Resolver
from mailtui.verify.spf_judge import Picture, judge
from mailtui.verify.spf_mend import Wish, mended
from mailtui.verify.spf_tree import Branch, grow, node


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """The domain of the envelope sender, and the domain itself where that is another."""
    sending = expected.mail_from or expected.domain
    checks = [_check(sending, expected.spf_terms, expected.ips, resolver)]
    if sending != expected.domain:
        checks.append(_check(expected.domain, (), (), resolver, used=False))
    return list(await asyncio.gather(*checks))


async def _check(
    domain: str, terms: tuple[str, ...], ips: tuple[str, ...], resolver: Resolver, *, used: bool = True
) -> Checked:
    root = await grow(domain, resolver)
    if root.unsure:
        return Checked(CheckArea.SPF, domain, unsure=root.unsure, spf=SpfView(node(root)))
    senders = await _senders(ips, domain, resolver)
    failing = tuple(one.ip for one in senders if one.result not in ("pass", "unsure"))
    missed = await _missed(root, terms, failing, resolver)
    publish = (Record(domain, "TXT", mended(root, Wish(terms, missed))),)
    return Checked(
        CheckArea.SPF,
        domain,
        tuple(judge(Picture(root, terms, senders, publish, used))),
        Seen(CheckArea.SPF, domain, tuple(sorted(" ".join(text.split()) for text in root.texts))),
        _unsure(root, senders),
        SpfView(node(root), senders),
    )


async def _senders(ips: tuple[str, ...], domain: str, resolver: Resolver) -> tuple[SpfSender, ...]:
    from mailtui.verify.spf_eval import evaluate

    sender, verdicts = f"postmaster@{domain}", []
    for ip in ips:
        verdicts.append(await evaluate(ip, sender, domain, resolver))
    return tuple(
        SpfSender(ip, "unsure" if verdict.result == "temperror" else verdict.result, verdict.via, verdict.why)
        for ip, verdict in zip(ips, verdicts, strict=True)
    )


async def _missed(
    root: Branch, terms: tuple[str, ...], ips: tuple[str, ...], resolver: Resolver
) -> tuple[str, ...]:
    """Which of the failing addresses a mended record must name: it may let some pass as it is."""
    from mailtui.verify.spf_eval import evaluate

    record, missed = mended(root, Wish(terms)), []
    for ip in ips:
        verdict = await evaluate(ip, f"postmaster@{root.domain}", root.domain, resolver, record=record)
        if verdict.result != "pass":
            missed.append(ip)
    return tuple(missed)


def _unsure(root: Branch, senders: tuple[SpfSender, ...]) -> str:
    """Why the picture is not whole; empty when it is."""
    reasons = [leaf.unsure for _, leaf in root.walk() if leaf.unsure]
    reasons += [sender.why for sender in senders if sender.result == "unsure"]
    return reasons[0] if reasons else ""
