"""Contacts, lists, segments and templates; what systems that send campaigns say of them."""

import sqlalchemy as sa
from alembic import op

from mailtui.store.migrations.widening import resize

revision = "0011"
down_revision = "0010"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD = ("id", "digest", "server_id", "external_id")
WIDER = (
    ("webhook_event", "provider", 6, 10),
    ("delivery_event", "kind", 12, 14),
    ("told_kind", "kind", 12, 14),
    ("recipient", "role", 2, 5),
)


def _old() -> list[sa.Column[object] | sa.Constraint]:
    """What a campaign was known by before."""
    return [
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", BIG, nullable=False),
        sa.Column("server_id", BIG, nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["server_id"], ["server.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    ]


def _new() -> list[sa.Column[object] | sa.Constraint]:
    return [
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("state", sa.SmallInteger(), nullable=True),
        sa.Column("scheduled", BIG, nullable=True),
        sa.Column("started", BIG, nullable=True),
        sa.Column("finished", BIG, nullable=True),
        sa.Column("from_name", sa.String(), nullable=True),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("reply_to", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("preview_text", sa.String(), nullable=True),
        sa.Column("list_id", BIG, nullable=True),
        sa.Column("segment_id", BIG, nullable=True),
        sa.Column("template_id", BIG, nullable=True),
        sa.Column("provider_id", BIG, nullable=True),
        sa.Column("speed", sa.Integer(), nullable=True),
        sa.Column("retries", sa.Integer(), nullable=True),
        sa.Column("recipients", BIG, nullable=True),
        sa.Column("created", BIG, nullable=True),
        sa.Column("updated", BIG, nullable=True),
        sa.Column("archived", BIG, nullable=True),
        sa.CheckConstraint("state BETWEEN 0 AND 6", name="state_is_known"),
    ]


def _rebuilt(*columns: sa.Column[object] | sa.Constraint) -> None:
    """SQLite adds no constraint to a table: it is made anew, with its rows."""
    names = ", ".join(OLD)
    op.rename_table("campaign", "campaign_before")
    op.create_table("campaign", *columns)
    op.execute(f"INSERT INTO campaign ({names}) SELECT {names} FROM campaign_before")
    op.drop_table("campaign_before")


def upgrade() -> None:
    for table, column, before, after in WIDER:
        resize(table, column, before, after)
    _rebuilt(*_old(), *_new())
    _people()
    _lists()
    _texts()


def _people() -> None:
    op.create_table(
        "contact",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.Column("consent_at", BIG, nullable=True),
        sa.Column("confirmation_sent", BIG, nullable=True),
        sa.Column("confirmed", BIG, nullable=True),
        sa.Column("subscribed", BIG, nullable=True),
        sa.Column("unsubscribed", BIG, nullable=True),
        sa.Column("unsubscribe_reason", sa.String(), nullable=False),
        sa.Column("bounces", sa.Integer(), nullable=False),
        sa.Column("last_bounce", BIG, nullable=True),
        sa.Column("bounce_type", sa.String(), nullable=False),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.Column("last_complaint", BIG, nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("tags", sa.String(), nullable=False),
        sa.Column("custom", sa.String(), nullable=False),
        sa.Column("created", BIG, nullable=True),
        sa.Column("updated", BIG, nullable=True),
        sa.Column("imported", BIG, nullable=False),
        sa.CheckConstraint("status BETWEEN 0 AND 4", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["address.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("address_id"),
    )
    op.create_index("ix_contact_external", "contact", ["origin", "external_id"], unique=False)
    op.create_index("ix_contact_status", "contact", ["status"], unique=False)
    op.create_table(
        "erasure",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("stand_in", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("begun", BIG, nullable=False),
        sa.Column("finished", BIG, nullable=True),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("mark", BIG, nullable=False),
        sa.Column("counts", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _lists() -> None:
    op.create_table(
        "contact_list",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("double_opt_in", sa.Boolean(), nullable=True),
        sa.Column("created", BIG, nullable=True),
        sa.Column("updated", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_contact_list_external", "contact_list", ["origin", "external_id"], unique=True)
    op.create_table(
        "membership",
        sa.Column("list_id", BIG, autoincrement=False, nullable=False),
        sa.Column("contact_id", BIG, autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("subscribed", BIG, nullable=True),
        sa.Column("unsubscribed", BIG, nullable=True),
        sa.CheckConstraint("state BETWEEN 0 AND 1", name="state_is_known"),
        sa.PrimaryKeyConstraint("list_id", "contact_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_membership_contact", "membership", ["contact_id"], unique=False)
    op.create_table(
        "segment",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("list_id", BIG, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("dynamic", sa.Boolean(), nullable=False),
        sa.Column("created", BIG, nullable=True),
        sa.Column("updated", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["contact_list.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_segment_external", "segment", ["origin", "external_id"], unique=True)


def _texts() -> None:
    op.create_table(
        "mail_template",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("preview_text", sa.String(), nullable=False),
        sa.Column("variables", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("system", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created", BIG, nullable=True),
        sa.Column("updated", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_mail_template_external", "mail_template", ["origin", "external_id", "version"], unique=True
    )
    op.create_table(
        "campaign_link",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("link_id", BIG, nullable=False),
        sa.Column("short_code", sa.String(), nullable=False),
        sa.Column("created", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["link.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_campaign_link", "campaign_link", ["campaign_id", "link_id"], unique=True)
    op.create_table(
        "source_mark",
        sa.Column("source_id", BIG, autoincrement=False, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("rows", BIG, nullable=False),
        sa.Column("read", BIG, nullable=False),
        sa.PrimaryKeyConstraint("source_id", "part"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    tables = "source_mark campaign_link mail_template segment membership contact contact_list erasure"
    for table in tables.split():
        op.drop_table(table)
    _rebuilt(*_old())
    op.execute("DELETE FROM delivery_event WHERE kind > 12")
    op.execute("DELETE FROM told_kind WHERE kind > 12")
    op.execute("UPDATE webhook_event SET provider = NULL WHERE provider > 6")
    op.execute("UPDATE recipient SET role = 2 WHERE role > 2")
    for table, column, before, after in WIDER:
        resize(table, column, after, before)
