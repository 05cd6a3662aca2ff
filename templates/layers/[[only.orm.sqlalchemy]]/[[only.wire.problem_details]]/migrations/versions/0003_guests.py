"""Guest accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("is_guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_users_is_guest_created_at", "users", ["is_guest", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_users_is_guest_created_at", "users")
    op.drop_column("users", "is_guest")
