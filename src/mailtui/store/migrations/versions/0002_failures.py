"""What failures mean: causes, signatures, destinations, incidents."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
