"""An SPF record with everything it leads to: what each term costs, and where it goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailtui.model.spf import SpfNode
from mailtui.verify.answers import Answer, Kind, mail_hosts
from mailtui.verify.resolving import Resolver
from mailtui.verify.spf_macros import expanded
from mailtui.verify.spf_terms import RECORD, Term, terms

MOST_LOOKUPS = 10
"""RFC 7208 section 4.6.4."""
MOST_VOIDS = 2
MOST_MX = 10
MOST_LOOKED_AT = 60
"""Terms that are followed; a record that needs more is broken long before."""
NO_RECORD = "no SPF record is there"
SEVERAL = "more than one SPF record is there"
LOOP = "it leads back to a record it comes from"


@dataclass(slots=True)
class Leaf:
    """A term in its place."""

    term: Term
    target: str = ""
    """The domain it is about; empty when that differs from mail to mail, or there is none."""
    live: bool = True
    """False behind `all`, where nothing is evaluated."""
    child: Branch | None = None
    voids: int = 0
    """Questions of it that have no answer (RFC 7208 section 4.6.4)."""
    hosts: int = 0
    """Of `mx`: how many."""
    addresses: tuple[str, ...] = ()
    """Of `a` and `mx`."""
    problem: str = ""
    unsure: str = ""

    @property
    def lookups(self) -> int:
        """DNS lookups it costs, with all that is under it."""
        if not self.live:
            return 0
        return int(self.term.costs) + (self.child.lookups if self.child else 0)


@dataclass(slots=True)
class Branch:
    """A record in its place, or what is there instead."""

    domain: str
    texts: tuple[str, ...] = ()
    leaves: list[Leaf] = field(default_factory=list)
    """Empty unless there is exactly one record."""
    unsure: str = ""

    @property
    def lookups(self) -> int:
        """DNS lookups of all its terms."""
        return sum(leaf.lookups for leaf in self.leaves)

    @property
    def all(self) -> Term | None:
        """Its `all`, if it has one."""
        return next((leaf.term for leaf in self.leaves if leaf.term.name == "all" and leaf.live), None)

    @property
    def redirect(self) -> Leaf | None:
        """Its `redirect=` where that counts: without `all`."""
        return next((leaf for leaf in self.leaves if leaf.term.name == "redirect" and leaf.live), None)

    def walk(self) -> Iterator[tuple[Branch, Leaf]]:
        """Every term with its record, in the order of evaluation."""
        for leaf in self.leaves:
            yield self, leaf
            if leaf.child is not None:
                yield from leaf.child.walk()


async def grow(domain: str, resolver: Resolver) -> Branch:
    """The tree of a domain's record, level by level."""
    root = _branch(domain, await resolver.ask(domain, "TXT"))
    level: list[tuple[Branch, tuple[str, ...]]] = [(root, (domain,))]
    followed = 0
    while level:
        wanted = [(leaf, path) for branch, path in level for leaf in _open(branch, path, domain)]
        here = wanted[: MOST_LOOKED_AT - followed]
        followed += len(here)
        await asyncio.gather(*[_look(leaf, resolver) for leaf, _ in here])
        level = [(leaf.child, (*path, leaf.target)) for leaf, path in here if leaf.child is not None]
    return root


def _branch(domain: str, answer: Answer) -> Branch:
    if not answer.sure:
        return Branch(domain, unsure=f"TXT of {domain}: {answer.why}")
    texts = tuple(text for text in answer.records if RECORD.match(text))
    if len(texts) != 1:
        return Branch(domain, texts)
    return Branch(domain, texts, leaves(texts[0]))


def leaves(text: str) -> list[Leaf]:
    """The terms of a record, those behind `all` not live, nor a redirect beside it (RFC 7208 section 5.1)."""
    found = [Leaf(term, problem=term.problem) for term in terms(text)]
    ends = [place for place, leaf in enumerate(found) if leaf.term.name == "all" and not leaf.problem]
    for place, leaf in enumerate(found):
        behind = bool(ends) and place > ends[0]
        leaf.live = not leaf.problem and not (behind or (ends and leaf.term.name == "redirect"))
    return found


