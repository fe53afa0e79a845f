"""DMARC: the policy that holds for a domain, and whether its own mail passes it (RFC 7489, 9989)."""

from __future__ import annotations

from dataclasses import replace

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Checked, Expected, Finding, Record, Seen
from mailtui.verify import dmarc_align, dmarc_external, dmarc_judge
from mailtui.verify.answers import Answer
from mailtui.verify.dmarc_mend import Wish, first, merged, passed_on, salvaged
from mailtui.verify.dmarc_record import VERSION, read
from mailtui.verify.dmarc_tree import Inherited, Placed, inherited, placed
from mailtui.verify.resolving import Resolver
from mailtui.verify.tags import canonical
from mailtui.verify.txt import doubt, excerpt, listed, misplaced, move, moved, nearly, of_version

RECORD = "one TXT record: v=DMARC1; p=…"


async def check(expected: Expected, resolver: Resolver) -> list[Checked]:
    """The domain's policy, and one answer for each other domain that its reports go to."""
    domain = expected.domain
    answer = await resolver.ask(f"_dmarc.{domain}", "TXT")
    if not answer.sure:
        return [Checked(CheckArea.DMARC, domain, unsure=doubt(answer))]
    own = of_version(answer, VERSION)
    if len(own) > 1:
        found = (multiple(domain, own, wish(expected)),)
        return [Checked(CheckArea.DMARC, domain, found, _seen(domain, answer))]
    holding = placed(domain, answer)
    if holding is not None:
        return await _held(expected, answer, holding, (), resolver)
    return await _without(expected, answer, resolver)


def wish(expected: Expected, aligned: bool = True) -> Wish:
    """What a record to publish needs to know."""
    return Wish(f"mailto:postmaster@{expected.domain}" if expected.receives else "", aligned)


async def _without(expected: Expected, answer: Answer, resolver: Resolver) -> list[Checked]:
    """No record of its own: that of a parent may hold."""
    domain = expected.domain
    if meant := nearly(answer, VERSION):
        finding = unreadable(domain, meant, wish(expected))
        return [Checked(CheckArea.DMARC, domain, (finding,), _seen(domain, answer))]
    above = await inherited(domain, resolver)
    if above.unsure:
        return [Checked(CheckArea.DMARC, domain, unsure=above.unsure)]
    holding = above.older or above.newer
    missing: tuple[Finding, ...] = ()
    if above.older is None or above.newer is None:
        name = f"_dmarc.{domain}"
        elsewhere = await misplaced(resolver, name, domain, lambda one: bool(of_version(one, VERSION)))
        missing = (none(domain, answer, above, elsewhere, wish(expected)),)
    if holding is None:
        return [Checked(CheckArea.DMARC, domain, missing, _seen(domain, answer))]
    return await _held(expected, answer, holding, missing, resolver)


async def _held(
    expected: Expected, answer: Answer, holding: Placed, before: tuple[Finding, ...], resolver: Resolver
) -> list[Checked]:
    """What is wrong with the record that holds, with alignment, and with those who take the reports."""
    domain = expected.domain
    known = await dmarc_align.alignment(expected, holding.policy, resolver)
    by = "" if holding.domain == domain else domain
    how = wish(expected, known.passes and not known.unsure)
    judged = dmarc_judge.judge(holding, replace(how, reports="") if by else how, by)
    findings = (*before, *judged, *dmarc_align.judge(domain, known, holding.policy))
    own = Checked(CheckArea.DMARC, domain, findings, _seen(domain, answer), known.unsure)
    return [own, *await dmarc_external.check(holding, resolver)]


def none(domain: str, answer: Answer, above: Inherited, elsewhere: str, how: Wish) -> Finding:
    """No record holds; a warning where one does, but only by one of the two ways to look for it."""
    name = f"_dmarc.{domain}"
    only = above.newer or above.older
    if only is not None:
        return _for_some(
            name, only, "RFC 9989 (DNS tree walk)" if above.newer else "RFC 7489 (public suffix list)"
        )
    found = listed(answer.records) if answer.records else moved(elsewhere, name, domain)
    advice = f"{move(elsewhere, name, domain)}Publish this record: it changes nothing for your mail, and lets"
    advice += " reports come. When they show that your own mail passes, raise the policy."
    publish = (Record(name, "TXT", first(how)),)
    return dmarc_judge.NONE.found(name, found, RECORD, advice, publish)


def _for_some(name: str, above: Placed, rule: str) -> Finding:
    """A parent's record that only some receivers find; the one to publish says the same to all."""
    found = f"no record of its own; that of {above.domain} counts only for receivers that follow {rule}"
    advice = "Publish this record: it says to all receivers what that one says."
    publish = (Record(name, "TXT", passed_on(above.policy)),)
    return dmarc_judge.NONE.found(name, found, RECORD, advice, publish, Severity.WARN)


def multiple(domain: str, texts: list[str], how: Wish) -> Finding:
    """Several records are as good as none."""
    name = f"_dmarc.{domain}"
    publish = (Record(name, "TXT", merged([read(text) for text in texts[:8]], how)),)
    advice = "Receivers take none of several records. Remove them all, and publish the merged one."
    return dmarc_judge.MULTIPLE.found(name, listed(texts), "one record", advice, publish)


def unreadable(domain: str, texts: list[str], how: Wish) -> Finding:
    """A record that is meant for DMARC and does not begin as one."""
    name = f"_dmarc.{domain}"
    advice = "Receivers see no DMARC record here: it must begin with exactly “v=DMARC1;”."
    found = f"not read as a DMARC record: {excerpt(texts[0])}"
    publish = (Record(name, "TXT", salvaged(texts[0], how)),)
    return dmarc_judge.SYNTAX.found(name, found, "v=DMARC1; p=…", advice, publish)


def _seen(domain: str, answer: Answer) -> Seen:
    """The records by their tags: the same tags in another order are the same record."""
    texts = of_version(answer, VERSION) or nearly(answer, VERSION)
    return Seen(CheckArea.DMARC, domain, tuple(sorted(canonical(read(text).tags) for text in texts)))
