"""What failures mean: causes, signatures, destinations, incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "destination_hour",
        sa.Column("destination_id", BIG, autoincrement=False, nullable=False),
        sa.Column("hour", BIG, autoincrement=False, nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("destination_id", "hour"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "signature_hour",
        sa.Column("signature_id", BIG, autoincrement=False, nullable=False),
        sa.Column("hour", BIG, autoincrement=False, nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("signature_id", "hour"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "template",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", BIG, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "destination",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("server_id", BIG, nullable=False),
        sa.Column("egress", sa.String(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("course", sa.LargeBinary(), nullable=True),
        sa.Column("through", BIG, nullable=False),
        sa.CheckConstraint("kind BETWEEN 0 AND 1", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["server_id"],
            ["server.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_destination_name", "destination", ["name", "kind", "server_id", "egress"], unique=True
    )
    op.create_table(
        "signature",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("destination_id", BIG, nullable=False),
        sa.Column("failure_class", sa.SmallInteger(), nullable=False),
        sa.Column("template_id", BIG, nullable=False),
        sa.Column("phase", sa.SmallInteger(), nullable=False),
        sa.Column("first_seen", BIG, nullable=False),
        sa.CheckConstraint("failure_class BETWEEN 0 AND 25", name="failure_class_is_known"),
        sa.CheckConstraint("phase BETWEEN 0 AND 10", name="phase_is_known"),
        sa.ForeignKeyConstraint(
            ["destination_id"],
            ["destination.id"],
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["template.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_signature_kind",
        "signature",
        ["destination_id", "failure_class", "template_id", "phase"],
        unique=True,
    )
    op.create_table(
        "cause",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", BIG, nullable=False),
        sa.Column("signature_id", BIG, nullable=False),
        sa.Column("side", sa.SmallInteger(), nullable=False),
        sa.Column("area", sa.SmallInteger(), nullable=True),
        sa.Column("permanent", sa.Boolean(), nullable=True),
        sa.Column("suppress", sa.SmallInteger(), nullable=False),
        sa.Column("after_times", sa.SmallInteger(), nullable=True),
        sa.Column("after_days", sa.SmallInteger(), nullable=True),
        sa.Column("rule_id", BIG, nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("provider_id", BIG, nullable=True),
        sa.Column("inherited", sa.Boolean(), nullable=False),
        sa.CheckConstraint("area BETWEEN 0 AND 6", name="area_is_known"),
        sa.CheckConstraint("side BETWEEN 0 AND 5", name="side_is_known"),
        sa.CheckConstraint("suppress BETWEEN 0 AND 2", name="suppress_is_known"),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["label.id"],
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["label.id"],
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signature.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_cause_signature", "cause", ["signature_id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("signature_id", BIG, nullable=False),
        sa.Column("onset", BIG, nullable=False),
        sa.Column("opened", BIG, nullable=False),
        sa.Column("recovered", BIG, nullable=True),
        sa.Column("reopened", BIG, nullable=True),
        sa.Column("first_seen", BIG, nullable=False),
        sa.Column("last_seen", BIG, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("recipient_id", BIG, nullable=True),
        sa.Column("previous_id", BIG, nullable=True),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("changed", BIG, nullable=True),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.CheckConstraint("state BETWEEN 0 AND 4", name="state_is_known"),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["address.id"],
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["incident.id"],
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signature.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_incident_recovered", "incident", ["recovered"], unique=False)
    op.create_index("ix_incident_signature", "incident", ["signature_id", "onset"], unique=False)
    op.add_column("delivery_attempt", sa.Column("egress_id", BIG, nullable=True))
    op.add_column("delivery_attempt", sa.Column("cause_id", BIG, nullable=True))
    op.create_index(
        "ix_attempt_cause",
        "delivery_attempt",
        ["cause_id", "time"],
        unique=False,
        sqlite_where=sa.text("cause_id IS NOT NULL"),
        postgresql_where=sa.text("cause_id IS NOT NULL"),
    )
    op.create_index(
        "ix_attempt_failed",
        "delivery_attempt",
        ["time"],
        unique=False,
        sqlite_where=sa.text("cause_id IS NOT NULL"),
        postgresql_where=sa.text("cause_id IS NOT NULL"),
    )
    op.add_column("host", sa.Column("provider_id", BIG, nullable=True))
    op.create_index(op.f("ix_host_provider_id"), "host", ["provider_id"], unique=False)
    op.add_column("recipient", sa.Column("cause_id", BIG, nullable=True))
    op.create_index(
        "ix_recipient_cause",
        "recipient",
        ["cause_id", "time"],
        unique=False,
        sqlite_where=sa.text("cause_id IS NOT NULL"),
        postgresql_where=sa.text("cause_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_recipient_cause",
        table_name="recipient",
        sqlite_where=sa.text("cause_id IS NOT NULL"),
        postgresql_where=sa.text("cause_id IS NOT NULL"),
    )
    op.drop_column("recipient", "cause_id")
    op.drop_index(op.f("ix_host_provider_id"), table_name="host")
    op.drop_column("host", "provider_id")
    op.drop_index(
        "ix_attempt_failed",
        table_name="delivery_attempt",
        sqlite_where=sa.text("cause_id IS NOT NULL"),
        postgresql_where=sa.text("cause_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_attempt_cause",
        table_name="delivery_attempt",
        sqlite_where=sa.text("cause_id IS NOT NULL"),
        postgresql_where=sa.text("cause_id IS NOT NULL"),
    )
    op.drop_column("delivery_attempt", "cause_id")
    op.drop_column("delivery_attempt", "egress_id")
    op.drop_index("ix_incident_signature", table_name="incident")
    op.drop_index("ix_incident_recovered", table_name="incident")
    op.drop_table("incident")
    op.drop_index("ix_cause_signature", table_name="cause")
    op.drop_table("cause")
    op.drop_index("ix_signature_kind", table_name="signature")
    op.drop_table("signature")
    op.drop_index("ix_destination_name", table_name="destination")
    op.drop_table("destination")
    op.drop_table("template")
    op.drop_table("signature_hour")
    op.drop_table("destination_hour")
