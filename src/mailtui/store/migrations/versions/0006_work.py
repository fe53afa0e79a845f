"""Work on failures: notes, tags, states of single failures, suppressions, audit and undo."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TRIGGERS = (
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
"""The audit is only added to; what retention takes away, a checkpoint in the chain stands for."""


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("uid", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hints", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subjects", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_entry_time", "audit_entry", ["time"], unique=False)
    op.create_index(
        "ix_audit_entry_checkpoint",
        "audit_entry",
        ["id"],
        unique=False,
        sqlite_where=sa.text("act = 'audit.checkpoint'"),
        postgresql_where=sa.text("act = 'audit.checkpoint'"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for trigger in TRIGGERS:
            op.execute(trigger)
    op.create_table(
        "audit_person",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("token"),
        sa.UniqueConstraint("address"),
    )
    op.create_table(
        "operator",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("uid", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_seen", BIG, nullable=False),
        sa.Column("last_seen", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_operator_who", "operator", ["uid", "name"], unique=True)
    op.create_table(
        "suppression",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("reason", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("cause_kind", sa.SmallInteger(), nullable=True),
        sa.Column("cause_ref", BIG, nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("proposed", BIG, nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("decided", BIG, nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("until", BIG, nullable=True),
        sa.Column("lifted", BIG, nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lift_reason", sa.String(), nullable=False),
        sa.CheckConstraint("cause_kind BETWEEN 0 AND 10", name="cause_kind_is_known"),
        sa.CheckConstraint("reason BETWEEN 0 AND 3", name="reason_is_known"),
        sa.CheckConstraint("state BETWEEN 0 AND 3", name="state_is_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_suppression_history", "suppression", ["target"], unique=False)
    op.create_index(
        "ix_suppression_target",
        "suppression",
        ["target"],
        unique=True,
        sqlite_where=sa.text("state < 2"),
        postgresql_where=sa.text("state < 2"),
    )
    op.create_table(
        "tag",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "tagging",
        sa.Column("tag_id", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("ref", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("kind BETWEEN 0 AND 10", name="kind_is_known"),
        sa.PrimaryKeyConstraint("tag_id", "kind", "ref"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tagging_subject", "tagging", ["kind", "ref"], unique=False)
    op.create_table(
        "work",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("changed", BIG, nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.CheckConstraint("state BETWEEN 0 AND 4", name="state_is_known"),
        sa.PrimaryKeyConstraint("message_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "note",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("ref", BIG, nullable=False),
        sa.Column("operator_id", BIG, nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created", BIG, nullable=False),
        sa.Column("edited", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", BIG, nullable=True),
        sa.CheckConstraint("kind BETWEEN 0 AND 10", name="kind_is_known"),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_note_subject", "note", ["kind", "ref"], unique=False)
    op.create_table(
        "undo_entry",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("operator_id", BIG, nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("state BETWEEN 0 AND 2", name="state_is_known"),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_undo_entry_operator", "undo_entry", ["operator_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_undo_entry_operator", table_name="undo_entry")
    op.drop_table("undo_entry")
    op.drop_index("ix_note_subject", table_name="note")
    op.drop_table("note")
    op.drop_table("work")
    op.drop_index("ix_tagging_subject", table_name="tagging")
    op.drop_table("tagging")
    op.drop_table("tag")
    op.drop_index(
        "ix_suppression_target",
        table_name="suppression",
        sqlite_where=sa.text("state < 2"),
        postgresql_where=sa.text("state < 2"),
    )
    op.drop_index("ix_suppression_history", table_name="suppression")
    op.drop_table("suppression")
    op.drop_index("ix_operator_who", table_name="operator")
    op.drop_table("operator")
    op.drop_table("audit_person")
    op.drop_index(
        "ix_audit_entry_checkpoint",
        table_name="audit_entry",
        sqlite_where=sa.text("act = 'audit.checkpoint'"),
        postgresql_where=sa.text("act = 'audit.checkpoint'"),
    )
    op.drop_index("ix_audit_entry_time", table_name="audit_entry")
    op.drop_table("audit_entry")
