"""The live queue as it was seen, and mail that waits by its log but of which nothing is heard."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "queue_snapshot",
        sa.Column("server_id", BIG, autoincrement=False, nullable=False),
        sa.Column("time", BIG, autoincrement=False, nullable=False),
        sa.Column("messages", BIG, nullable=False),
        sa.Column("deferred", BIG, nullable=False),
        sa.Column("frozen", BIG, nullable=False),
        sa.Column("oldest", BIG, nullable=True),
        sa.Column("size", BIG, nullable=False),
        sa.PrimaryKeyConstraint("server_id", "time"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quiet_recipient",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("last_seen", BIG, nullable=False),
        sa.Column("queue_state", sa.SmallInteger(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "number"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    # Mail waits again as its log says: queued (1, 2), deferred (3), frozen (4); status 13 is unknown.
    marks = (
        "(SELECT max(q.queue_state) FROM quiet_recipient q JOIN recipient r ON r.message_id = q.message_id "
        "AND r.number = q.number AND r.queue_state = 0 WHERE q.message_id = {})"
    )
    word = "CASE {} WHEN 4 THEN 2 WHEN 3 THEN 1 ELSE 0 END"
    found = marks.format("message.id")
    op.execute(f"UPDATE message SET status = {word.format(found)} WHERE status = 13 AND {found} IS NOT NULL")
    op.execute(f"UPDATE message SET frozen = {found} = 4 WHERE {found} IS NOT NULL")
    mine = (
        "(SELECT q.queue_state FROM quiet_recipient q WHERE q.message_id = recipient.message_id "
        "AND q.number = recipient.number)"
    )
    op.execute(
        f"UPDATE recipient SET status = {word.format(mine)} "
        f"WHERE queue_state = 0 AND outcome = 0 AND {mine} IS NOT NULL"
    )
    op.execute(f"UPDATE recipient SET queue_state = {mine} WHERE queue_state = 0 AND {mine} IS NOT NULL")
    op.drop_table("quiet_recipient")
    op.drop_table("queue_snapshot")
