"""Articles with their tags, favourites and comments."""

import sqlalchemy as sa
from alembic import op

from app.columns import Identifier, Text, Timestamp
from app.numbers import Number

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("author_id", Identifier(), nullable=False),
        sa.Column("slug", Text(300), nullable=False),
        sa.Column("title", Text(255), nullable=False),
        sa.Column("description", Text(1000), nullable=False),
        sa.Column("body", Text(), nullable=False),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.Column("updated_at", Timestamp(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name="fk_articles_author_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("slug", name="uq_articles_slug"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_author_id_id", "articles", ["author_id", "id"])
    op.create_table(
        "tags",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("name", Text(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("name", name="uq_tags_name"),
    )
    op.create_table(
        "article_tags",
        sa.Column("article_id", Number, nullable=False),
        sa.Column("tag_id", Number, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_tags_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_article_tags_tag_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "tag_id", name="pk_article_tags"),
    )
    op.create_index("ix_article_tags_tag_id_article_id", "article_tags", ["tag_id", "article_id"])
    op.create_table(
        "favorites",
        sa.Column("article_id", Number, nullable=False),
        sa.Column("user_id", Identifier(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_favorites_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_favorites_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "user_id", name="pk_favorites"),
    )
    op.create_index("ix_favorites_user_id_article_id", "favorites", ["user_id", "article_id"])
    op.create_table(
        "comments",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("article_id", Number, nullable=False),
        sa.Column("author_id", Identifier(), nullable=False),
        sa.Column("body", Text(), nullable=False),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.Column("updated_at", Timestamp(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_comments_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name="fk_comments_author_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comments_article_id_id", "comments", ["article_id", "id"])
    op.create_index("ix_comments_author_id", "comments", ["author_id"])


def downgrade() -> None:
    op.drop_table("comments")
    op.drop_table("favorites")
    op.drop_table("article_tags")
    op.drop_table("tags")
    op.drop_table("articles")
