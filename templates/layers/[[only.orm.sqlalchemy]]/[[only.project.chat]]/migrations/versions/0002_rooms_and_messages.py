"""Rooms, members and messages."""

import sqlalchemy as sa
from alembic import op

from app.columns import Identifier, Text, Timestamp

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("name", Text(80), nullable=False),
        sa.Column("name_key", Text(240), nullable=False),
        sa.Column("topic", Text(250), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("created_by", Identifier(), nullable=False),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.Column("last_message_id", Identifier(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_rooms_created_by", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
        sa.UniqueConstraint("name_key", name="uq_rooms_name_key"),
    )
    op.create_index("ix_rooms_created_by", "rooms", ["created_by"])
    op.create_table(
        "members",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("room_id", Identifier(), nullable=False),
        sa.Column("user_id", Identifier(), nullable=False),
        sa.Column("joined_at", Timestamp(), nullable=False),
        sa.Column("read_up_to", Identifier(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_members_room_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_members_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("room_id", "user_id", name="uq_members_room_id_user_id"),
    )
    op.create_index("ix_members_room_id_id", "members", ["room_id", "id"])
    op.create_index("ix_members_user_id", "members", ["user_id"])
    op.create_table(
        "messages",
        sa.Column("id", Identifier(), nullable=False),
        sa.Column("room_id", Identifier(), nullable=False),
        sa.Column("author_id", Identifier(), nullable=False),
        sa.Column("body", Text(), nullable=False),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.Column("edited_at", Timestamp(), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_messages_room_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name="fk_messages_author_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
    )
    op.create_index("ix_messages_room_id_id", "messages", ["room_id", "id"])
    op.create_index("ix_messages_author_id", "messages", ["author_id"])


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("members")
    op.drop_table("rooms")
