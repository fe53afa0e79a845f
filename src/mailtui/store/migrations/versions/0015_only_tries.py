"""The only try of a recipient, when it succeeded, is told in the row of that; one index of hosts, not two."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HAS_HOST = sa.text("host_id IS NOT NULL")
OF_HOST = sa.text("entry_id IS NOT NULL AND host_id IS NOT NULL")
MOVED = ("entry_id", "router_id", "transport_id", "duration", "egress_id")
ONLY = """
    tried.outcome = 0 AND tried.phase IS NULL AND tried.smtp_code IS recipient.smtp_code
    AND tried.enhanced_code IS recipient.enhanced_code AND tried.errno IS NULL AND tried.reply_id IS NULL
    AND tried.cause_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM delivery_attempt other WHERE other.message_id = tried.message_id
        AND other.recipient = tried.recipient AND other.number <> tried.number)
"""
VIEW = """
    CREATE VIEW every_attempt AS
    SELECT message_id, number, recipient, time, outcome, entry_id, router_id, transport_id, host_id,
        phase, smtp_code, enhanced_code, errno, reply_id, duration, egress_id, cause_id
    FROM delivery_attempt UNION ALL
    SELECT message_id, try_number, number, finished, CAST(0 AS INTEGER), entry_id, router_id, transport_id,
        host_id, CAST(NULL AS INTEGER), smtp_code, enhanced_code, CAST(NULL AS INTEGER),
        CAST(NULL AS INTEGER), duration, egress_id, CAST(NULL AS INTEGER)
    FROM recipient WHERE entry_id IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("recipient", sa.Column("try_number", sa.SmallInteger(), nullable=True))
    for name in MOVED:
        op.add_column("recipient", sa.Column(name, BIG, nullable=True))
    sets = ", ".join(f"{name} = tried.{name}" for name in MOVED)
    op.execute(
        f"UPDATE recipient SET try_number = tried.number, {sets} FROM delivery_attempt tried "
        "WHERE tried.message_id = recipient.message_id AND tried.recipient = recipient.number "
        f"AND tried.time = recipient.finished AND tried.host_id IS recipient.host_id AND {ONLY}"
    )
    op.drop_index("ix_attempt_host", table_name="delivery_attempt")
    op.execute(
        "DELETE FROM delivery_attempt WHERE (message_id, number) IN "
        "(SELECT message_id, try_number FROM recipient WHERE entry_id IS NOT NULL)"
    )
    op.create_index("ix_attempt_host", "delivery_attempt", ["host_id", "time"], sqlite_where=HAS_HOST)
    op.create_index("ix_recipient_host", "recipient", ["host_id", "finished"], sqlite_where=OF_HOST)
    op.execute(VIEW)
    op.drop_index("ix_host_name_ip", table_name="host")
    op.drop_index("ix_host_ip", table_name="host")
    op.create_index("ix_host_ip", "host", ["ip", "name"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_host_ip", table_name="host")
    op.create_index("ix_host_ip", "host", ["ip"], unique=False)
    op.create_index("ix_host_name_ip", "host", ["name", "ip"], unique=True)
    op.execute("DROP VIEW every_attempt")
    op.drop_index("ix_recipient_host", table_name="recipient")
    op.drop_index("ix_attempt_host", table_name="delivery_attempt")
    names = ", ".join(("host_id", "smtp_code", "enhanced_code", *MOVED))
    op.execute(
        f"INSERT INTO delivery_attempt (message_id, number, recipient, time, outcome, {names}) "
        f"SELECT message_id, try_number, number, finished, 0, {names} FROM recipient "
        "WHERE entry_id IS NOT NULL"
    )
    op.create_index("ix_attempt_host", "delivery_attempt", ["host_id", "time"])
    for name in ("try_number", *MOVED):
        op.drop_column("recipient", name)
