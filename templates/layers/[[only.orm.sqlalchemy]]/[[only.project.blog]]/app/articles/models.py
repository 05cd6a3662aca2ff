from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Text
from app.database import Model, now
from app.numbers import Number


class Article(Model):
    """Ids increase, so the newest article has the highest one."""

    __tablename__ = "articles"
    __table_args__ = (Index(None, "author_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(Text(300), unique=True)
    title: Mapped[str] = mapped_column(Text(255))
    description: Mapped[str] = mapped_column(Text(1000))
    body: Mapped[str] = mapped_column(Text())
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Tag(Model):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    name: Mapped[str] = mapped_column(Text(64), unique=True)


class ArticleTag(Model):
    __tablename__ = "article_tags"
    __table_args__ = (Index(None, "tag_id", "article_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)


class Favorite(Model):
    __tablename__ = "favorites"
    __table_args__ = (Index(None, "user_id", "article_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
