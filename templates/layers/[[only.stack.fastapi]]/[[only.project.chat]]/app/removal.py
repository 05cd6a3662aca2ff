"""Removes an account, and announces the rooms that are deleted with it."""

from uuid import UUID

from fastapi import Request
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.rooms.routes import remove_rooms_of


async def remove_user(request: Request, session: AsyncSession, user_id: UUID) -> None:
    await remove_rooms_of(session, request.app.state.hub, user_id)
    await session.execute(delete(User).where(User.id == user_id))
