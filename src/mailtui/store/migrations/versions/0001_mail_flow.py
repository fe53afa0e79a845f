"""Mail flow: servers, files, lines, messages, recipients, attempts, rejections."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "address_domain",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "host",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ip", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_host_ip"), "host", ["ip"], unique=False)
    op.create_index("ix_host_name_ip", "host", ["name", "ip"], unique=True)
    op.create_table(
        "label",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("text"),
    )
    op.create_table(
        "log_entry",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("event", sa.SmallInteger(), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.CheckConstraint("event BETWEEN 0 AND 22", name="event_is_known"),
        sa.PrimaryKeyConstraint("message_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_log_entry_unrecognised",
        "log_entry",
        ["time"],
        unique=False,
        sqlite_where=sa.text("event = 22"),
        postgresql_where=sa.text("event = 22"),
    )
    op.create_table(
        "message_link",
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("digest", BIG, autoincrement=False, nullable=False),
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("kind BETWEEN 0 AND 1", name="kind_is_known"),
        sa.PrimaryKeyConstraint("kind", "digest", "message_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reply",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", BIG, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "server",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mta", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "worker_state",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("heartbeat", BIG, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("files_done", sa.Integer(), nullable=False),
        sa.Column("files_total", sa.Integer(), nullable=False),
        sa.Column("bytes_done", BIG, nullable=False),
        sa.Column("bytes_total", BIG, nullable=False),
        sa.Column("lines", BIG, nullable=False),
        sa.Column("lines_per_second", sa.Float(), nullable=False),
        sa.Column("unrecognised", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "address",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("domain_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["domain_id"],
            ["address_domain.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("text"),
    )
    op.create_index(op.f("ix_address_domain_id"), "address", ["domain_id"], unique=False)
    op.create_table(
        "delivery_attempt",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("recipient", sa.SmallInteger(), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("outcome", sa.SmallInteger(), nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("router_id", BIG, nullable=True),
        sa.Column("transport_id", BIG, nullable=True),
        sa.Column("host_id", BIG, nullable=True),
        sa.Column("phase", sa.SmallInteger(), nullable=True),
        sa.Column("smtp_code", sa.SmallInteger(), nullable=True),
        sa.Column("enhanced_code", sa.String(), nullable=True),
        sa.Column("errno", sa.Integer(), nullable=True),
        sa.Column("reply_id", BIG, nullable=True),
        sa.Column("duration", BIG, nullable=True),
        sa.CheckConstraint("outcome BETWEEN 0 AND 3", name="outcome_is_known"),
        sa.CheckConstraint("phase BETWEEN 0 AND 10", name="phase_is_known"),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["host.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
        ),
        sa.ForeignKeyConstraint(
            ["router_id"],
            ["label.id"],
        ),
        sa.ForeignKeyConstraint(
            ["transport_id"],
            ["label.id"],
        ),
        sa.PrimaryKeyConstraint("message_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attempt_host", "delivery_attempt", ["host_id", "time"], unique=False)
    op.create_index(
        "ix_attempt_reply",
        "delivery_attempt",
        ["reply_id", "time"],
        unique=False,
        sqlite_where=sa.text("reply_id IS NOT NULL"),
        postgresql_where=sa.text("reply_id IS NOT NULL"),
    )
    op.create_table(
        "source",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("server_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["server_id"],
            ["server.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_source_place", "source", ["server_id", "kind", "location"], unique=True)
    op.create_table(
        "message",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("server_id", BIG, nullable=False),
        sa.Column("queue_id", sa.String(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("received", BIG, nullable=True),
        sa.Column("first_seen", BIG, nullable=False),
        sa.Column("last_seen", BIG, nullable=False),
        sa.Column("completed", BIG, nullable=True),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        sa.Column("sender_id", BIG, nullable=True),
        sa.Column("size", BIG, nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("host_id", BIG, nullable=True),
        sa.Column("auth_id", BIG, nullable=True),
        sa.Column("parent_queue_id", sa.String(), nullable=True),
        sa.CheckConstraint("direction BETWEEN 0 AND 4", name="direction_is_known"),
        sa.CheckConstraint("kind BETWEEN 0 AND 1", name="kind_is_known"),
        sa.CheckConstraint("status BETWEEN 0 AND 14", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["auth_id"],
            ["label.id"],
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["host.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"],
            ["address.id"],
        ),
        sa.ForeignKeyConstraint(
            ["server_id"],
            ["server.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_message_parent",
        "message",
        ["parent_queue_id"],
        unique=False,
        sqlite_where=sa.text("parent_queue_id IS NOT NULL"),
        postgresql_where=sa.text("parent_queue_id IS NOT NULL"),
    )
    op.create_index("ix_message_queue_id", "message", ["queue_id", "server_id"], unique=True)
    op.create_index("ix_message_sender", "message", ["sender_id", "first_seen"], unique=False)
    op.create_table(
        "recipient",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("original_id", BIG, nullable=True),
        sa.Column("role", sa.SmallInteger(), nullable=False),
        sa.Column("queue_state", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt", BIG, nullable=True),
        sa.Column("last_attempt", BIG, nullable=True),
        sa.Column("finished", BIG, nullable=True),
        sa.Column("host_id", BIG, nullable=True),
        sa.Column("smtp_code", sa.SmallInteger(), nullable=True),
        sa.Column("enhanced_code", sa.String(), nullable=True),
        sa.Column("phase", sa.SmallInteger(), nullable=True),
        sa.Column("reply_id", BIG, nullable=True),
        sa.CheckConstraint("outcome BETWEEN 0 AND 9", name="outcome_is_known"),
        sa.CheckConstraint("queue_state BETWEEN 0 AND 5", name="queue_state_is_known"),
        sa.CheckConstraint("role BETWEEN 0 AND 2", name="role_is_known"),
        sa.CheckConstraint("status BETWEEN 0 AND 14", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["address.id"],
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["host.id"],
        ),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["address.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
        ),
        sa.PrimaryKeyConstraint("message_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_recipient_address", "recipient", ["address_id", "time"], unique=False)
    op.create_index(
        "ix_recipient_original",
        "recipient",
        ["original_id", "time"],
        unique=False,
        sqlite_where=sa.text("original_id IS NOT NULL"),
        postgresql_where=sa.text("original_id IS NOT NULL"),
    )
    op.create_index(
        "ix_recipient_status",
        "recipient",
        ["status", "time"],
        unique=False,
        sqlite_where=sa.text("status NOT IN (3, 4)"),
        postgresql_where=sa.text("status NOT IN (3, 4)"),
    )
    op.create_index("ix_recipient_time", "recipient", ["time"], unique=False)
    op.create_table(
        "rejection",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("fingerprint", BIG, nullable=False),
        sa.Column("server_id", BIG, nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.SmallInteger(), nullable=False),
        sa.Column("queue_id", sa.String(), nullable=True),
        sa.Column("host_id", BIG, nullable=True),
        sa.Column("auth_id", BIG, nullable=True),
        sa.Column("sender_id", BIG, nullable=True),
        sa.Column("address_id", BIG, nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("smtp_code", sa.SmallInteger(), nullable=True),
        sa.Column("enhanced_code", sa.String(), nullable=True),
        sa.Column("reply_id", BIG, nullable=True),
        sa.CheckConstraint("stage BETWEEN 0 AND 10", name="stage_is_known"),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["address.id"],
        ),
        sa.ForeignKeyConstraint(
            ["auth_id"],
            ["label.id"],
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["host.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"],
            ["address.id"],
        ),
        sa.ForeignKeyConstraint(
            ["server_id"],
            ["server.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_index("ix_rejection_address", "rejection", ["address_id", "time"], unique=False)
    op.create_index("ix_rejection_host", "rejection", ["host_id", "time"], unique=False)
    op.create_index(
        "ix_rejection_reply",
        "rejection",
        ["reply_id", "time"],
        unique=False,
        sqlite_where=sa.text("reply_id IS NOT NULL"),
        postgresql_where=sa.text("reply_id IS NOT NULL"),
    )
    op.create_index("ix_rejection_sender", "rejection", ["sender_id", "time"], unique=False)
    op.create_index("ix_rejection_time", "rejection", ["time"], unique=False)
    op.create_table(
        "source_file",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("log_type", sa.SmallInteger(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("device", BIG, nullable=True),
        sa.Column("inode", BIG, nullable=True),
        sa.Column("head_length", sa.Integer(), nullable=False),
        sa.Column("head_digest", sa.LargeBinary(), nullable=False),
        sa.Column("tail_length", sa.Integer(), nullable=False),
        sa.Column("tail_digest", sa.LargeBinary(), nullable=False),
        sa.Column("offset", BIG, nullable=False),
        sa.Column("lines", BIG, nullable=False),
        sa.Column("first_time", BIG, nullable=True),
        sa.Column("last_time", BIG, nullable=True),
        sa.Column("open_entry", BIG, nullable=True),
        sa.CheckConstraint("log_type BETWEEN 0 AND 2", name="log_type_is_known"),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_source_file_source_id"), "source_file", ["source_id"], unique=False)
    op.create_table(
        "raw_block",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("file_id", BIG, nullable=False),
        sa.Column("log_type", sa.SmallInteger(), nullable=False),
        sa.Column("time_min", BIG, nullable=False),
        sa.Column("time_max", BIG, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("log_type BETWEEN 0 AND 2", name="log_type_is_known"),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["source_file.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_raw_block_file_id"), "raw_block", ["file_id"], unique=False)
    op.create_index("ix_raw_block_time", "raw_block", ["time_max", "time_min"], unique=False)
    op.create_index("ix_address_lower", "address", [sa.text("lower(text)")])
    op.execute(
        "CREATE VIRTUAL TABLE block_words USING fts5(words, content='', detail=none, tokenize='unicode61')"
    )


def downgrade() -> None:
    op.execute("DROP TABLE block_words")
    op.drop_index("ix_address_lower", "address")
    op.drop_index("ix_raw_block_time", table_name="raw_block")
    op.drop_index(op.f("ix_raw_block_file_id"), table_name="raw_block")
    op.drop_table("raw_block")
    op.drop_index(op.f("ix_source_file_source_id"), table_name="source_file")
    op.drop_table("source_file")
    op.drop_index("ix_rejection_time", table_name="rejection")
    op.drop_index(
        "ix_rejection_reply",
        table_name="rejection",
        sqlite_where=sa.text("reply_id IS NOT NULL"),
        postgresql_where=sa.text("reply_id IS NOT NULL"),
    )
    op.drop_index("ix_rejection_sender", table_name="rejection")
    op.drop_index("ix_rejection_host", table_name="rejection")
    op.drop_index("ix_rejection_address", table_name="rejection")
    op.drop_table("rejection")
    op.drop_index("ix_recipient_time", table_name="recipient")
    op.drop_index(
        "ix_recipient_status",
        table_name="recipient",
        sqlite_where=sa.text("status NOT IN (3, 4)"),
        postgresql_where=sa.text("status NOT IN (3, 4)"),
    )
    op.drop_index(
        "ix_recipient_original",
        table_name="recipient",
        sqlite_where=sa.text("original_id IS NOT NULL"),
        postgresql_where=sa.text("original_id IS NOT NULL"),
    )
    op.drop_index("ix_recipient_address", table_name="recipient")
    op.drop_table("recipient")
    op.drop_index("ix_message_sender", table_name="message")
    op.drop_index("ix_message_queue_id", table_name="message")
    op.drop_index(
        "ix_message_parent",
        table_name="message",
        sqlite_where=sa.text("parent_queue_id IS NOT NULL"),
        postgresql_where=sa.text("parent_queue_id IS NOT NULL"),
    )
    op.drop_table("message")
    op.drop_index("ix_source_place", table_name="source")
    op.drop_table("source")
    op.drop_index(
        "ix_attempt_reply",
        table_name="delivery_attempt",
        sqlite_where=sa.text("reply_id IS NOT NULL"),
        postgresql_where=sa.text("reply_id IS NOT NULL"),
    )
    op.drop_index("ix_attempt_host", table_name="delivery_attempt")
    op.drop_table("delivery_attempt")
    op.drop_index(op.f("ix_address_domain_id"), table_name="address")
    op.drop_table("address")
    op.drop_table("worker_state")
    op.drop_table("server")
    op.drop_table("reply")
    op.drop_table("message_link")
    op.drop_index(
        "ix_log_entry_unrecognised",
        table_name="log_entry",
        sqlite_where=sa.text("event = 22"),
        postgresql_where=sa.text("event = 22"),
    )
    op.drop_table("log_entry")
    op.drop_table("label")
    op.drop_index("ix_host_name_ip", table_name="host")
    op.drop_index(op.f("ix_host_ip"), table_name="host")
    op.drop_table("host")
    op.drop_table("address_domain")
