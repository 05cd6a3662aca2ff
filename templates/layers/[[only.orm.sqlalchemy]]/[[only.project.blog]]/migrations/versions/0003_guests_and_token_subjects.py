"""Guest accounts, and token subjects that replace the account's id."""

import sqlalchemy as sa
from alembic import op

from app.columns import Identifier

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NOBODY = "0" * 32


def upgrade() -> None:
    op.add_column("users", sa.Column("is_guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_users_is_guest_created_at", "users", ["is_guest", "created_at"])
    op.add_column("users", sa.Column("token_subject", Identifier(), nullable=False, server_default=NOBODY))
    # Existing tokens have the id as their subject.
    op.execute("UPDATE users SET token_subject = id")
    op.create_index("ix_users_token_subject", "users", ["token_subject"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_users_token_subject", "users")
    op.drop_column("users", "token_subject")
    op.drop_index("ix_users_is_guest_created_at", "users")
    op.drop_column("users", "is_guest")
