"""Texts that occur many times, kept once: addresses, hosts, replies, short words."""

from __future__ import annotations

from sqlalchemy import Index, func
from sqlmodel import Field, SQLModel

from mailtui.store.tables.columns import big, key


class AddressDomain(SQLModel, table=True):
    """The part of an address behind the last `@`, in lower case ('' for a bare local part)."""

    __tablename__ = "address_domain"
    id: int = key()
    name: str = Field(unique=True)


class Address(SQLModel, table=True):
    """An envelope address as it was first written; '' is the null sender."""

    __tablename__ = "address"
    id: int = key()
    text: str = Field(unique=True)
    domain_id: int = big(foreign_key="address_domain.id", index=True)


Index("ix_address_lower", func.lower(Address.__table__.c.text))  # type: ignore[attr-defined]


class Host(SQLModel, table=True):
    """A peer: verified or logged host name ('' if none) and IP address ('' if none)."""

    __tablename__ = "host"
    __table_args__ = (Index("ix_host_ip", "ip", "name", unique=True),)
    id: int = key()
    name: str
    ip: str
    provider_id: int | None = big(optional=True, index=True)
    """Who runs it, by the suffix of its name: see `diagnosis.providers`."""


class Label(SQLModel, table=True):
    """A short word of a server's configuration: router, transport, authenticator with id."""

    __tablename__ = "label"
    id: int = key()
    text: str = Field(unique=True)


class Reply(SQLModel, table=True):
    """What a server said when it refused or deferred; `digest` is the 64-bit key it is found by."""

    __tablename__ = "reply"
    id: int = key()
    digest: int = big(unique=True)
    text: str
