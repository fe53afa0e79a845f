"""The one SPF record to publish: all of what is there that works, and what is missing, merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from mailtui.verify.spf_terms import term
from mailtui.verify.spf_tree import MOST_LOOKUPS, MOST_VOIDS, Branch, Leaf, leaves

_MODIFIERS = ("redirect", "exp")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the record must have."""

    terms: tuple[str, ...] = ()
    ips: tuple[str, ...] = ()


def mended(root: Branch, wish: Wish) -> str:
    """The text of the record; the order of terms is kept, what is new comes first among them."""
    kept = _kept(root)
    if sum(leaf.lookups for leaf in kept) > MOST_LOOKUPS:
        kept = [one for leaf in kept for one in _flat(leaf, root.domain)]
    there = {leaf.term.canonical for leaf in kept}
    wished = [leaf for text in wish.terms for leaf in leaves(f"v=spf1 {term(text).canonical}")]
    added = [leaf for leaf in wished if leaf.term.canonical not in there]
    addresses = [_ip_term(ip) for ip in wish.ips if _ip_term(ip) not in there]
    every = [*added, *kept]
    directives = [leaf.term.text for leaf in every if leaf.term.qualifier and leaf.term.name != "all"]
    modifiers = [leaf.term.text for leaf in every if not leaf.term.qualifier and leaf.term.name != "redirect"]
    if not directives and not addresses and not root.texts:
        directives = ["mx"]
    return " ".join(["v=spf1", *addresses, *directives, _end(root, added, kept), *modifiers])


def _ip_term(ip: str) -> str:
    return f"ip{ip_address(ip).version}:{ip}"


def _kept(root: Branch) -> list[Leaf]:
    """The terms of all records there that do no harm, each once."""
    every = root.leaves or [leaf for text in root.texts for leaf in leaves(text)]
    voids = sum(leaf.voids for _, leaf in root.walk()) > MOST_VOIDS
    found: dict[str, Leaf] = {}
    for leaf in every:
        if _works(leaf) and not (voids and leaf.voids):
            found.setdefault(leaf.term.canonical, leaf)
    return list(found.values())


def _works(leaf: Leaf) -> bool:
    """Whether a term may stay: valid, evaluated, no `ptr`, and nothing under it is an error."""
    if leaf.problem or leaf.term.name == "ptr":
        return False
    if not leaf.live and leaf.term.qualifier and leaf.term.name != "all":
        return True  # behind all: meant, and without effect until now
    if leaf.term.everybody and leaf.term.name != "all":
        return False
    return leaf.child is None or not any(broken(one) for _, one in leaf.child.walk())


def broken(leaf: Leaf) -> bool:
    """Whether a term makes the whole record an error, or makes everybody pass."""
    passall = leaf.live and leaf.term.name == "all" and leaf.term.qualifier == "+"
    return bool(leaf.problem) or passall


def _flat(leaf: Leaf, domain: str) -> Iterable[Leaf]:
    """An `a` or `mx` of the domain's own written as addresses, which cost nothing."""
    own = leaf.target == domain or leaf.target.endswith(f".{domain}")
    plain = (leaf.term.cidr4, leaf.term.cidr6, leaf.term.qualifier) == (32, 128, "+")
    if leaf.term.name not in ("a", "mx") or not (own and plain and leaf.addresses) or leaf.unsure:
        return [leaf]
    return leaves(" ".join(["v=spf1", *map(_ip_term, sorted(set(leaf.addresses)))]))


def _end(root: Branch, added: Sequence[Leaf], kept: Sequence[Leaf]) -> str:
    """How the record ends: `-all` or `~all` if it says so, a redirect if that counts, else `~all`."""
    alls = [leaf.term for leaf in (*added, *kept) if leaf.term.name == "all"]
    for sign in "-~":
        if any(term.qualifier == sign for term in alls):
            return f"{sign}all"
    redirects = [leaf for leaf in (*added, *kept) if leaf.term.name == "redirect" and leaf.live]
    if redirects and not alls and len(root.texts) < 2:
        return redirects[0].term.text
    return "~all"
