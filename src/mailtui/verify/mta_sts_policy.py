"""An MTA-STS policy: the file that names the MX hosts, and says that they have TLS (RFC 8461 section 3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from mailtui.verify.txt import excerpt

MODES = ("enforce", "testing", "none")
LONGEST_AGE = 31_557_600
"""Seconds: a year."""
GOOD_AGE = 604_800
"""Seconds: a week, what we propose."""
SHORT_AGE = 86_400
"""Seconds: who is away for a day would come back without the policy."""
MOST_LINES = 1000
_FIELD = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \t]*:[ \t]*(.*)")
_LABEL = r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?"
_PATTERN = re.compile(rf"(\*\.)?({_LABEL}\.)*{_LABEL}")
_NUMBER = re.compile(r"\d{1,10}")


@dataclass(frozen=True, slots=True)
class Policy:
    """What the file says."""

    mode: str
    mx: tuple[str, ...]
    """Names of MX hosts; `*.` in front stands for one label."""
    age: int
    """Seconds that senders keep it; 0 when it is not said."""
    problems: tuple[str, ...] = ()
    """Why senders take it for no policy, in words."""

    def text(self) -> str:
        """The file to serve."""
        hosts = [f"mx: {one}" for one in self.mx]
        return "\n".join(["version: STSv1", f"mode: {self.mode}", *hosts, f"max_age: {self.age}"])

    def id(self) -> str:
        """A new `id=` for the record: another policy has another one."""
        return sha256(self.text().encode()).hexdigest()[:16]


def read(body: str) -> Policy:
    """The policy in a file; never raises. Of a field that is there twice, the first holds (all but `mx`)."""
    fields: dict[str, list[str]] = {}
    problems = []
    for line in body.split("\n")[:MOST_LINES]:
        field = _FIELD.fullmatch(line.strip(" \t\r"))
        if field:
            fields.setdefault(field[1].lower(), []).append(field[2])
        elif line.strip(" \t\r"):
            problems.append(f"“{excerpt(line.strip(), 60)}” is no “key: value”")
    first = {name: many[0] for name, many in fields.items()}
    mx = tuple(one.lower().rstrip(".") for one in fields.get("mx", []))
    age = first.get("max_age", "")
    seconds = int(age) if _NUMBER.fullmatch(age) else 0
    return Policy(first.get("mode", ""), mx, seconds, (*problems, *_problems(first, mx)))


def _problems(first: dict[str, str], mx: Sequence[str]) -> Iterator[str]:
    if first.get("version") != "STSv1":
        yield "version: STSv1 is missing"
    if first.get("mode") not in MODES:
        yield f"mode: {excerpt(first.get('mode', ''), 40)} is none of {', '.join(MODES)}"
    age = first.get("max_age", "")
    if not _NUMBER.fullmatch(age) or int(age) > LONGEST_AGE:
        yield f"max_age: {excerpt(age, 40)} is no number of seconds up to {LONGEST_AGE}"
    if not mx and first.get("mode") in ("enforce", "testing"):
        yield "there is no mx:"
    for one in mx:
        if len(one) > 255 or not _PATTERN.fullmatch(one):
            yield f"mx: {excerpt(one, 60)} is no host"


def covers(pattern: str, host: str) -> bool:
    """Whether a pattern of the policy matches an MX host (RFC 8461 section 4.1)."""
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:]
    return host == pattern


def uncovered(policy: Policy, hosts: Iterable[str]) -> list[str]:
    """The MX hosts that no pattern matches: senders that enforce deliver no mail there."""
    return [host for host in hosts if not any(covers(one, host) for one in policy.mx)]


def proposed(policy: Policy | None, hosts: Sequence[str]) -> Policy:
    """The policy to serve: all MX hosts, tested first, enforced when the tested one was right."""
    if policy is None or policy.problems:
        return Policy("testing", tuple(hosts), GOOD_AGE)
    missing = uncovered(policy, hosts)
    ready = policy.mode == "enforce" or (policy.mode == "testing" and not missing)
    age = policy.age if policy.age >= SHORT_AGE else GOOD_AGE
    return Policy("enforce" if ready else "testing", (*policy.mx, *missing), age)
