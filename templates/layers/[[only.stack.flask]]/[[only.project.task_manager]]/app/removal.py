"""Removes an account; everything that belongs to it is deleted by cascade."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts.models import User


def remove_user(session: Session, user_id: UUID) -> None:
    session.execute(delete(User).where(User.id == user_id))
