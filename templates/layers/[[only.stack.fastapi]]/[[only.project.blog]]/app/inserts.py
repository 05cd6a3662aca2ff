"""Inserts that can be repeated safely, such as a follow."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Model


async def insert_missing(session: AsyncSession, model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose keys do not exist, even if others insert them concurrently."""
    if rows:
        await session.execute(_insert_or_ignore(session.get_bind().dialect.name, model), rows)


def _insert_or_ignore(dialect: str, model: type[Model]) -> Insert:
    match dialect:
        case "postgresql":
            return postgresql.insert(model).on_conflict_do_nothing()
        case "sqlite":
            return sqlite.insert(model).on_conflict_do_nothing()
        case _:
            return insert(model).prefix_with("IGNORE")
