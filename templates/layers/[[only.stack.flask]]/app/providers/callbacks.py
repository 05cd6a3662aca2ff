"""Each state works once, and so does the code that a callback hands to the page."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.database import now
from app.engine import affected
from app.failures import StartAgain
from app.providers import attempts
from app.providers.models import Callback

CODE_LIFETIME = timedelta(minutes=1)


def use_state(session: Session, state: str) -> None:
    """Before the provider is asked, so that a callback that is sent many times asks it once."""
    session.execute(delete(Callback).where(Callback.created_at < now() - attempts.LIFETIME))
    session.commit()
    session.add(Callback(state_hash=hash_of(state)))
    try:
        session.commit()
    except IntegrityError:
        raise StartAgain("This state was used. Start to sign in again.") from None


def hand_out_code(session: Session, state: str, user_id: UUID) -> str:
    code = secrets.token_urlsafe(32)
    values = {"code_hash": hash_of(code), "user_id": user_id}
    session.execute(update(Callback).where(Callback.state_hash == hash_of(state)).values(values))
    return code


def use_code(session: Session, code: str, state: str) -> User:
    valid = (
        Callback.state_hash == hash_of(state),
        Callback.code_hash == hash_of(code),
        Callback.created_at > now() - CODE_LIFETIME,
    )
    user_id = session.scalar(select(Callback.user_id).where(*valid))
    used = update(Callback).where(*valid).values(code_hash=None)
    if user_id is None or not affected(session, used):
        raise StartAgain("This code is unknown, used or expired. Start to sign in again.")
    return session.get_one(User, user_id)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
