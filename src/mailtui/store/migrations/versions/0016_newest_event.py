"""Of each account it is known how far its events go, not only when the last of them were imported."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("source", sa.Column("newest", BIG, nullable=True))
    op.execute(
        "UPDATE source SET newest = told.newest FROM (SELECT payload.source_id, max(event.time) AS newest "
        "FROM delivery_event event JOIN webhook_event payload ON payload.id = event.payload_id "
        "WHERE event.time IS NOT NULL GROUP BY payload.source_id) AS told WHERE told.source_id = source.id"
    )


def downgrade() -> None:
    op.drop_column("source", "newest")
