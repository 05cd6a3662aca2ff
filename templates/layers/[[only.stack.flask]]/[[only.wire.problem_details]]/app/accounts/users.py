"""Queries of accounts."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.failures import Conflict
from app.text import email_key


def add_user(session: Session, *, email: str, name: str, password_hash: str) -> User:
    user = User(email=email, name=name, password_hash=password_hash)
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("An account with this e-mail address exists.") from None
    return user


def add_guest(session: Session, *, name: str, password_hash: str) -> User:
    """An account with an address that cannot be guessed."""
    email = f"guest-{secrets.token_hex(8)}@guest.invalid"
    guest = User(email=email, name=name, password_hash=password_hash, is_guest=True)
    session.add(guest)
    session.flush()
    return guest


def find_user(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email_key == email_key(email)))


def guests_before(session: Session, moment: datetime) -> Sequence[UUID]:
    return (session.scalars(select(User.id).where(User.is_guest, User.created_at < moment))).all()
