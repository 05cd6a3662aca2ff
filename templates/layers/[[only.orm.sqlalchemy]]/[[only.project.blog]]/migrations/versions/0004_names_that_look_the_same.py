"""Usernames are normalized for comparison."""

import sqlalchemy as sa
from alembic import op

from app.columns import Identifier, Text
from app.text import as_compared

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

users = sa.table(
    "users",
    sa.column("id", Identifier()),
    sa.column("username", Text(64)),
    sa.column("username_key", Text(192)),
)


def upgrade() -> None:
    op.add_column("users", sa.Column("username_key", Text(192), nullable=False, server_default=""))
    fill_keys(op.get_bind())
    op.create_index("ix_users_username_key", "users", ["username_key"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_users_username_key", "users")
    op.drop_column("users", "username_key")


def fill_keys(connection: sa.Connection) -> None:
    """If two existing names look the same, both are kept, and one of them is not normalized."""
    connection.execute(sa.update(users).values(username_key=users.c.username))
    rows = connection.execute(sa.select(users.c.id, users.c.username)).all()
    taken = {row.username for row in rows}
    for row in rows:
        key = as_compared(row.username)
        if key not in taken:
            taken.add(key)
            connection.execute(sa.update(users).where(users.c.id == row.id).values(username_key=key))
