"""Queries of sessions, for the connections that depend on them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import SignIn
from app.database import now


def user_of(session: Session, sign_in_id: UUID) -> UUID | None:
    return session.scalar(select(SignIn.user_id).where(SignIn.id == sign_in_id))


def running_among(session: Session, sign_ins: list[UUID]) -> set[UUID]:
    running = select(SignIn.id).where(SignIn.id.in_(sign_ins), SignIn.expires_at > now())
    return set(session.scalars(running))
