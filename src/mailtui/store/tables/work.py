"""Work on failures: what people note, tag, decide and suppress, who did it, and how to take it back.

A subject is a kind and a number: the id of a row of that kind; of a recipient `message id << 16 | number`.
"""

from __future__ import annotations

from sqlalchemy import DDL, Index, LargeBinary, SmallInteger, event, text
from sqlmodel import Field, SQLModel

from mailtui.model.enums import (
    IncidentState,
    SubjectKind,
    SuppressionReason,
    SuppressionState,
    UndoState,
)
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class Operator(SQLModel, table=True):
    """Who was at the terminal: uid as the kernel has it, and the name that other people know them by."""

    __tablename__ = "operator"
    __table_args__ = (Index("ix_operator_who", "uid", "name", unique=True),)
    id: int = key()
    uid: int = big()
    name: str
    first_seen: int = big()
    last_seen: int = big()


class Note(SQLModel, table=True):
    """What somebody wrote about a subject; only its author changes it."""

    __tablename__ = "note"
    __table_args__ = (
        one_of("kind", SubjectKind),
        Index("ix_note_subject", "kind", "ref"),
    )
    id: int = key()
    kind: int = word()
    ref: int = big()
    operator_id: int = big(foreign_key="operator.id")
    private: bool = False
    """Only its author sees it."""
    text: str
    created: int = big()
    edited: int | None = big(optional=True)
    version: int = 1
    """Counts the edits: who edits an older one is told, and overwrites nothing."""
    deleted: int | None = big(optional=True)
    """When its author took it away; it can be brought back until retention takes it."""


class Tag(SQLModel, table=True):
    """A word that people put on subjects."""

    __tablename__ = "tag"
    id: int = key()
    name: str = Field(unique=True)
    """Lower case."""
    colour: str = ""


class Tagging(SQLModel, table=True):
    """A tag on a subject."""

    __tablename__ = "tagging"
    __table_args__ = (
        one_of("kind", SubjectKind),
        Index("ix_tagging_subject", "kind", "ref"),
        WITHOUT_ROWID,
    )
    tag_id: int = key()
    kind: int = word(primary_key=True)
    ref: int = key()


class Work(SQLModel, table=True):
    """What people decided about a single failing recipient; an incident has the same in its own row."""

    __tablename__ = "work"
    __table_args__ = (one_of("state", IncidentState), WITHOUT_ROWID)
    message_id: int = key()
    number: int = Field(primary_key=True, sa_type=SmallInteger)
    state: int = word()
    assignee: str | None = None
    changed: int = big()
    changed_by: str


class Suppression(SQLModel, table=True):
    """An address or a domain that is not to be mailed, or that somebody should decide about."""

    __tablename__ = "suppression"
    __table_args__ = (
        one_of("reason", SuppressionReason),
        one_of("state", SuppressionState),
        one_of("cause_kind", SubjectKind),
        Index(
            "ix_suppression_target",
            "target",
            unique=True,
            sqlite_where=text("state < 2"),
            postgresql_where=text("state < 2"),
        ),
        Index("ix_suppression_history", "target"),
    )
    id: int = key()
    target: str
    """An address or a domain, in lower case."""
    reason: int = word()
    state: int = word()
    cause_kind: int | None = word(optional=True)
    cause_ref: int | None = big(optional=True)
    """The failing recipient or provider event that it came from."""
    cause: str = ""
    """The reply or event in words, kept when its row goes."""
    proposed: int = big()
    proposed_by: str
    decided: int | None = big(optional=True)
    decided_by: str | None = None
    until: int | None = big(optional=True)
    """UTC microseconds; NULL: until it is lifted."""
    lifted: int | None = big(optional=True)
    lifted_by: str | None = None
    lift_reason: str = ""


class AuditPerson(SQLModel, table=True):
    """Which address a token in the audit stands for; erasing a person empties it, and the chain holds."""

    __tablename__ = "audit_person"
    token: str = Field(primary_key=True)
    address: str | None = Field(default=None, unique=True)


class AuditEntry(SQLModel, table=True):
    """One act or one attempt at it. Rows are only added; each holds the hash of the one before."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_time", "time"),
        Index(
            "ix_audit_entry_checkpoint",
            "id",
            sqlite_where=text("act = 'audit.checkpoint'"),
            postgresql_where=text("act = 'audit.checkpoint'"),
        ),
    )
    id: int = key()
    time: int = big()
    uid: int = big()
    name: str
    hints: str = ""
    """What the environment says of who it is (JSON): SUDO_USER, SSH_CONNECTION."""
    act: str
    """The verb, such as `tag` or `incident.state`."""
    subjects: str
    """JSON: kinds, counts, ids; addresses as tokens."""
    reason: str = ""
    before: str = ""
    after: str = ""
    result: str = ""
    previous: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


_ONLY_ADDED_TO = (
    "CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'an entry of the audit is never changed'); END",
    "CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry WHEN NOT EXISTS ("
    "SELECT 1 FROM audit_entry later WHERE later.act = 'audit.checkpoint' AND later.id > OLD.id "
    "AND json_extract(later.after, '$.through') >= OLD.id) "
    "BEGIN SELECT RAISE(ABORT, 'an entry of the audit stays until a checkpoint of retention'); END",
    "CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry WHEN "
    "NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM audit_entry) OR NEW.previous <> "
    "coalesce((SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1), zeroblob(32)) "
    "BEGIN SELECT RAISE(ABORT, 'an entry of the audit follows the newest'); END",
)
"""What retention takes away, a checkpoint in the chain stands for; see `store.acting.checkpoint`."""

for _trigger in _ONLY_ADDED_TO:
    _made: DDL = DDL(_trigger)  # type: ignore[no-untyped-call]
    event.listen(SQLModel.metadata.tables["audit_entry"], "after_create", _made.execute_if(dialect="sqlite"))


class UndoEntry(SQLModel, table=True):
    """How to take back one act, by who did it."""

    __tablename__ = "undo_entry"
    __table_args__ = (
        one_of("state", UndoState),
        Index("ix_undo_entry_operator", "operator_id", "id"),
    )
    id: int = key()
    operator_id: int = big(foreign_key="operator.id")
    time: int = big()
    title: str
    """What it did, for people: `tag 412 messages +vip`."""
    changes: bytes = Field(sa_type=LargeBinary)
    """Every change with before and after: JSON, compressed."""
    state: int = word()
