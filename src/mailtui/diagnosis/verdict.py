"""What the rules found, as one value."""

from __future__ import annotations

from mailtui.diagnosis.classes import CLASSES, INHERIT, UNSURE, advice_on, lasting
from mailtui.diagnosis.reply import Reply
from mailtui.diagnosis.rule import Rule, Stage
from mailtui.diagnosis.ruleset import Hit
from mailtui.diagnosis.template import of_line
from mailtui.model.diagnosis import After, Candidate, Diagnosis
from mailtui.model.enums import FailureClass, Phase, Suppress

KEPT = 4
"""Candidates that are told beside the winner."""
SURE = 0.8
"""From here on words about a mailbox may suppress its address at once."""


def verdict(reply: Reply, provider: str | None, hits: list[Hit]) -> Diagnosis:
    """The diagnosis by the first of `hits`; uncategorised when there is none."""
    rule = hits[0].rule if hits else None
    failure_class = rule.failure_class if rule else FailureClass.UNCATEGORISED
    facts = CLASSES[failure_class]
    permanent = rule.permanent if rule else None
    if permanent is None:
        permanent = lasting(facts.permanent, reply.code)
    suppress, after = _suppress(rule, permanent, reply.phase) if rule else (Suppress.NEVER, None)
    return Diagnosis(
        failure_class,
        (rule and rule.side) or facts.side,
        facts.area,
        permanent,
        suppress,
        after,
        rule.id if rule else None,
        rule.confidence if rule else 0.0,
        reply.code,
        reply.enhanced,
        provider,
        _advice(rule, reply),
        of_line(reply.text),
        tuple(Candidate(hit.rule.id, hit.rule.failure_class, hit.confidence) for hit in hits[1 : KEPT + 1]),
        bool(rule and rule.inherits),
    )


def _advice(rule: Rule | None, reply: Reply) -> str:
    if rule is None:
        return advice_on(FailureClass.UNCATEGORISED, reply.text)
    return rule.advice or (INHERIT if rule.inherits else CLASSES[rule.failure_class].advice)


def _suppress(rule: Rule, permanent: bool | None, phase: Phase | None) -> tuple[Suppress, After | None]:
    """At once only on sure words about something that lasts: a wrong one costs a good address.

    Nor when RCPT was accepted and the message refused: filters say `user unknown` of mailboxes that exist.
    """
    said = rule.suppress if rule.suppress is not None else CLASSES[rule.failure_class].suppress
    if isinstance(said, After):
        return Suppress.AFTER, said
    by_code = rule.stage in (Stage.ENHANCED, Stage.CODE)
    late = phase in (Phase.DATA, Phase.END_OF_DATA)
    unsure = by_code or late or permanent is not True or rule.confidence < SURE
    if said is Suppress.NOW and rule.suppress is None and unsure:
        return Suppress.AFTER, UNSURE
    return said, None
