"""FINDING: what the DNS of a domain says about its mail, what it should say, and what to publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.spf import SpfView

LONGEST_STRING = 255
"""Bytes in one string of a TXT record (RFC 1035 section 3.3.14)."""


@dataclass(frozen=True, slots=True)
class Record:
    """A DNS record to publish, in the pieces that a provider's form asks for."""

    name: str
    """Without the final dot."""
    type: str
    value: str
    """TXT: the whole text, neither quoted nor split. MX, CNAME, PTR: the name without the final dot."""
    ttl: int = 3600
    """Seconds."""
    priority: int | None = None
    """Of an MX record."""

    def snippet(self) -> str:
        """The line of a zone file (RFC 1035 section 5.1)."""
        before = "" if self.priority is None else f"{self.priority} "
        return f"{self.name}. {self.ttl} IN {self.type} {before}{self._data()}"

    def _data(self) -> str:
        if self.type == "TXT":
            return " ".join(_quoted(piece) for piece in _pieces(self.value))
        if self.type in ("MX", "CNAME", "PTR", "NS"):
            return f"{self.value.rstrip('.')}."
        return self.value


def _pieces(text: str) -> list[bytes]:
    data = text.encode("utf-8", "surrogateescape")
    return [data[at : at + LONGEST_STRING] for at in range(0, len(data), LONGEST_STRING)] or [b""]


def _quoted(piece: bytes) -> str:
    return '"' + "".join(_escaped(byte) for byte in piece) + '"'


def _escaped(byte: int) -> str:
    if byte in b'"\\':
        return f"\\{byte:c}"
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03d}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. `name`, `found` and `seen` texts are a stranger's."""

    code: str
    """Stable, like `spf-lookups`."""
    severity: Severity
    area: CheckArea
    name: str
    """The DNS name, host or IP it is about."""
    found: str
    expected: str
    publish: tuple[Record, ...]
    """What mends it: one merged record per name; empty when no record of ours does."""
    advice: str
    """The next step, in plain words."""
    rfc: str
    """Such as `RFC 7208 section 4.6.4`."""
    unsure: str = ""
    """Why this is only known in part; such a finding changes no state."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of a domain. Names are canonical: lower case, no final dot."""

    domain: str
    selectors: Mapping[str, str | None] = field(default_factory=dict)
    """DKIM selector -> the public key it must publish (`p=`), None when any will do.

    `S@OTHER` is the selector S of mail that is signed with `d=OTHER`.
    """
    ses_tokens: tuple[str, ...] = ()
    """Easy DKIM tokens of Amazon SES: TOKEN._domainkey.DOMAIN is a CNAME to TOKEN.SUFFIX."""
    ses_suffix: str = "dkim.amazonses.com"
    spf_terms: tuple[str, ...] = ()
    """Terms that the SPF record must contain, such as `include:_spf.example.net`."""
    mx_hosts: tuple[str, ...] = ()
    """Hosts that mail for the domain must arrive at; empty when any will do."""
    token: str = ""
    """The TXT record that proves ownership; empty when none is asked for."""
    ips: tuple[str, ...] = ()
    """Addresses that send for the domain."""
    mail_from: str = ""
    """The domain of the envelope sender, where it is not `domain` itself."""
    receives: bool = True
    """False: the domain only sends; then a null MX is right."""
    bimi: bool = False
    """Whether it is to show a logo (BIMI)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What DNS had, in canonical form and order: two equal ones mean that nothing changed."""

    area: CheckArea
    target: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check of one target learnt.

    With `unsure`, some question had no definite answer: no state gets better, none gets worse and no
    earlier finding is withdrawn, except that each of `findings` is true whatever the missing answer is.
    """

    area: CheckArea
    target: str
    """What was looked at: a domain, a DNS name, or an IP."""
    findings: tuple[Finding, ...] = ()
    seen: Seen | None = None
    """None when it is not known, or when nothing of it is worth comparing."""
    unsure: str = ""
    """In words, why; empty: everything was learnt."""
    spf: SpfView | None = None
    """With area spf: the tree of the record, and who passes it."""
