"""What the checks of TXT records share."""

from __future__ import annotations

import re
from collections.abc import Callable

from mailtui.verify.answers import Answer, Kind
from mailtui.verify.resolving import Resolver

LONGEST_EXCERPT = 300
"""Characters of a record that a finding shows; a stranger's may have 64 kB."""


def excerpt(text: str, longest: int = LONGEST_EXCERPT) -> str:
    """The text, or its beginning where it is long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def listed(texts: tuple[str, ...] | list[str], none: str = "no such record") -> str:
    """Records in one line; long ones and long lists are cut."""
    shown = [excerpt(text) for text in texts[:4]]
    more = [f"and {len(texts) - 4} more"] if len(texts) > 4 else []
    return " | ".join(shown + more) or none


def of_version(answer: Answer, version: str) -> list[str]:
    """The records that begin with exactly `v=VERSION`; DNS may have others under the same name."""
    begins = re.compile(rf"\s*[vV]\s*=\s*{re.escape(version)}\s*(;|$)")
    return [text for text in answer.records if begins.match(text)]


def nearly(answer: Answer, version: str) -> list[str]:
    """The records that seem to be meant for `v=VERSION`, and are not read as such."""
    right = of_version(answer, version)
    word = re.escape(version.rstrip("0123456789"))
    begins = re.compile(rf"[\W_]*(v(ersion)?[\W_]*)?{word}", re.IGNORECASE)
    return [text for text in answer.records if text not in right and begins.match(text[:200])]


def doubt(answer: Answer) -> str:
    """Why nothing definite is known, in words; empty when it is."""
    return "" if answer.sure else f"{answer.type} of {answer.name}: {answer.why}"


async def misplaced(
    resolver: Resolver, name: str, domain: str, wanted: Callable[[Answer], bool], type: str = "TXT"
) -> str:
    """What is at NAME.DOMAIN, where providers put a record whose full name was typed; empty when nothing is.

    Only what is `wanted` there counts: a wildcard answers for every name.
    """
    answer = await resolver.ask(f"{name}.{domain}", type)
    return listed(answer.records) if answer.kind is Kind.OK and wanted(answer) else ""


def moved(text: str, name: str, domain: str) -> str:
    """The words about a misplaced record."""
    return f"no such record; but at {name}.{domain} there is: {text}" if text else "no such record"


def move(text: str, name: str, domain: str) -> str:
    """What to do about a misplaced record, in front of other advice."""
    if not text:
        return ""
    short = "@" if name == domain else name.removesuffix(f".{domain}")
    return f"Your DNS provider appended the domain to the name: enter “{short}” there instead. "
