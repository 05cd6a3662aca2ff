"""Refresh tokens are single-use, and stored as hashes.

A reused one was stolen, so its whole family is revoked.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from app.accounts.models import RefreshToken, SignIn, User
from app.database import now
from app.engine import affected
from app.failures import Unauthenticated

LIFETIME = timedelta(days=30)
REFUSED = "This refresh token is invalid. Sign in again."


@dataclass(frozen=True)
class Issued:
    """A refresh token, and the session that it belongs to."""

    sign_in_id: UUID
    token: str


def start_family(session: Session, user: User) -> Issued:
    """Sign `user` in; delete expired tokens of earlier sessions."""
    moment = now()
    session.execute(delete(SignIn).where(SignIn.user_id == user.id, SignIn.expires_at <= moment))
    sign_in = SignIn(id=uuid4(), user_id=user.id, expires_at=moment + LIFETIME)
    session.add(sign_in)
    session.flush()
    return add_token(session, sign_in.id)


def rotate(session: Session, token: str) -> tuple[User, Issued]:
    """Exchange a token for the next of its family. Reusing a token revokes the family."""
    # Always lock the family's row first, so that concurrent requests cannot deadlock.
    sign_in_id = session.scalar(family_of(token))
    sign_in = session.get(SignIn, sign_in_id, with_for_update=True) if sign_in_id else None
    if sign_in is None:
        raise Unauthenticated(REFUSED)

    unused = RefreshToken.used.is_(False), RefreshToken.expires_at > now()
    this = RefreshToken.token_hash == hash_token(token)
    if not affected(session, update(RefreshToken).where(this, *unused).values(used=True)):
        end_family(session, token)
        session.commit()
        raise Unauthenticated(REFUSED)

    sign_in.expires_at = now() + LIFETIME
    return session.get_one(User, sign_in.user_id), add_token(session, sign_in.id)


def end_family(session: Session, token: str) -> None:
    """Delete the session that `token` belongs to. Unknown tokens are ignored."""
    if sign_in_id := session.scalar(family_of(token)):
        session.execute(delete(SignIn).where(SignIn.id == sign_in_id))


def family_of(token: str) -> Select[UUID]:
    return select(RefreshToken.sign_in_id).where(RefreshToken.token_hash == hash_token(token))


def add_token(session: Session, sign_in_id: UUID) -> Issued:
    token = secrets.token_urlsafe(32)
    session.add(
        RefreshToken(token_hash=hash_token(token), sign_in_id=sign_in_id, expires_at=now() + LIFETIME)
    )
    return Issued(sign_in_id, token)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
