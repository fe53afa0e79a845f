"""What sending services tell: payloads, events, what recipients did."""

import sqlalchemy as sa
from alembic import op

from mailtui.store.migrations.widening import resize

revision = "0008"
down_revision = "0007"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    resize("message", "kind", 1, 4)
    resize("message_link", "kind", 1, 3)
    op.create_table(
        "engagement",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("campaign_id", BIG, nullable=True),
        sa.Column("sent", BIG, nullable=True),
        sa.Column("opened", BIG, nullable=True),
        sa.Column("clicked", BIG, nullable=True),
        sa.Column("complained", BIG, nullable=True),
        sa.Column("unsubscribed", BIG, nullable=True),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("machine_opens", sa.Integer(), nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.Column("machine_clicks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_engagement_campaign",
        "engagement",
        ["campaign_id"],
        unique=False,
        sqlite_where=sa.text("campaign_id IS NOT NULL"),
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.create_table(
        "link",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", BIG, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "webhook_block",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "delivery_event",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("time", BIG, nullable=True),
        sa.Column("payload_id", BIG, nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("smtp_code", sa.SmallInteger(), nullable=True),
        sa.Column("enhanced_code", sa.String(), nullable=True),
        sa.Column("reply_id", BIG, nullable=True),
        sa.Column("host_id", BIG, nullable=True),
        sa.Column("egress_id", BIG, nullable=True),
        sa.Column("sub_type_id", BIG, nullable=True),
        sa.Column("link_id", BIG, nullable=True),
        sa.Column("actor", sa.SmallInteger(), nullable=True),
        sa.Column("told_machine", sa.Boolean(), nullable=True),
        sa.Column("head", sa.Boolean(), nullable=False),
        sa.Column("agent_id", BIG, nullable=True),
        sa.Column("visitor", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("actor BETWEEN 0 AND 1", name="actor_is_known"),
        sa.CheckConstraint("kind BETWEEN 0 AND 12", name="kind_is_known"),
        sa.ForeignKeyConstraint(["agent_id"], ["label.id"]),
        sa.ForeignKeyConstraint(["egress_id"], ["label.id"]),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"]),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"]),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"]),
        sa.ForeignKeyConstraint(["sub_type_id"], ["label.id"]),
        sa.PrimaryKeyConstraint("message_id", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_delivery_event_link",
        "delivery_event",
        ["link_id"],
        unique=False,
        sqlite_where=sa.text("link_id IS NOT NULL"),
        postgresql_where=sa.text("link_id IS NOT NULL"),
    )
    op.create_table(
        "webhook_event",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", BIG, nullable=False),
        sa.Column("provider", sa.SmallInteger(), nullable=True),
        sa.Column("server_id", BIG, nullable=False),
        sa.Column("source_id", BIG, nullable=True),
        sa.Column("received", BIG, nullable=False),
        sa.Column("processed", BIG, nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("provider BETWEEN 0 AND 6", name="provider_is_known"),
        sa.ForeignKeyConstraint(["server_id"], ["server.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index(
        "ix_webhook_event_failed",
        "webhook_event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("error IS NOT NULL"),
        postgresql_where=sa.text("error IS NOT NULL"),
    )
    op.create_index("ix_webhook_event_received", "webhook_event", ["received"], unique=False)


def downgrade() -> None:
    for table in ("recipient", "delivery_attempt", "message_link"):
        op.execute(f"DELETE FROM {table} WHERE message_id IN (SELECT id FROM message WHERE kind > 1)")
    op.execute("DELETE FROM message WHERE kind > 1")
    op.execute("DELETE FROM message_link WHERE kind > 1")
    op.drop_index("ix_webhook_event_received", table_name="webhook_event")
    op.drop_index(
        "ix_webhook_event_failed",
        table_name="webhook_event",
        sqlite_where=sa.text("error IS NOT NULL"),
        postgresql_where=sa.text("error IS NOT NULL"),
    )
    op.drop_table("webhook_event")
    op.drop_index(
        "ix_delivery_event_link",
        table_name="delivery_event",
        sqlite_where=sa.text("link_id IS NOT NULL"),
        postgresql_where=sa.text("link_id IS NOT NULL"),
    )
    op.drop_table("delivery_event")
    op.drop_table("webhook_block")
    op.drop_table("link")
    op.drop_index(
        "ix_engagement_campaign",
        table_name="engagement",
        sqlite_where=sa.text("campaign_id IS NOT NULL"),
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.drop_table("engagement")
    resize("message_link", "kind", 3, 1)
    resize("message", "kind", 4, 1)
