"""What signing in with a provider needs to know about accounts."""

import re
import secrets

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.accounts.routes import answer_user
from app.accounts.schemas import UserEnvelope
from app.accounts.users import save
from app.settings import Settings
from app.text import CONTROL, as_compared, is_visible

PREFIX = "/api/users"
# Leaves space for what makes it unique.
LONGEST_NAME = 50

SignedIn = UserEnvelope


async def add_account(session: AsyncSession, *, email: str, name: str) -> User:
    """An account without a password; a Conflict if another has this e-mail address."""
    username = username_like(name) or username_like(email.partition("@")[0]) or "user"
    namesake = select(User.id).where(User.username_key == as_compared(username))
    if await session.scalar(namesake) is not None:
        username = f"{username}-{secrets.token_hex(4)}"
    user = User(username=username, email=email, password_hash="")
    await save(session, user)
    return user


async def sign_in(_: AsyncSession, user: User, settings: Settings) -> UserEnvelope:
    return answer_user(user, settings)


def username_like(text: str) -> str:
    """The text as it can stand in the path of a profile; empty if nothing of it can."""
    username = re.sub(rf"[\s/{CONTROL}\ud800-\udfff]+", "-", text).strip("-.")[:LONGEST_NAME]
    return username if is_visible(username) else ""
