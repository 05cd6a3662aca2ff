"""What signing in with a provider needs to know about accounts."""

import re
import secrets

from django.contrib.auth.hashers import make_password

from app.accounts.answers import answer_user
from app.accounts.models import User
from app.accounts.schemas import UserEnvelope
from app.accounts.users import save
from app.text import CONTROL, as_compared, is_visible

PREFIX = "/api/users"
# Leaves space for what makes it unique.
LONGEST_NAME = 50


def add_account(*, email: str, name: str) -> User:
    """An account without a password; a Conflict if another has this e-mail address."""
    username = username_like(name) or username_like(email.partition("@")[0]) or "user"
    if User.objects.filter(username_key=as_compared(username)).exists():
        username = f"{username}-{secrets.token_hex(4)}"
    user = User(username=username, email=email, password=make_password(None))
    save(user)
    return user


def sign_in(user: User) -> UserEnvelope:
    return answer_user(user)


def username_like(text: str) -> str:
    """The text as it can stand in the path of a profile; empty if nothing of it can."""
    username = re.sub(rf"[\s/{CONTROL}\ud800-\udfff]+", "-", text).strip("-.")[:LONGEST_NAME]
    return username if is_visible(username) else ""
