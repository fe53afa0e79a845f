"""SPF tree -> findings (RFC 7208), each with the one record that mends them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailtui.model.enums import Severity
from mailtui.model.finding import Finding, Record
from mailtui.model.spf import SpfSender
from mailtui.verify import spf_rules as rules
from mailtui.verify.rule import Rule
from mailtui.verify.spf_terms import term
from mailtui.verify.spf_tree import LOOP, MOST_LOOKUPS, MOST_MX, MOST_VOIDS, NO_RECORD, SEVERAL, Branch, Leaf

NEARLY = 8
"""Lookups from which on the limit is near enough to be told."""
LONG = 450
"""Characters from which on an answer may not fit in a datagram of 512 bytes (RFC 7208 section 3.4)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is known about the SPF of one domain."""

    root: Branch
    terms: tuple[str, ...]
    """Required."""
    senders: tuple[SpfSender, ...]
    publish: tuple[Record, ...]
    used: bool = True
    """Whether envelope senders have this domain; without, a missing record is a warning only."""

    @property
    def unsure(self) -> bool:
        """Whether parts of the tree could not be read."""
        return any(leaf.unsure for _, leaf in self.root.walk())


def judge(picture: Picture) -> Iterator[Finding]:
    """What is wrong with it. Everything told is true, whatever is not known yet."""
    root, publish = picture.root, picture.publish
    if root.unsure:
        return
    if not root.texts:
        severity = Severity.FAIL if picture.used else Severity.WARN
        yield rules.NONE.finding(root.domain, "no such record", publish, severity=severity)
    elif len(root.texts) > 1:
        yield rules.MULTIPLE.finding(root.domain, " | ".join(root.texts), publish)
    else:
        errors = [*_broken(picture), *_limits(picture), *_passes_all(picture)]
        yield from errors
        yield from _weak(picture)
        yield from _missing(picture)
        yield from _senders(picture, any(error.severity is Severity.FAIL for error in errors))


def _broken(picture: Picture) -> Iterator[Finding]:
    """Terms that make the whole record an error, wherever they are."""
    for branch, leaf in picture.root.walk():
        rule, found = _error(leaf)
        if rule is rules.MULTIPLE:
            advice = f"Whoever runs {leaf.target} must merge its records; until then leave out this include."
            yield rule.finding(leaf.target, found, picture.publish, advice=advice)
        elif rule is not None:
            yield rule.finding(branch.domain, f"{leaf.term.text}: {found}", picture.publish)


def _error(leaf: Leaf) -> tuple[Rule | None, str]:
    if leaf.term.problem:
        return rules.SYNTAX, leaf.term.problem
    if leaf.hosts > MOST_MX:
        return rules.MX_LIMIT, leaf.problem
    rule = {LOOP: rules.LOOP, NO_RECORD: rules.INCLUDE_NONE, SEVERAL: rules.MULTIPLE}.get(leaf.problem)
    return rule, leaf.problem


def _limits(picture: Picture) -> Iterator[Finding]:
    lookups = picture.root.lookups
    if lookups >= NEARLY:
        severity = Severity.FAIL if lookups > MOST_LOOKUPS else Severity.NOTE
        found = f"{lookups} DNS lookups: {_costs(picture.root)}"
        yield rules.LOOKUPS.finding(picture.root.domain, found, picture.publish, severity=severity)
    voids = [(leaf.term.text, leaf.voids) for _, leaf in picture.root.walk() if leaf.voids]
    if sum(number for _, number in voids) > MOST_VOIDS:
        found = f"nothing is there for {', '.join(text for text, _ in voids)}"
        yield rules.VOIDS.finding(picture.root.domain, found, picture.publish)


def _costs(root: Branch) -> str:
    """The dearest terms first."""
    costs = sorted(((leaf.lookups, leaf.term.text) for leaf in root.leaves if leaf.lookups), reverse=True)
    return ", ".join(f"{text} {lookups}" for lookups, text in costs[:12])


def _passes_all(picture: Picture) -> Iterator[Finding]:
    for branch, leaf in picture.root.walk():
        if leaf.live and leaf.term.everybody and leaf.term.qualifier == "+":
            yield rules.PASSALL.finding(branch.domain, leaf.term.text, picture.publish)


def _weak(picture: Picture) -> Iterator[Finding]:
    """What works, and could be better: in the record itself, and in what it redirects to."""
    root = picture.root
    yield from _ending(picture)
    for leaf in root.leaves:
        if leaf.term.name == "ptr" and leaf.live:
            yield rules.PTR.finding(root.domain, leaf.term.text, picture.publish)
        elif leaf.live and leaf.term.costs and not leaf.target:
            yield rules.MACRO.finding(root.domain, leaf.term.text)
    if len(root.texts[0]) > LONG:
        yield rules.LONG.finding(root.domain, f"{len(root.texts[0])} characters")


def _ending(picture: Picture) -> Iterator[Finding]:
    root, end = picture.root, _end(picture.root)
    if end is not None and end.all is None:
        yield rules.NO_ALL.finding(end.domain, end.texts[0], picture.publish)
    elif end is not None and end.all is not None and end.all.qualifier == "?":
        yield rules.NEUTRAL.finding(end.domain, end.all.text, picture.publish)
    for leaf in root.leaves:
        if leaf.term.name == "redirect" and not leaf.live and not leaf.problem and root.all is not None:
            found = f"{leaf.term.text} beside {root.all.text}"
            yield rules.REDIRECT_IGNORED.finding(root.domain, found, picture.publish)


def _end(branch: Branch) -> Branch | None:
    """The record that has the last word; None when it is not known or not there."""
    while (redirect := branch.redirect) is not None:
        if redirect.child is None or len(redirect.child.texts) != 1:
            return None
        branch = redirect.child
    return branch


def _missing(picture: Picture) -> Iterator[Finding]:
    """Required terms that are nowhere in the tree."""
    if picture.unsure or not picture.terms:
        return
    there = {leaf.term.canonical for _, leaf in picture.root.walk() if leaf.live}
    for text in picture.terms:
        if term(text).canonical not in there:
            yield rules.MUST.finding(
                picture.root.domain, picture.root.texts[0], picture.publish, expected=text
            )


def _senders(picture: Picture, broken: bool) -> Iterator[Finding]:
    """Sending IPs that do not pass; not told apart when an error above makes all of them fail."""
    passing = [sender for sender in picture.senders if sender.result == "pass"]
    others = "".join(f"; {one.ip} passes via {' > '.join(one.via)}" for one in passing[:5])
    for sender in picture.senders:
        if sender.result in ("pass", "unsure") or (broken and sender.result == "permerror"):
            continue
        found = f"{sender.result} for mail from {picture.root.domain}{others}"
        yield rules.IP.finding(sender.ip, found, picture.publish)
