"""Queries of accounts."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.failures import Conflict
from app.text import email_key


async def add_user(session: AsyncSession, *, email: str, name: str, password_hash: str) -> User:
    user = User(email=email, name=name, password_hash=password_hash)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise Conflict("An account with this e-mail address exists.") from None
    return user


async def add_guest(session: AsyncSession, *, name: str, password_hash: str) -> User:
    """An account with an address that cannot be guessed."""
    email = f"guest-{secrets.token_hex(8)}@guest.invalid"
    guest = User(email=email, name=name, password_hash=password_hash, is_guest=True)
    session.add(guest)
    await session.flush()
    return guest


async def find_user(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(User.email_key == email_key(email)))


async def guests_before(session: AsyncSession, moment: datetime) -> Sequence[UUID]:
    return (await session.scalars(select(User.id).where(User.is_guest, User.created_at < moment))).all()
