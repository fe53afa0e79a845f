"""Domains: what is expected of each, what DNS said, what changed."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
