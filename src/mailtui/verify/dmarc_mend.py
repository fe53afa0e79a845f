"""One DMARC record in the place of what is there: everything mended, everything else kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailtui.verify import report_uri
from mailtui.verify.dmarc_record import POLICIES, VERSION, Policy, read

_BEGINNING = re.compile(r"[\W_]*(v(ersion)?[\W_]*)?dmarc\s*[\d.]*[\s;,:]*", re.IGNORECASE)
_VALUES = {"adkim": "rs", "aspf": "rs", "psd": "ynu"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a mended record needs to know of the domain."""

    reports: str = ""
    """A mailbox of ours that reports may go to; `` for none."""
    aligned: bool = True
    """Whether its own mail passes, as far as is known; otherwise no stricter policy is proposed."""


def mended(policy: Policy, wish: Wish) -> str:
    """The record to publish.

    `p=none` becomes `p=quarantine` only where reports are collected already: who does not know what fails
    would lose mail. So it may take two steps.
    """
    tags = dict(policy.tags.pairs)
    new = {"v": VERSION, "p": _policy(policy, wish)}
    for tag in ("sp", "np"):
        value = _near(tags.get(tag, ""))
        if value and (value != "none" or new["p"] == "none"):
            new[tag] = value
    rua = report_uri.mended(tags.get("rua", "")) or wish.reports
    new |= {"rua": rua, "ruf": report_uri.mended(tags.get("ruf", ""))}
    new |= {tag: value for tag, value in tags.items() if _kept(tag, value)}
    return "; ".join(f"{tag}={value}" for tag, value in new.items() if value)


def first(wish: Wish) -> str:
    """The record to begin with: it changes nothing, and lets reports come."""
    return "; ".join(filter(None, [f"v={VERSION}; p=none", wish.reports and f"rua={wish.reports}"]))


def passed_on(policy: Policy) -> str:
    """A record for a subdomain that says what its parent's says of it."""
    tags = {"v": VERSION, "p": policy.subdomains or "none"}
    tags |= {tag: report_uri.mended(policy.tags.get(tag)) for tag in ("rua", "ruf")}
    return "; ".join(f"{tag}={value}" for tag, value in tags.items() if value)


def merged(policies: Sequence[Policy], wish: Wish) -> str:
    """One record out of several: the strictest policy, the reports of all."""
    best = max(policies, key=lambda one: POLICIES.index(one.p) if one.p else -1)
    tags = dict(best.tags.pairs)
    for tag in ("rua", "ruf"):
        tags[tag] = ",".join(filter(None, (one.tags.get(tag) for one in (best, *policies))))
    return mended(read("; ".join(f"{tag}={value}" for tag, value in tags.items() if value)), wish)


def salvaged(text: str, wish: Wish) -> str:
    """The record that was meant by a text that does not begin with exactly `v=DMARC1;`."""
    return mended(read(f"v={VERSION}; {_BEGINNING.sub('', text, count=1)}"), wish)


def _policy(policy: Policy, wish: Wish) -> str:
    said = policy.tags.get("p")
    value = _near(said) or "none"
    ready = policy.p == "none" and "p" in policy.tags and any(not one.problem for one in policy.rua)
    return "quarantine" if ready and wish.aligned else value


def _near(said: str) -> str:
    """The policy that was meant: `rejected` is reject."""
    return next((one for one in POLICIES if said.strip().lower().startswith(one)), "")


def _kept(tag: str, value: str) -> bool:
    """Tags that are right; `t=y` and `pct=` are gone, and what receivers never read stays as it is."""
    if tag in _VALUES:
        return len(value) == 1 and value.lower() in _VALUES[tag]
    if tag == "fo":
        return all(one.strip().lower() in ("0", "1", "d", "s") for one in value.split(":"))
    return tag not in ("v", "p", "sp", "np", "rua", "ruf", "t", "pct") and bool(value)
