"""Where reports go: the list of URIs in `rua=` and `ruf=` (RFC 7489 section 6.4, RFC 8460 section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailtui.verify.txt import excerpt

_LIMIT = re.compile(r"!\d{1,20}[kmgt]?$", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MAILBOX = re.compile(r"([!-?A-~]+)@((?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9-]+)", re.IGNORECASE)
_NOT_ESCAPED = re.compile(r"[!;<>\"\\\s]")


@dataclass(frozen=True, slots=True)
class Destination:
    """One URI of `rua=` or `ruf=`."""

    text: str
    domain: str
    """Of a mail address, in lower case; `` otherwise."""
    problem: str = ""
    """Why no report arrives there, in words."""
    rare: bool = False
    """A URI that is right, and that hardly anybody sends reports to."""


def destinations(value: str) -> tuple[Destination, ...]:
    """The URIs in a list; an empty list has none. Never raises."""
    return tuple(destination(one) for one in value.split(",")) if value.strip() else ()


def destination(text: str) -> Destination:
    """One URI; a limit of size behind it (`!10m`, RFC 7489) is let pass."""
    text = text.strip()
    bare = _LIMIT.sub("", text)
    scheme = _SCHEME.match(bare)
    if scheme is None:
        wrong = f"“{excerpt(text, 80)}” is no URI"
        return Destination(text, "", f"{wrong}: “mailto:” is missing" if "@" in text else wrong)
    if scheme[1].lower() != "mailto":
        return Destination(text, "", rare=True)
    address = _MAILBOX.fullmatch(bare[scheme.end() :].partition("?")[0])
    if address is None or _NOT_ESCAPED.search(bare):
        return Destination(text, "", f"“{excerpt(text, 80)}” has no mail address behind “mailto:”")
    return Destination(text, address[2].lower())


def mended(value: str) -> str:
    """The list with what can be read as an address, `mailto:` in front; without all else."""
    found = []
    for one in destinations(value):
        again = destination(f"mailto:{one.text}") if one.problem and ":" not in one.text else one
        if not again.problem:
            found.append(again.text)
    return ",".join(dict.fromkeys(found))
