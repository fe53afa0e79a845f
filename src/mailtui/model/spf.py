"""SPF as the screen shows it: the tree of includes with the cost of each, and who passes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpfNode:
    """A term of a record, or the record itself (the root); texts are a stranger's."""

    term: str
    """As published: `include:_spf.example.net`; the domain for the root."""
    lookups: int
    """DNS lookups this term and everything under it costs (RFC 7208 section 4.6.4)."""
    children: tuple[SpfNode, ...] = ()
    """The terms of the record an include or redirect leads to."""
    problem: str = ""
    """What is wrong with this very term, in words."""
    record: str = ""
    """The text of the record that the children are from."""
    unsure: str = ""
    """Why what is under it could not be read."""


@dataclass(frozen=True, slots=True)
class SpfSender:
    """One sending address against the record."""

    ip: str
    result: str
    """pass, fail, softfail, neutral, none, permerror (RFC 7208 section 2.6), or unsure."""
    via: tuple[str, ...] = ()
    """With pass: the includes and redirects that lead to the match, outermost first, or the term itself."""
    why: str = ""
    """With permerror and unsure, the reason."""


@dataclass(frozen=True, slots=True)
class SpfView:
    """The whole picture of one domain's SPF."""

    tree: SpfNode
    senders: tuple[SpfSender, ...] = ()
    """Ours."""
