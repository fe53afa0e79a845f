"""Domains: what is expected of each, how each check of it stands, and what changed."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from mailtui.model.enums import ChangeKind, CheckArea, DomainState, MatchRule
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class Domain(SQLModel, table=True):
    """A domain that mail is sent from or arrives at; its expected records are `DnsRecord`."""

    __tablename__ = "domain"
    __table_args__ = (one_of("state", DomainState), Index("ix_domain_next", "next_check"))
    id: int = key()
    name: str = Field(unique=True)
    """Lower case, in its ASCII form, without the final dot."""
    origin: str = ""
    """Who told: '' for a person at the terminal, else the file it was imported from."""
    added: int = big()
    changed: int = big()
    deleted: int | None = big(optional=True)
    """Taken off the list; what was learnt is kept in case it comes back."""
    receives: bool = True
    bimi: bool = False
    mail_from: str = ""
    ses_suffix: str = ""
    from_name: str | None = None
    reply_to: str | None = None
    bounce_address: str | None = None
    provider_identity: str | None = None
    """Under which name a mail provider knows it, such as an ARN of Amazon SES."""
    state: int = word()
    since: int = big()
    tried: int | None = big(optional=True)
    next_check: int = big(default=0)


class DomainClaim(SQLModel, table=True):
    """What an imported system says of a domain, or of one area of it (NULL: of the whole)."""

    __tablename__ = "domain_claim"
    __table_args__ = (one_of("area", CheckArea), Index("ix_domain_claim_domain", "domain_id"))
    id: int = key()
    domain_id: int = big(foreign_key="domain.id")
    area: int | None = word(optional=True)
    verified: bool
    source: str
    time: int = big()
    """When the system checked it, or when this was imported."""


class DomainArea(SQLModel, table=True):
    """How one area of a domain stands: the roll-up of its checks."""

    __tablename__ = "domain_area"
    __table_args__ = (one_of("area", CheckArea), one_of("state", DomainState), WITHOUT_ROWID)
    domain_id: int = key()
    area: int = word(primary_key=True)
    state: int = word()
    since: int = big()


class DnsRecord(SQLModel, table=True):
    """A DNS record that a domain is expected to have."""

    __tablename__ = "dns_record"
    __table_args__ = (one_of("rule", MatchRule), Index("ix_dns_record_domain", "domain_id"))
    id: int = key()
    domain_id: int = big(foreign_key="domain.id")
    type: str
    name: str
    value: str | None = None
    rule: int = word()
    ttl: int | None = None
    priority: int | None = None
    managed_by: str | None = None
    """The DNS provider, when an imported system manages the record there."""
    provider_record: str | None = None
    """Its id at that provider."""
    details: str | None = None
    """What else the imported system keeps about it, as JSON."""


class DnsCheck(SQLModel, table=True):
    """How one check of one target stands after its last definite answer; see `services.domains.standing`."""

    __tablename__ = "dns_check"
    __table_args__ = (one_of("area", CheckArea), one_of("state", DomainState))
    domain_id: int = key(foreign_key="domain.id")
    area: int = word(primary_key=True)
    target: str = Field(primary_key=True)
    state: int = word()
    since: int = big()
    checked: int | None = big(optional=True)
    """The last definite answer."""
    tried: int = big()
    unsure_since: int | None = big(optional=True)
    unsure: str = ""
    failures: int = 0
    failing_from: int | None = big(optional=True)
    warned_from: int | None = big(optional=True)
    findings: str = "[]"
    """Of the last definite answer, with the records to publish; JSON, see `store.findings`."""
    seen: str | None = None
    """What DNS had, canonical; a JSON list."""
    spf: str | None = None
    """The tree of an SPF record with its costs; JSON."""


class DnsChange(SQLModel, table=True):
    """History: a check got another state, or DNS another value."""

    __tablename__ = "dns_change"
    __table_args__ = (
        one_of("area", CheckArea),
        one_of("kind", ChangeKind),
        Index("ix_dns_change_domain", "domain_id", "time"),
    )
    id: int = key()
    domain_id: int = big(foreign_key="domain.id")
    area: int = word()
    target: str
    time: int = big()
    kind: int = word()
    old: str
    new: str
