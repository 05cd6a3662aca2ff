"""Removes an account with its rooms and memberships, and announces it."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.rooms.members import leave_rooms
from app.rooms.routes import remove_rooms_of


def remove_user(session: Session, user_id: UUID) -> None:
    remove_rooms_of(session, user_id)
    # The database would also delete memberships, but not private rooms without any member.
    leave_rooms(session, user_id)
    session.execute(delete(User).where(User.id == user_id))
