"""SPF of a domain (RFC 7208): its tree, who passes, what is wrong, and the record to publish."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from mailtui.model.enums import CheckArea
from mailtui.model.finding import Checked, Expected, Record, Seen
from mailtui.model.spf import SpfSender, SpfView
from mailtui.verify.resolving import Resolver
from mailtui.verify.spf_judge import Picture, judge
from mailtui.verify.spf_mend import Wish, mended
from mailtui.verify.spf_tree import Branch, grow, node

if TYPE_CHECKING:
    from mailtui.verify.spf_eval import Memory


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
    from mailtui.verify.spf_eval import Memory

    memory = Memory(resolver)
    root = await grow(domain, memory)
    if root.unsure:
        return Checked(CheckArea.SPF, domain, unsure=root.unsure, spf=SpfView(node(root)))
    senders = await _senders(ips, domain, memory)
    picture = Picture(root, terms, senders, (), used)
    if any(judge(picture)):
        picture = replace(picture, publish=(await _record(picture, memory),))
    return Checked(
        CheckArea.SPF,
        domain,
        tuple(judge(picture)),
        Seen(CheckArea.SPF, domain, tuple(sorted(" ".join(text.split()) for text in root.texts))),
        _unsure(root, senders),
        SpfView(node(root), senders),
    )


async def _senders(ips: tuple[str, ...], domain: str, memory: Memory) -> tuple[SpfSender, ...]:
    from mailtui.verify.spf_eval import evaluate

    found = []
    for ip in ips:
        verdict = await evaluate(ip, f"postmaster@{domain}", domain, memory)
        result = "unsure" if verdict.result == "temperror" else verdict.result
        found.append(SpfSender(ip, result, verdict.via, verdict.why))
    return tuple(found)


async def _record(picture: Picture, memory: Memory) -> Record:
    """What to publish; failing addresses are in it where it would not let them pass without."""
    from mailtui.verify.spf_eval import evaluate

    root, terms = picture.root, picture.terms
    record, missed = mended(root, Wish(terms)), []
    for ip in (one.ip for one in picture.senders if one.result not in ("pass", "unsure")):
        verdict = await evaluate(ip, f"postmaster@{root.domain}", root.domain, memory, record=record)
        if verdict.result != "pass":
            missed.append(ip)
    return Record(root.domain, "TXT", mended(root, Wish(terms, tuple(missed))) if missed else record)


def _unsure(root: Branch, senders: tuple[SpfSender, ...]) -> str:
    """Why the picture is not whole; empty when it is."""
    reasons = [leaf.unsure for _, leaf in root.walk() if leaf.unsure]
    reasons += [sender.why for sender in senders if sender.result == "unsure"]
    return reasons[0] if reasons else ""
