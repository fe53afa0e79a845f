"""What failures mean: verdicts, the kinds they fall into, and the incidents they make."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, SmallInteger
from sqlmodel import Field, SQLModel

from mailtui.model.enums import (
    Area,
    DestinationKind,
    FailureClass,
    IncidentState,
    Phase,
    Side,
    Suppress,
)
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class Destination(SQLModel, table=True):
    """Who refuses, as seen from one egress address of one server ('' where the log has none).

    `name` is the provider of the MX host (its organisational domain where mailtui knows no provider),
    or the recipient's domain where a failure names no host.
    """

    __tablename__ = "destination"
    __table_args__ = (
        one_of("kind", DestinationKind),
        Index("ix_destination_name", "name", "kind", "server_id", "egress", unique=True),
    )
    id: int = key()
    server_id: int = big(foreign_key="server.id")
    egress: str = ""
    kind: int = word()
    name: str
    course: bytes | None = Field(default=None, sa_type=LargeBinary)
    """What the incidents of this destination go on from; see `ingest.incidents.course`."""
    through: int = big(default=0)
    """Up to which moment attempts are in `course`, UTC microseconds."""
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """The course as it was when attempts went by retention: a course that is made anew begins with it."""
    sealed_through: int | None = big(optional=True)
    """Up to which moment attempts are in `sealed`; those may be gone. NULL when none are."""


class DestinationHour(SQLModel, table=True):
    """How many attempts at a destination succeeded and failed in the hour that begins at `hour`."""

    __tablename__ = "destination_hour"
    __table_args__ = (WITHOUT_ROWID,)
    destination_id: int = key()
    hour: int = key()
    delivered: int = 0
    failed: int = 0


class Template(SQLModel, table=True):
    """A reply without what differs from message to message; see `diagnosis.template`."""

    __tablename__ = "template"
    id: int = key()
    digest: int = big(unique=True)
    text: str


class Signature(SQLModel, table=True):
    """What makes failures one kind: destination, class, template of the reply, phase of the session."""

    __tablename__ = "signature"
    __table_args__ = (
        one_of("failure_class", FailureClass),
        one_of("phase", Phase),
        Index("ix_signature_kind", "destination_id", "failure_class", "template_id", "phase", unique=True),
    )
    id: int = key()
    destination_id: int = big(foreign_key="destination.id")
    failure_class: int = word()
    template_id: int = big(foreign_key="template.id")
    phase: int = word()
    first_seen: int = big()
    """Time of the first failure of this kind that is in the database."""


class SignatureHour(SQLModel, table=True):
    """How many attempts failed with a signature in the hour that begins at `hour`."""

    __tablename__ = "signature_hour"
    __table_args__ = (WITHOUT_ROWID,)
    signature_id: int = key()
    hour: int = key()
    failed: int = 0


class Cause(SQLModel, table=True):
    """One verdict of the diagnosis; attempts and recipients that failed point to it."""

    __tablename__ = "cause"
    __table_args__ = (
        one_of("side", Side),
        one_of("area", Area),
        one_of("suppress", Suppress),
        Index("ix_cause_signature", "signature_id"),
    )
    id: int = key()
    digest: int = big(unique=True)
    signature_id: int = big(foreign_key="signature.id")
    side: int = word()
    area: int | None = word(optional=True)
    permanent: bool | None = None
    suppress: int = word()
    after_times: int | None = Field(default=None, sa_type=SmallInteger)
    after_days: int | None = Field(default=None, sa_type=SmallInteger)
    rule_id: int | None = big(optional=True, foreign_key="label.id")
    confidence: float = 0.0
    provider_id: int | None = big(optional=True, foreign_key="label.id")
    inherited: bool = False
    """The log names no cause (`retry time not reached`): this is that of the newest failure before."""


class Incident(SQLModel, table=True):
    """All failures of one signature from onset to recovery, and what people decided about them.

    All but `state`, `assignee`, `changed` and `changed_by` follows from the attempts.
    """

    __tablename__ = "incident"
    __table_args__ = (
        one_of("state", IncidentState),
        Index("ix_incident_signature", "signature_id", "onset"),
        Index("ix_incident_recovered", "recovered"),
    )
    id: int = key()
    signature_id: int = big(foreign_key="signature.id")
    onset: int = big()
    opened: int = big()
    recovered: int | None = big(optional=True)
    reopened: int | None = big(optional=True)
    first_seen: int = big()
    last_seen: int = big()
    failures: int = 0
    messages: int = 0
    recipients: int = 0
    recipient_id: int | None = big(optional=True, foreign_key="address.id")
    """Of an incident of one recipient that fails for a day: its address, and nobody else belongs to it."""
    previous_id: int | None = big(optional=True, foreign_key="incident.id")
    state: int = word()
    assignee: str | None = None
    changed: int | None = big(optional=True)
    changed_by: str | None = None
