"""Conversations: threads, letters, whom they answer, inboxes."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("local_part", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("catchall", sa.Boolean(), nullable=False),
        sa.Column("created", BIG, nullable=True),
        sa.Column("updated", BIG, nullable=True),
        sa.Column("deleted", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_inbox_domain", "inbox", ["domain", "local_part"], unique=False)
    op.create_index("ix_inbox_external", "inbox", ["origin", "external_id"], unique=True)
    op.create_table(
        "thread",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("first", BIG, nullable=False),
        sa.Column("last", BIG, nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("deleted", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_thread_last", "thread", ["last"], unique=False)
    op.create_table(
        "letter",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("inbox_id", BIG, nullable=True),
        sa.Column("sent", BIG, nullable=True),
        sa.Column("rfc_id", sa.String(), nullable=False),
        sa.Column("in_reply_to", sa.String(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("subject_key", BIG, nullable=True),
        sa.Column("loose", sa.Boolean(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbox_id"],
            ["inbox.id"],
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
        ),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index(
        "ix_letter_subject",
        "letter",
        ["subject_key", "sent"],
        unique=False,
        sqlite_where=sa.text("subject_key IS NOT NULL"),
        postgresql_where=sa.text("subject_key IS NOT NULL"),
    )
    op.create_index("ix_letter_thread", "letter", ["thread_id", "sent"], unique=False)
    op.create_table(
        "message_reference",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", BIG, nullable=False),
        sa.Column("referenced", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_message_reference_digest", "message_reference", ["digest"], unique=False)


def downgrade() -> None:
    for table in ("message_reference", "letter", "thread", "inbox"):
        op.drop_table(table)
