"""What the background worker is asked to do and how far it is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PROGRESS = (
    ("heartbeat", BIG),
    ("file", sa.String()),
    ("files_done", sa.Integer()),
    ("files_total", sa.Integer()),
    ("bytes_done", BIG),
    ("bytes_total", BIG),
    ("lines", BIG),
    ("lines_per_second", sa.Float()),
    ("unrecognised", BIG),
)


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("arguments", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", BIG, nullable=False),
        sa.Column("started", BIG, nullable=True),
        sa.Column("finished", BIG, nullable=True),
        sa.Column("done", BIG, nullable=False),
        sa.Column("total", BIG, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_job_waiting",
        "job",
        ["id"],
        unique=False,
        sqlite_where=sa.text("finished IS NULL"),
        postgresql_where=sa.text("finished IS NULL"),
    )
    op.drop_table("worker_state")  # what it says is true for a moment only
    op.create_table(
        "worker_state",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("started", BIG, nullable=False),
        sa.Column("doing", sa.String(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in PROGRESS),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("source", sa.Column("followed", sa.Boolean(), nullable=True))
    op.add_column("source", sa.Column("behind", BIG, nullable=True))
    op.add_column("source_file", sa.Column("size", BIG, nullable=True))
    op.add_column("source_file", sa.Column("modified", BIG, nullable=True))


def downgrade() -> None:
    op.drop_column("source_file", "modified")
    op.drop_column("source_file", "size")
    op.drop_column("source", "behind")
    op.drop_column("source", "followed")
    op.drop_table("worker_state")
    op.create_table(
        "worker_state",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        *(sa.Column(name, kind, nullable=False) for name, kind in PROGRESS),
        sa.PrimaryKeyConstraint("id"),
    )
    op.drop_index(
        "ix_job_waiting",
        table_name="job",
        sqlite_where=sa.text("finished IS NULL"),
        postgresql_where=sa.text("finished IS NULL"),
    )
    op.drop_table("job")
