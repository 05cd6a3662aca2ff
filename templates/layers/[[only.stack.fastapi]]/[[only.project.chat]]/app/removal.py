"""Removes an account with its rooms and memberships, and announces it."""

from uuid import UUID

from fastapi import Request
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.rooms.members import leave_rooms
from app.rooms.routes import remove_rooms_of


async def remove_user(request: Request, session: AsyncSession, user_id: UUID) -> None:
    hub = request.app.state.hub
    await remove_rooms_of(session, hub, user_id)
    # The database would delete the memberships too, but not the private rooms that are left without members.
    await leave_rooms(session, hub, user_id)
    await session.execute(delete(User).where(User.id == user_id))
