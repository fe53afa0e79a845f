"""A DMARC policy record (RFC 7489 section 6.3, RFC 9989 section 4.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailtui.verify.report_uri import Destination, destinations
from mailtui.verify.tags import Tags, parse
from mailtui.verify.txt import excerpt

POLICIES = ("none", "quarantine", "reject")
"""From mild to strict."""
VERSION = "DMARC1"
_WORDS = {"adkim": ("r", "s"), "aspf": ("r", "s"), "t": ("y", "n"), "psd": ("y", "n", "u")}
_REPORTS = ("0", "1", "d", "s")
"""Of `fo=`, joined by colons."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A record that begins with `v=DMARC1`."""

    text: str
    tags: Tags
    rua: tuple[Destination, ...]
    """Where aggregate reports go."""
    ruf: tuple[Destination, ...]
    """Where failure reports go."""
    problems: tuple[str, ...]
    """What receivers pass over, in words."""

    @property
    def p(self) -> str:
        """What receivers do with mail that fails: one of POLICIES, or `` when there is no valid `p=`.

        Without `p=` a record with `rua=` counts as `none` (RFC 7489 section 6.6.3, RFC 9989 section 4.7).
        """
        if "p" not in self.tags:
            return "none" if self.rua else ""
        return self.policy("p")

    def policy(self, tag: str) -> str:
        """The valid policy in `p=`, `sp=` or `np=`, or ``."""
        value = self.tags.get(tag).lower()
        return value if value in POLICIES else ""

    @property
    def subdomains(self) -> str:
        """What holds for subdomains without a record of their own."""
        return self.policy("sp") or self.p

    @property
    def psd(self) -> str:
        """`y`: a public suffix; `n`: an organisational domain; `u`: not said."""
        value = self.tags.get("psd", "u").lower()
        return value if value in _WORDS["psd"] else "u"

    def strict(self, tag: str) -> bool:
        """Whether `adkim=` or `aspf=` wants the very same domain."""
        return self.tags.get(tag).lower() == "s"

    @property
    def testing(self) -> bool:
        """Receivers are told not to apply the policy (RFC 9989)."""
        return self.tags.get("t").lower() == "y"


def read(text: str) -> Policy:
    """The policy in a record; never raises."""
    tags = parse(text)
    rua, ruf = destinations(tags.get("rua")), destinations(tags.get("ruf"))
    return Policy(text, tags, rua, ruf, (*tags.problems, *_problems(tags)))


def _problems(tags: Tags) -> Iterator[str]:
    for name, words in _WORDS.items():
        if name in tags and tags.get(name).lower() not in words:
            yield f"{name}={excerpt(tags.get(name), 40)} is none of {', '.join(words)}"
    wishes = [one.strip().lower() for one in tags.get("fo", "0").split(":")]
    if any(one not in _REPORTS for one in wishes):
        yield f"fo={excerpt(tags.get('fo'), 40)} is none of {', '.join(_REPORTS)}"
    if "p" in tags and [name for name, _ in tags.pairs].index("p") != 1:
        yield "p= does not follow v= at once, as RFC 7489 demands"
