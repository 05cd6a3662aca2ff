"""Queries of sessions, for the connections that depend on them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import SignIn
from app.database import now


async def user_of(session: AsyncSession, sign_in_id: UUID) -> UUID | None:
    return await session.scalar(select(SignIn.user_id).where(SignIn.id == sign_in_id))


async def running_among(session: AsyncSession, sign_ins: list[UUID]) -> set[UUID]:
    running = select(SignIn.id).where(SignIn.id.in_(sign_ins), SignIn.expires_at > now())
    return set(await session.scalars(running))
