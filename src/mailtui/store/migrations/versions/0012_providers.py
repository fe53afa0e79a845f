"""Providers and how much of what they allow is used."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "provider",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("server_id", BIG, nullable=True),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("credentials", sa.String(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("last_error_at", BIG, nullable=True),
        sa.Column("accepted", BIG, nullable=False),
        sa.Column("refused", BIG, nullable=False),
        sa.Column("failed", BIG, nullable=False),
        sa.Column("last_accepted", BIG, nullable=True),
        sa.Column("updated", BIG, nullable=True),
        sa.CheckConstraint("kind BETWEEN 0 AND 9", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["server_id"],
            ["server.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_webhook_event_waiting",
        "webhook_event",
        ["id"],
        sqlite_where=sa.text("processed IS NULL"),
        postgresql_where=sa.text("processed IS NULL"),
    )
    op.create_index("ix_provider_external", "provider", ["origin", "external_id"], unique=True)
    op.create_table(
        "quota_window",
        sa.Column("provider_id", BIG, autoincrement=False, nullable=False),
        sa.Column("resource", sa.SmallInteger(), nullable=False),
        sa.Column("period", sa.SmallInteger(), nullable=False),
        sa.Column("begin", BIG, autoincrement=False, nullable=False),
        sa.Column("end", BIG, nullable=True),
        sa.Column("limit_value", BIG, nullable=True),
        sa.Column("used", BIG, nullable=False),
        sa.Column("exceeded", BIG, nullable=True),
        sa.Column("told", BIG, nullable=False),
        sa.CheckConstraint("period BETWEEN 0 AND 4", name="period_is_known"),
        sa.CheckConstraint("resource BETWEEN 0 AND 2", name="resource_is_known"),
        sa.PrimaryKeyConstraint("provider_id", "resource", "period", "begin"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_index("ix_webhook_event_waiting", "webhook_event")
    for table in ("quota_window", "provider"):
        op.drop_table(table)
