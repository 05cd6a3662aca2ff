"""What a client receives when it signs in."""

from datetime import timedelta

from django.conf import settings

from app.accounts.models import User
from app.accounts.refresh_tokens import Issued
from app.accounts.schemas import SessionAnswer, UserAnswer
from app.tokens import issue_access_token

LIFETIME = timedelta(minutes=15)


def session_of(user: User, issued: Issued) -> SessionAnswer:
    return SessionAnswer(
        user=UserAnswer.model_validate(user),
        access_token=issue_access_token({"sub": user.id}, secret_key=settings.SECRET_KEY, lifetime=LIFETIME),
        expires_in=int(LIFETIME.total_seconds()),
        refresh_token=issued.token,
    )
