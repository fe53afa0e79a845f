"""Retention: totals of what went, and courses that begin where it ends."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "daily_total",
        sa.Column("server_id", BIG, autoincrement=False, nullable=False),
        sa.Column("day", BIG, autoincrement=False, nullable=False),
        sa.Column("counted", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.CheckConstraint("counted BETWEEN 0 AND 5", name="counted_is_known"),
        sa.PrimaryKeyConstraint("server_id", "day", "counted", "code"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "retention",
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("before", BIG, nullable=False),
        sa.Column("ran", BIG, nullable=False),
        sa.CheckConstraint("kind BETWEEN 0 AND 2", name="kind_is_known"),
        sa.PrimaryKeyConstraint("kind"),
    )
    op.add_column("destination", sa.Column("sealed", sa.LargeBinary(), nullable=True))
    op.add_column("destination", sa.Column("sealed_through", BIG, nullable=True))


def downgrade() -> None:
    op.drop_column("destination", "sealed_through")
    op.drop_column("destination", "sealed")
    op.drop_table("retention")
    op.drop_table("daily_total")
