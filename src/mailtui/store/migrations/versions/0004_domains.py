"""Domains: what is expected of each, what DNS said, what changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "domain",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("added", BIG, nullable=False),
        sa.Column("changed", BIG, nullable=False),
        sa.Column("deleted", BIG, nullable=True),
        sa.Column("receives", sa.Boolean(), nullable=False),
        sa.Column("bimi", sa.Boolean(), nullable=False),
        sa.Column("mail_from", sa.String(), nullable=False),
        sa.Column("ses_suffix", sa.String(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=True),
        sa.Column("reply_to", sa.String(), nullable=True),
        sa.Column("bounce_address", sa.String(), nullable=True),
        sa.Column("provider_identity", sa.String(), nullable=True),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("since", BIG, nullable=False),
        sa.Column("tried", BIG, nullable=True),
        sa.Column("next_check", BIG, nullable=False),
        sa.CheckConstraint("state BETWEEN 0 AND 4", name="state_is_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_domain_next", "domain", ["next_check"], unique=False)
    op.create_table(
        "domain_area",
        sa.Column("domain_id", BIG, autoincrement=False, nullable=False),
        sa.Column("area", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("since", BIG, nullable=False),
        sa.CheckConstraint("area BETWEEN 0 AND 11", name="area_is_known"),
        sa.CheckConstraint("state BETWEEN 0 AND 4", name="state_is_known"),
        sa.PrimaryKeyConstraint("domain_id", "area"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dns_change",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("domain_id", BIG, nullable=False),
        sa.Column("area", sa.SmallInteger(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.CheckConstraint("area BETWEEN 0 AND 11", name="area_is_known"),
        sa.CheckConstraint("kind BETWEEN 0 AND 1", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["domain_id"],
            ["domain.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dns_change_domain", "dns_change", ["domain_id", "time"], unique=False)
    op.create_table(
        "dns_check",
        sa.Column("domain_id", BIG, autoincrement=False, nullable=False),
        sa.Column("area", sa.SmallInteger(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("since", BIG, nullable=False),
        sa.Column("checked", BIG, nullable=True),
        sa.Column("tried", BIG, nullable=False),
        sa.Column("unsure_since", BIG, nullable=True),
        sa.Column("unsure", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_from", BIG, nullable=True),
        sa.Column("warned_from", BIG, nullable=True),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=True),
        sa.Column("spf", sa.String(), nullable=True),
        sa.CheckConstraint("area BETWEEN 0 AND 11", name="area_is_known"),
        sa.CheckConstraint("state BETWEEN 0 AND 4", name="state_is_known"),
        sa.ForeignKeyConstraint(
            ["domain_id"],
            ["domain.id"],
        ),
        sa.PrimaryKeyConstraint("domain_id", "area", "target"),
    )
    op.create_table(
        "dns_record",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("domain_id", BIG, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("rule", sa.SmallInteger(), nullable=False),
        sa.Column("ttl", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("managed_by", sa.String(), nullable=True),
        sa.Column("provider_record", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=True),
        sa.CheckConstraint("rule BETWEEN 0 AND 3", name="rule_is_known"),
        sa.ForeignKeyConstraint(
            ["domain_id"],
            ["domain.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dns_record_domain", "dns_record", ["domain_id"], unique=False)
    op.create_table(
        "domain_claim",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("domain_id", BIG, nullable=False),
        sa.Column("area", sa.SmallInteger(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.CheckConstraint("area BETWEEN 0 AND 11", name="area_is_known"),
        sa.ForeignKeyConstraint(
            ["domain_id"],
            ["domain.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_domain_claim_domain", "domain_claim", ["domain_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_domain_claim_domain", table_name="domain_claim")
    op.drop_table("domain_claim")
    op.drop_index("ix_dns_record_domain", table_name="dns_record")
    op.drop_table("dns_record")
    op.drop_table("dns_check")
    op.drop_index("ix_dns_change_domain", table_name="dns_change")
    op.drop_table("dns_change")
    op.drop_table("domain_area")
    op.drop_index("ix_domain_next", table_name="domain")
    op.drop_table("domain")
