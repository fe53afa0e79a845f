"""Campaigns, what was told of them, and their recipients counted."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTERS = (
    "attempted",
    "delivered",
    "hard",
    "blocked",
    "soft_final",
    "pending",
    "skipped",
    "opened",
    "opened_human",
    "opened_machine",
    "clicked",
    "clicked_machine",
    "engaged",
    "complained",
    "unsubscribed",
)


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", BIG, nullable=False),
        sa.Column("server_id", BIG, nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["server_id"], ["server.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "campaign_tally",
        sa.Column("campaign_id", BIG, autoincrement=False, nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTERS),
        sa.CheckConstraint("part BETWEEN 0 AND 2", name="part_is_known"),
        sa.PrimaryKeyConstraint("campaign_id", "part", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "told_kind",
        sa.Column("server_id", BIG, autoincrement=False, nullable=False),
        sa.Column("campaign_id", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("kind BETWEEN 0 AND 12", name="kind_is_known"),
        sa.PrimaryKeyConstraint("server_id", "campaign_id", "kind"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.execute("UPDATE engagement SET campaign_id = NULL")
    for table in ("told_kind", "campaign_tally", "campaign"):
        op.drop_table(table)