def _open(branch: Branch, path: tuple[str, ...], sender: str) -> Iterator[Leaf]:
    """The terms of a record that are to be followed; loops are not."""
    for leaf in branch.leaves:
        if not (leaf.live and leaf.term.costs) or leaf.term.name == "ptr":
            continue
        target = expanded(leaf.term.value or branch.domain, branch.domain, sender)
        if target is None:
            continue
        leaf.target = target
        if leaf.term.name in ("include", "redirect") and target in path:
            leaf.problem = LOOP
            continue
        yield leaf


async def _look(leaf: Leaf, resolver: Resolver) -> None:
    match leaf.term.name:
        case "include" | "redirect":
            await _look_at_record(leaf, resolver)
        case "mx":
            await _look_at_hosts(leaf, resolver)
        case "a":
            await _look_at_addresses(leaf, resolver, leaf.target)
        case "exists":
            _void(leaf, await resolver.ask(leaf.target, "A"))


async def _look_at_record(leaf: Leaf, resolver: Resolver) -> None:
    child = leaf.child = _branch(leaf.target, await resolver.ask(leaf.target, "TXT"))
    leaf.unsure = child.unsure
    if not child.unsure and len(child.texts) != 1:
        leaf.problem = SEVERAL if child.texts else NO_RECORD


async def _look_at_hosts(leaf: Leaf, resolver: Resolver) -> None:
    answer = await resolver.ask(leaf.target, "MX")
    if answer.kind is not Kind.OK:
        _void(leaf, answer)
        return
    hosts = [host for _, host in mail_hosts(answer) if host != "."]
    leaf.hosts = len(hosts)
    if leaf.hosts > MOST_MX:
        leaf.problem = f"{leaf.hosts} MX records; only {MOST_MX} may be looked up"
        return
    await asyncio.gather(*[_look_at_addresses(leaf, resolver, host) for host in hosts])


async def _look_at_addresses(leaf: Leaf, resolver: Resolver, host: str) -> None:
    four, six = await asyncio.gather(resolver.ask(host, "A"), resolver.ask(host, "AAAA"))
    leaf.addresses += four.records + six.records
    if not four.records and not six.records:
        _void(leaf, six if four.missing else four)


def _void(leaf: Leaf, answer: Answer) -> None:
    """Count an answer that is empty, or remember that there is none."""
    if answer.missing:
        leaf.voids += 1
    elif not answer.sure:
        leaf.unsure = f"{answer.type} of {answer.name}: {answer.why}"


def node(branch: Branch, term: str = "", problem: str = "", lookups: int | None = None) -> SpfNode:
    """The tree as the screen shows it."""
    return SpfNode(
        term or branch.domain,
        branch.lookups if lookups is None else lookups,
        tuple(_node(leaf) for leaf in branch.leaves),
        problem
        or ("" if len(branch.texts) == 1 or branch.unsure else SEVERAL if branch.texts else NO_RECORD),
        branch.texts[0] if len(branch.texts) == 1 else "",
        branch.unsure,
    )


def _node(leaf: Leaf) -> SpfNode:
    problem = leaf.problem or _remark(leaf)
    if leaf.child is not None:
        return node(leaf.child, leaf.term.text, problem, leaf.lookups)
    return SpfNode(leaf.term.text, leaf.lookups, problem=problem, unsure=leaf.unsure)


def _remark(leaf: Leaf) -> str:
    if not leaf.live:
        return "never looked at: all is there"
    if leaf.voids:
        return "nothing is there" if leaf.voids == 1 else f"{leaf.voids} questions without an answer"
    if leaf.term.costs and not leaf.target and leaf.term.name != "ptr":
        return "differs from mail to mail"
    return ""
