"""Removes an account; everything that belongs to it is deleted by cascade."""

from uuid import UUID

from fastapi import Request
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User


async def remove_user(_request: Request, session: AsyncSession, user_id: UUID) -> None:
    await session.execute(delete(User).where(User.id == user_id))
