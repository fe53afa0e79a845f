"""Times are stored by what they are apart from another of their row, and the time of a line as it needs."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = (
    "CASE WHEN stamp < 100000000000 AND stamp > -100000000000 THEN stamp * 1000000 "
    "WHEN stamp > 2305843009213693952 THEN stamp - 4611686018427387904 ELSE stamp END"
)
STAMP = (
    "CASE WHEN stamp % 1000000 = 0 AND stamp / 1000000 BETWEEN -99999999999 AND 99999999999 "
    "THEN stamp / 1000000 WHEN stamp < 100000000000 THEN stamp + 4611686018427387904 ELSE stamp END"
)
UNRECOGNISED = sa.text("event = 22")
STORED = (
    ("message", "received", "received_after"),
    ("message", "last_seen", "seen_for"),
    ("message", "completed", "completed_before"),
    ("recipient", "first_attempt", "first_after"),
    ("recipient", "last_attempt", "tried_for"),
    ("recipient", "finished", "finished_after"),
    ("log_entry", "time", "stamp"),
)
DERIVED = (
    ("message", "received", "first_seen + received_after"),
    ("message", "last_seen", "first_seen + seen_for"),
    ("message", "completed", "first_seen + seen_for - completed_before"),
    ("recipient", "first_attempt", "time + first_after"),
    ("recipient", "last_attempt", "time + first_after + tried_for"),
    ("recipient", "finished", "time + finished_after"),
    ("log_entry", "time", MOMENT),
)


def upgrade() -> None:
    op.drop_index("ix_log_entry_unrecognised", table_name="log_entry")
    for table, moment, apart in STORED:
        op.execute(f'ALTER TABLE {table} RENAME COLUMN "{moment}" TO {apart}')
    op.execute(
        "UPDATE message SET received_after = received_after - first_seen, "
        "seen_for = seen_for - first_seen, completed_before = seen_for - completed_before"
    )
    op.execute(
        "UPDATE recipient SET first_after = first_after - time, "
        "tried_for = tried_for - first_after, finished_after = finished_after - time"
    )
    op.execute(f"UPDATE log_entry SET stamp = {STAMP}")
    for table, moment, expression in DERIVED:
        op.add_column(table, sa.Column(moment, BIG, sa.Computed(expression, persisted=False)))
    _index_unrecognised()


def downgrade() -> None:
    op.drop_index("ix_log_entry_unrecognised", table_name="log_entry")
    for table, moment, _ in DERIVED:
        op.drop_column(table, moment)
    op.execute(
        "UPDATE message SET received_after = first_seen + received_after, "
        "seen_for = first_seen + seen_for, completed_before = first_seen + seen_for - completed_before"
    )
    op.execute(
        "UPDATE recipient SET first_after = time + first_after, "
        "tried_for = time + first_after + tried_for, finished_after = time + finished_after"
    )
    op.execute(f"UPDATE log_entry SET stamp = {MOMENT}")
    for table, moment, apart in STORED:
        op.execute(f'ALTER TABLE {table} RENAME COLUMN {apart} TO "{moment}"')
    _index_unrecognised()


def _index_unrecognised() -> None:
    op.create_index(
        "ix_log_entry_unrecognised",
        "log_entry",
        ["time"],
        unique=False,
        sqlite_where=UNRECOGNISED,
        postgresql_where=UNRECOGNISED,
    )
