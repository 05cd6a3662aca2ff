"""What a client receives when it signs in."""

from datetime import timedelta

from app.accounts.models import User
from app.accounts.refresh_tokens import Issued
from app.accounts.schemas import SessionAnswer, UserAnswer
from app.settings import Settings
from app.tokens import issue_access_token

LIFETIME = timedelta(minutes=15)


def session_of(user: User, issued: Issued, settings: Settings) -> SessionAnswer:
    claims = {"sub": user.id}
    return SessionAnswer(
        user=UserAnswer.model_validate(user),
        access_token=issue_access_token(claims, secret_key=settings.secret_key, lifetime=LIFETIME),
        expires_in=int(LIFETIME.total_seconds()),
        refresh_token=issued.token,
    )
