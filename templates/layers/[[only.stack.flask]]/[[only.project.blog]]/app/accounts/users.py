"""Queries of accounts."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.failures import Conflict
from app.text import email_key


def save(session: Session, user: User) -> None:
    # Read before a rollback, which expires the user.
    user_id, username_key = user.id, user.username_key
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        namesake = select(User.id).where(User.username_key == username_key, User.id != user_id)
        taken = "email" if session.scalar(namesake) is None else "username"
        raise Conflict("has already been taken", about=taken) from None


def find_user(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email_key == email_key(email)))


def add_guest(session: Session, *, password_hash: str) -> User:
    """The address cannot be guessed."""
    username = f"guest-{secrets.token_hex(8)}"
    email = f"{username}@guest.invalid"
    guest = User(username=username, email=email, password_hash=password_hash, is_guest=True)
    session.add(guest)
    session.flush()
    return guest


def delete_guests_before(session: Session, moment: datetime) -> None:
    session.execute(delete(User).where(User.is_guest, User.created_at < moment))
