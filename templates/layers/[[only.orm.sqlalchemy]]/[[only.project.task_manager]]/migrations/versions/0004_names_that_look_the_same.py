"""Project names are normalized for comparison."""

import sqlalchemy as sa
from alembic import op

from app.columns import Identifier, Text
from app.text import as_compared

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

projects = sa.table(
    "projects",
    sa.column("id", Identifier()),
    sa.column("user_id", Identifier()),
    sa.column("name", Text(100)),
    sa.column("name_key", Text(300)),
)


def upgrade() -> None:
    op.add_column("projects", sa.Column("name_key", Text(300), nullable=False, server_default=""))
    fill_keys(op.get_bind())
    op.create_index("ix_projects_user_id_name_key", "projects", ["user_id", "name_key"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_projects_user_id_name_key", "projects")
    op.drop_column("projects", "name_key")


def fill_keys(connection: sa.Connection) -> None:
    """If two existing names look the same, both are kept, and one of them is not normalized."""
    connection.execute(sa.update(projects).values(name_key=projects.c.name))
    rows = connection.execute(sa.select(projects.c.id, projects.c.user_id, projects.c.name)).all()
    taken = {(row.user_id, row.name) for row in rows}
    for row in rows:
        key = as_compared(row.name)
        if (row.user_id, key) not in taken:
            taken.add((row.user_id, key))
            connection.execute(sa.update(projects).where(projects.c.id == row.id).values(name_key=key))
