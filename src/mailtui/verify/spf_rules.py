"""The codes of SPF (RFC 7208)."""

from __future__ import annotations

from mailtui.model.enums import CheckArea, Severity
from mailtui.verify.codes import Code
from mailtui.verify.rule import Rule


def _rule(code: str, severity: Severity, section: str, expected: str, advice: str) -> Rule:
    return Rule(Code(code, severity, CheckArea.SPF, f"RFC 7208 section {section}"), expected, advice)


NONE = _rule(
    "spf-none",
    Severity.FAIL,
    "4.5",
    "one TXT record that begins with v=spf1",
    "Publish the record. Without it receivers cannot tell your mail from forged mail.",
)
MULTIPLE = _rule(
    "spf-multiple",
    Severity.FAIL,
    "4.5",
    "exactly one SPF record",
    "Several records count as an error, not as a sum. Remove all of them and publish the merged one.",
)
SYNTAX = _rule(
    "spf-syntax",
    Severity.FAIL,
    "4.6",
    "terms as RFC 7208 section 12 has them",
    "One bad term makes the whole record an error: no mail passes. Publish the record without it.",
)
LOOKUPS = _rule(
    "spf-lookups",
    Severity.FAIL,
    "4.6.4",
    "at most 10 DNS lookups",
    "Over the limit the record is an error. Take out includes of services that no longer send for you.",
)
VOIDS = _rule(
    "spf-voids",
    Severity.FAIL,
    "4.6.4",
    "at most 2 lookups without an answer",
    "Over the limit the record is an error. Take out the terms whose names no longer exist.",
)
MX_LIMIT = _rule(
    "spf-mx-limit",
    Severity.FAIL,
    "4.6.4",
    "at most 10 MX records behind “mx”",
    "Over the limit the record is an error. Name the addresses with ip4: and ip6: in place of “mx”.",
)
INCLUDE_NONE = _rule(
    "spf-include-none",
    Severity.FAIL,
    "5.2",
    "an SPF record at every name that is included",
    "This makes the whole record an error. Correct the name, or take the term out.",
)
LOOP = _rule(
    "spf-loop",
    Severity.FAIL,
    "4.6.4",
    "includes that come to an end",
    "Receivers give up on a record that leads back to itself. Take that term out.",
)
PASSALL = _rule(
    "spf-passall",
    Severity.FAIL,
    "5.1",
    "~all or -all",
    "Anybody may send in your name, and receivers hold that against you. Name only who sends for you.",
)
NEUTRAL = _rule(
    "spf-neutral",
    Severity.WARN,
    "8.2",
    "~all or -all",
    "“?all” says nothing about everybody else. “~all” marks their mail, and harms no forwarded mail.",
)
NO_ALL = _rule(
    "spf-no-all",
    Severity.WARN,
    "4.7",
    "~all or -all at the end",
    "Without it the record says nothing about everybody else.",
)
PTR = _rule(
    "spf-ptr",
    Severity.WARN,
    "5.5",
    "no ptr",
    "Some receivers skip “ptr”: it is slow and easily goes wrong. Name the addresses instead.",
)
LONG = _rule(
    "spf-long",
    Severity.NOTE,
    "3.4",
    "at most 450 characters",
    "A long record may not fit into a datagram. Move terms to a name of their own and include that.",
)
REDIRECT_IGNORED = _rule(
    "spf-redirect-ignored",
    Severity.NOTE,
    "6.1",
    "either all or redirect=",
    "Beside “all” a redirect has no effect. Take it out; or take “all” out, if the redirect is meant.",
)
MACRO = _rule(
    "spf-macro",
    Severity.NOTE,
    "7",
    "terms that can be followed",
    "Whom this term passes differs from mail to mail, so it is not followed here. Nothing need be done.",
)
MUST = _rule(
    "spf-must",
    Severity.FAIL,
    "5",
    "the term in the record, or in one it includes",
    "Add the term to the record that is there; do not publish a second record.",
)
IP = _rule(
    "spf-ip",
    Severity.FAIL,
    "2.6",
    "pass",
    "This address sends for the domain and the record does not say so. Publish it with the address.",
)
