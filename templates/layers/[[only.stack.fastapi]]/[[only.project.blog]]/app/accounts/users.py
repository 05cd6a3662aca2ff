"""Queries of accounts."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.failures import Conflict
from app.text import email_key


async def save(session: AsyncSession, user: User) -> None:
    # Read before a rollback, which expires the user.
    user_id, username_key = user.id, user.username_key
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        await session.rollback()
        namesake = select(User.id).where(User.username_key == username_key, User.id != user_id)
        taken = "email" if await session.scalar(namesake) is None else "username"
        raise Conflict("has already been taken", about=taken) from None


async def find_user(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(User.email_key == email_key(email)))


async def add_guest(session: AsyncSession, *, password_hash: str) -> User:
    """The address cannot be guessed."""
    username = f"guest-{secrets.token_hex(8)}"
    email = f"{username}@guest.invalid"
    guest = User(username=username, email=email, password_hash=password_hash, is_guest=True)
    session.add(guest)
    await session.flush()
    return guest


async def delete_guests_before(session: AsyncSession, moment: datetime) -> None:
    await session.execute(delete(User).where(User.is_guest, User.created_at < moment))
