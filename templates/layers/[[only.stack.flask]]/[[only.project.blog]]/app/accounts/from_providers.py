"""What signing in with a provider needs to know about accounts."""

import re
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.schemas import UserEnvelope
from app.accounts.sessions import envelope_of
from app.accounts.users import save
from app.settings import Settings
from app.text import CONTROL, as_compared, is_visible

PREFIX = "/api/users"
# Leaves space for what makes it unique.
LONGEST_NAME = 50


def add_account(session: Session, *, email: str, name: str) -> User:
    """An account without a password; a Conflict if another has this e-mail address."""
    username = username_like(name) or username_like(email.partition("@")[0]) or "user"
    namesake = select(User.id).where(User.username_key == as_compared(username))
    if session.scalar(namesake) is not None:
        username = f"{username}-{secrets.token_hex(4)}"
    user = User(username=username, email=email, password_hash="")
    save(session, user)
    return user


def sign_in(_: Session, user: User, settings: Settings) -> UserEnvelope:
    return envelope_of(user, settings)


def username_like(text: str) -> str:
    """The text as it can stand in the path of a profile; empty if nothing of it can."""
    username = re.sub(rf"[\s/{CONTROL}\ud800-\udfff]+", "-", text).strip("-.")[:LONGEST_NAME]
    return username if is_visible(username) else ""
