"""What signing in with a provider needs to know about accounts."""

import re

from sqlalchemy.orm import Session

from app.accounts import refresh_tokens
from app.accounts.models import User
from app.accounts.schemas import SessionAnswer
from app.accounts.sessions import session_of
from app.accounts.users import add_user
from app.settings import Settings
from app.text import CONTROL, is_visible

PREFIX = "/api/v1/auth"
LONGEST_NAME = 100


def add_account(session: Session, *, email: str, name: str) -> User:
    """An account without a password; a Conflict if another has this e-mail address."""
    name = re.sub(f"[{CONTROL}\ud800-\udfff]", "", name)[:LONGEST_NAME]
    if not is_visible(name):
        name = email.partition("@")[0]
    return add_user(session, email=email, name=name, password_hash="")


def sign_in(session: Session, user: User, settings: Settings) -> SessionAnswer:
    return session_of(user, refresh_tokens.start_family(session, user), settings)
