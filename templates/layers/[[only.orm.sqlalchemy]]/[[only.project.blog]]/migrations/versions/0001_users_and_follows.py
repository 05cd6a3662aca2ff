"""Users and follows."""

import sqlalchemy as sa
from alembic import op

from app.columns import Identifier, Text, Timestamp

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("username", Text(64), nullable=False),
        sa.Column("email", Text(254), nullable=False),
        sa.Column("email_key", Text(762), nullable=False),
        sa.Column("password_hash", Text(255), nullable=False),
        sa.Column("bio", Text(2000), nullable=True),
        sa.Column("image", Text(2048), nullable=True),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email_key", name="uq_users_email_key"),
        sa.UniqueConstraint("username", name="uq_users_username"),
    )
    op.create_table(
        "follows",
        sa.Column("follower_id", Identifier(), nullable=False),
        sa.Column("followed_id", Identifier(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["users.id"], name="fk_follows_follower_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["followed_id"], ["users.id"], name="fk_follows_followed_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("follower_id", "followed_id", name="pk_follows"),
    )
    op.create_index("ix_follows_followed_id", "follows", ["followed_id"])


def downgrade() -> None:
    op.drop_table("follows")
    op.drop_table("users")
