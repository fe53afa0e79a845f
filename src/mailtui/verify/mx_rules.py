"""The codes of MX (RFC 5321 section 5.1, RFC 7505)."""

from __future__ import annotations

from mailtui.model.enums import CheckArea, Severity
from mailtui.verify.codes import Code
from mailtui.verify.rule import Rule

_WHERE = "RFC 5321 section 5.1"


def _rule(code: str, severity: Severity, rfc: str, expected: str, advice: str) -> Rule:
    return Rule(Code(code, severity, CheckArea.MX, rfc), expected, advice)


NXDOMAIN = _rule(
    "nxdomain",
    Severity.FAIL,
    "RFC 8020",
    "a domain that exists",
    "The domain is not in DNS: not registered, expired, or not delegated. Ask the registrar.",
)
NONE = _rule(
    "mx-none",
    Severity.FAIL,
    _WHERE,
    "an MX record, or an address",
    "Nothing can be delivered to this domain, not even bounces. Name the host that takes its mail.",
)
IMPLICIT = _rule(
    "mx-implicit",
    Severity.WARN,
    _WHERE,
    "an MX record",
    "Mail goes to the address of the domain itself, often a web server. Say who takes its mail.",
)
NULL = _rule(
    "mx-null",
    Severity.NOTE,
    "RFC 7505 section 3",
    "a null MX alone, where no mail is taken",
    "Senders will not even try. That is right for a domain that takes no mail.",
)
CNAME = _rule(
    "mx-cname",
    Severity.WARN,
    "RFC 2181 section 10.3",
    "a host with addresses of its own",
    "Some senders do not follow an alias here. Name the host that the alias leads to.",
)
IP = _rule(
    "mx-ip",
    Severity.FAIL,
    _WHERE,
    "the name of a host",
    "An MX record names a host; an address there is looked up as a name, and not found.",
)
NO_ADDRESS = _rule(
    "mx-no-address",
    Severity.FAIL,
    _WHERE,
    "an A or AAAA record at the host",
    "Publish the address of this host, or take it out of the MX records.",
)
V6_ONLY = _rule(
    "mx-v6only",
    Severity.WARN,
    "RFC 3974 section 3",
    "a host with an IPv4 address",
    "Senders without IPv6 cannot deliver. Give one of the hosts an A record.",
)
PRIVATE = _rule(
    "mx-private",
    Severity.FAIL,
    "RFC 6890",
    "an address that can be reached from outside",
    "Nobody outside can reach this address. Publish the public one.",
)
DUPLICATE = _rule(
    "mx-duplicate",
    Severity.NOTE,
    _WHERE,
    "each host once",
    "The best preference counts. Take the others out.",
)
MISSING = _rule(
    "mx-missing",
    Severity.WARN,
    _WHERE,
    "all expected hosts",
    "Add the MX record, or no longer expect this host.",
)
ELSEWHERE = _rule(
    "mx-elsewhere",
    Severity.FAIL,
    _WHERE,
    "an expected host first",
    "Mail for the domain goes to somebody else. Put the records back, or change what is expected.",
)
