"""An SPF record -> its terms (RFC 7208 section 12): every error is told, none stops the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

RECORD = re.compile(r"v=spf1(?: |$)", re.IGNORECASE)
"""How a TXT record begins that is an SPF record (RFC 7208 section 4.5)."""
LOOKS_UP = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
"""Terms that cost a DNS lookup (RFC 7208 section 4.6.4)."""
_MODIFIER = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*)=(.*)", re.DOTALL)
_DIRECTIVE = re.compile(r"([+?~-]?)([A-Za-z][A-Za-z0-9_.-]*)(:?)(.*)", re.DOTALL)
_CIDR = re.compile(r"(?:/(0|[1-9]\d{0,8}))?(?://(0|[1-9]\d{0,8}))?$")
_MACRO = r"%(?:\{[slodiphvSLODIPHV](?:0*[1-9]\d*)?[rR]?[-.+,/_=]*\}|[%_-])"
_MACRO_STRING = re.compile(rf"(?:{_MACRO}|[\x21-\x24\x26-\x7e])*")
_TOP_LABEL = r"(?:[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9])"
_DOMAIN_END = re.compile(rf"(?:{_MACRO}|\.{_TOP_LABEL}\.?)$")
_MISSPELT = {"ip": "ip4", "ipv4": "ip4", "ip4v": "ip4", "ipv6": "ip6", "includes": "include"}


@dataclass(frozen=True, slots=True)
class Term:
    """One term. `value` is a domain-spec, or the address of ip4 and ip6, as published."""

    text: str
    name: str
    """In lower case: a mechanism, or the name of a modifier."""
    qualifier: str = "+"
    """`+ - ~ ?`; empty for a modifier."""
    value: str = ""
    cidr4: int = 32
    cidr6: int = 128
    problem: str = ""
    """Why this is no term, in words."""

    @property
    def costs(self) -> bool:
        """Whether it needs a DNS lookup."""
        return self.name in LOOKS_UP and not self.problem

    @property
    def everybody(self) -> bool:
        """Whether it matches all senders (of one family of addresses)."""
        lengths = {"all": 0, "ip4": self.cidr4, "ip6": self.cidr6}
        return not self.problem and lengths.get(self.name) == 0

    @property
    def network(self) -> IPv4Network | IPv6Network | None:
        """The addresses of an ip4 or ip6 term."""
        if self.problem or self.name not in ("ip4", "ip6"):
            return None
        if self.name == "ip4":
            return IPv4Network((self.value, self.cidr4), strict=False)
        return IPv6Network((self.value, self.cidr6), strict=False)

    @property
    def canonical(self) -> str:
        """The same for two terms that mean the same."""
        value = str(self.network or self.value.lower().removesuffix("."))
        if not self.qualifier:
            return f"{self.name}={value}"
        text = self.qualifier.replace("+", "") + self.name + (f":{value}" if value else "")
        if self.network:
            return text
        cidr4 = f"/{self.cidr4}" if self.cidr4 != 32 else ""
        return text + cidr4 + (f"//{self.cidr6}" if self.cidr6 != 128 else "")


def terms(record: str) -> tuple[Term, ...]:
    """The terms behind `v=spf1`, in order; what is wrong with one is in its `problem`."""
    seen: set[str] = set()
    return tuple(_once(term(text), seen) for text in record.split(" ")[1:] if text)


def _once(found: Term, seen: set[str]) -> Term:
    """`redirect=` and `exp=` may each be there once (RFC 7208 section 6)."""
    if found.name in ("redirect", "exp") and not found.problem:
        if found.name in seen:
            return replace(found, problem=f"{found.name}= is there more than once")
        seen.add(found.name)
    return found


def term(text: str) -> Term:
    """One term; never raises."""
    if (match := _MODIFIER.fullmatch(text)) is not None:
        return _modifier(text, match[1].lower(), match[2])
    match = _DIRECTIVE.fullmatch(text)
    if match is None:
        return Term(text, "", problem="neither a mechanism nor a modifier begins like this")
    return _directive(text, *match.groups())


def _modifier(text: str, name: str, value: str) -> Term:
    found = Term(text, name, "", value)
    if name in ("redirect", "exp"):
        return replace(found, problem=_domain_problem(value))
    if not _MACRO_STRING.fullmatch(value):
        return replace(found, problem="its text has a bad macro or character")
    return found


def _directive(text: str, qualifier: str, name: str, colon: str, rest: str) -> Term:
    name = name.lower()
    found = Term(text, name, qualifier or "+", rest)
    problem = next(filter(None, _problems(name, colon, rest)), "")
    if problem:
        return replace(found, problem=problem)
    if name in ("a", "mx"):
        return _with_prefixes(found, rest)
    if name in ("ip4", "ip6"):
        return _network(found, rest)
    return found


def _problems(name: str, colon: str, rest: str) -> Iterator[str]:
    """What is wrong before the domain or the network is looked at, and with the domain."""
    if name not in LOOKS_UP - {"redirect"} | {"all", "ip4", "ip6"}:
        meant = f"; {_MISSPELT[name]} is meant" if name in _MISSPELT else ""
        yield f"there is no mechanism “{name}”{meant}"
    if name == "all" and (colon or rest):
        yield "all stands alone"
    if colon and not rest:
        yield "nothing is after the colon"
    if not colon and name in ("include", "exists", "ip4", "ip6"):
        yield "a colon and what it is about are missing"
    if not colon and rest and not (name in ("a", "mx") and rest.startswith("/")):
        yield "a colon is missing"
    if name in ("include", "exists", "ptr") and colon:
        yield _domain_problem(rest)


def _with_prefixes(found: Term, rest: str) -> Term:
    """`a` and `mx`: a domain and the lengths of prefixes, each if any."""
    match = _CIDR.search(rest)
    assert match is not None  # it matches the empty end
    domain, cidr4, cidr6 = rest[: match.start()], int(match[1] or 32), int(match[2] or 128)
    found = replace(found, value=domain, cidr4=cidr4, cidr6=cidr6)
    if cidr4 > 32 or cidr6 > 128:
        return replace(found, problem="the length of the prefix is too large")
    if domain or rest.startswith(":"):
        return replace(found, problem=_domain_problem(domain))
    return found


def _network(found: Term, rest: str) -> Term:
    """`ip4` and `ip6`: an address and the length of a prefix, if any."""
    address, slash, length = rest.partition("/")
    most = 32 if found.name == "ip4" else 128
    family = "IPv4" if found.name == "ip4" else "IPv6"
    if slash and not re.fullmatch(r"0|[1-9]\d{0,2}", length):
        return replace(found, problem="the length of the prefix is no number")
    prefix = int(length) if slash else most
    if prefix > most:
        return replace(found, problem="the length of the prefix is too large")
    if "%" in address:
        return replace(found, problem="an address has no macro and no zone")
    try:
        (IPv4Address if found.name == "ip4" else IPv6Address)(address)
    except ValueError:
        return replace(found, problem=f"“{address}” is no {family} address")
    if found.name == "ip4":
        return replace(found, value=address, cidr4=prefix)
    return replace(found, value=address, cidr6=prefix)


def _domain_problem(value: str) -> str:
    """What is wrong with a domain-spec (RFC 7208 section 7.1); empty when nothing is."""
    if not value:
        return "the domain is missing"
    if not _MACRO_STRING.fullmatch(value):
        return "the domain has a bad macro or character"
    if not _DOMAIN_END.search(value):
        return "the domain does not end in a top-level domain"
    return ""
