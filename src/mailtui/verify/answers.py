"""ANSWER: how one DNS question ended. Four ways, not two: what is not known is not said to be missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a question ended; only the first three may change what is known about a domain."""

    OK = "ok"
    NODATA = "nodata"
    """The name exists, no record of this type does (RFC 2308 section 2.2)."""
    NXDOMAIN = "nxdomain"
    """The name does not exist, nor does anything below it (RFC 8020)."""
    UNSURE = "unsure"
    """Timeout, SERVFAIL, REFUSED, garbage, ...: `Answer.why` says."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. Every byte of `records` is a stranger's."""

    name: str
    """What was asked for: lower case, no final dot."""
    type: str
    kind: Kind
    records: tuple[str, ...] = ()
    """Sorted, with OK at least one. Names in them are lower case without the final dot (the root is `.`).

    A, AAAA: the address. MX: `10 mx.example.org`. CNAME, PTR, NS: the name. TLSA: `3 1 1 HEX`.
    TXT: the strings joined without a space; bytes that are no UTF-8 are kept as surrogates.
    """
    why: str = ""
    """With UNSURE, the reason in words."""
    secure: bool = False
    """Validated by DNSSEC, told by a resolver over a path we trust (RFC 6840 section 5.8)."""
    ttl: int = 0
    """Seconds."""
    aliases: tuple[str, ...] = ()
    """The CNAMEs that were followed; the records are those of the last."""

    @property
    def sure(self) -> bool:
        """Whether anything may be concluded."""
        return self.kind is not Kind.UNSURE

    @property
    def missing(self) -> bool:
        """Definitely no such record."""
        return self.kind in (Kind.NODATA, Kind.NXDOMAIN)


def mail_hosts(answer: Answer) -> list[tuple[int, str]]:
    """(preference, host) of an MX answer, in the order senders try them (RFC 5321 section 5.1)."""
    pairs = (record.split(" ", 1) for record in answer.records)
    return sorted((int(preference), host) for preference, host in pairs)
